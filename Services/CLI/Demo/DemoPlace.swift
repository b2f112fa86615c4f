import Foundation

/// Where the demo is loaded: an installation's public API, the keys to it, and the files that the demo comes from.
struct DemoPlace: Sendable {
    /// The gateway: "http://127.0.0.1:7300"
    let base: String
    /// The source tree; `deploy/demo` lies in it.
    let home: String
    /// What the demo's probes watch, as its Prometheus names it.
    let target: String
    /// Where the demo's webhooks go; nil where nothing takes them.
    let receiver: String?
    /// The operator's key is among them; those that the demo makes are put there, too.
    let secrets: Secrets
    /// The file that remembers what was made.
    let memory: String
}

extension DemoPlace {
    /// The stack that `./pledge up` runs: its web server takes the webhooks, too.
    init(_ layout: StackLayout, secrets: Secrets) {
        let target = DemoProcesses.target(layout.ports)
        self.init(
            base: "http://127.0.0.1:\(layout.ports.base)", home: layout.home, target: target, receiver: "\(target)hooks",
            secrets: secrets, memory: "\(layout.settings)/demo.json")
    }
}
