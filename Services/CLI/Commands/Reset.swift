import ArgumentParser
import Foundation
import Hosting

/// Stops everything and removes its data.
struct Reset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stop everything and remove all data, secrets and logs of the stack.")

    @OptionGroup var stack: StackOptions
    @Flag(name: [.long, .customShort("y")], help: "Do not ask.")
    var yes = false

    func run() async throws {
        try await reporting {
            let layout = stack.layout()
            guard FileManager.default.fileExists(atPath: layout.state) else {
                return print("There is nothing in \(layout.state).")
            }
            // Only what `up` has made is removed, never a folder that was named by mistake.
            guard FileManager.default.fileExists(atPath: "\(layout.settings)/base") else {
                throw HostingError(.storage, "\(layout.state) is not a state folder of ./pledge; nothing was removed.")
            }
            if !yes {
                print("This removes all data in \(layout.state) for good. Type 'yes' to go on: ", terminator: "")
                guard readLine() == "yes" else { return print("Nothing was removed.") }
            }
            _ = try await Down.stop(in: layout.state)
            do {
                try layout.remove()
            } catch {
                throw HostingError(.storage, "\(layout.state) could not be removed: \(error.localizedDescription)")
            }
            print("Removed \(layout.state).")
        }
    }
}
