import ArgumentParser
import Foundation
import Hosting

/// Takes one process of the running stack down.
struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take one process down, until ./pledge start NAME.",
        discussion: "For seeing what then happens: ./pledge stop nginx is an outage of what the demo watches.")

    @OptionGroup var stack: StackOptions
    @Argument(help: "The process, as ./pledge status names it.")
    var name: String

    func run() async throws {
        try await reporting { try await Hold(stack: stack, name: name).change(held: true) }
    }
}

/// Takes a process up again that `stop` took down.
struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take a process up again that ./pledge stop NAME took down.")

    @OptionGroup var stack: StackOptions
    @Argument(help: "The process, as ./pledge status names it.")
    var name: String

    func run() async throws {
        try await reporting { try await Hold(stack: stack, name: name).change(held: false) }
    }
}

/// What `stop` and `start` have in common: tell the supervisor, and wait until it is so.
struct Hold {
    private static let timeoutSeconds = 60.0

    let stack: StackOptions
    let name: String

    func change(held: Bool) async throws {
        let running = try stack.running()
        let names = running.processes.map(\.name)
        guard names.contains(name) else {
            throw HostingError(.notReady, "No process is named '\(name)'.", advice: "There are: \(names.joined(separator: ", "))")
        }
        try Holds(layout: stack.layout()).set(name, held: held)
        running.supervisor.send(Holds.signal)
        let wanted: ProcessState.Phase = held ? .held : .ready
        let deadline = ContinuousClock.now + .seconds(Self.timeoutSeconds)
        while try stack.running().processes.first(where: { $0.name == name })?.phase != wanted {
            guard ContinuousClock.now < deadline else {
                throw HostingError(
                    .notReady, "\(name) is still not \(held ? "down" : "ready").", advice: "See ./pledge logs \(name)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        print("\(name) is \(held ? "down" : "ready").")
    }
}
