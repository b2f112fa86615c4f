import ArgumentParser
import Foundation
import Hosting

/// Loads the demo into an installation that something else than `./pledge up` runs.
struct LoadDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Load the demo's four tenants into a running installation, through its public API.",
        discussion: """
            ./pledge up does this by itself. Loading again changes nothing. The keys that it makes are kept beside the operator's.

              ./pledge demo --url http://127.0.0.1:7300 --secrets deploy/compose/secrets
            """)

    @Option(help: "The gateway.")
    var url = "http://127.0.0.1:\(StackPorts.defaultBase)"
    @Option(help: "The folder with the operator's key, as `pledge secrets` makes it.")
    var secrets: String
    @Option(help: "An address that takes the demo's webhooks; without one, it has none.")
    var receiver: String?

    func run() async throws {
        try await reporting {
            let folder = TypedPath.absolute(secrets)
            guard FileManager.default.isReadableFile(atPath: "\(folder)/operator-key") else {
                throw HostingError(
                    .storage, "\(folder) has no operator-key that can be read.",
                    advice: "Name the folder of the installation's secrets; `pledge secrets` makes one.")
            }
            let place = DemoPlace(
                base: url, home: StackOptions.home, target: "https://status.example.net/", receiver: receiver,
                secrets: Secrets(folder: folder), memory: "\(folder)/demo.json")
            try await DemoLoader(place: place, reporter: Reporter()).load()
        }
    }
}
