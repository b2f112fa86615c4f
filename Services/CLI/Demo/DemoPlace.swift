import Foundation

/// Where the demo is loaded: an installation's public API, the keys to it, and the files that the demo comes from.
struct DemoPlace: Sendable {
    /// The gateway: "http://127.0.0.1:7300"
    let base: String
    /// The source tree; `deploy/demo` lies in it.
    let home: String
    /// What the demo's probes watch, as its Prometheus names it.
    let target: String
    let secrets: Secrets
    /// The file that remembers how far the demo's past was sent.
    let marker: String
}

extension DemoPlace {
    /// The stack that `./pledge up` runs.
    init(_ layout: StackLayout, secrets: Secrets) {
        self.init(
            base: "http://127.0.0.1:\(layout.ports.base)", home: layout.home, target: DemoProcesses.target(layout.ports),
            secrets: secrets, marker: "\(layout.settings)/demo-telemetry")
    }
}
