import ArgumentParser
import Contracts
import Foundation
import Hosting

/// The events that services put aside because their effect failed.
struct DeadLetterCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Show events whose effect failed; try them again, or discard them.",
        discussion: """
            A service that fails on an event five times puts it aside and goes on. When the cause is removed, have it tried again:

              ./pledge dead-letters
              ./pledge dead-letters retry ticketing evt_01K9T4Q0V8E5R2M7XN3CZB6HWA
              ./pledge dead-letters retry ticketing --all
              ./pledge dead-letters discard ticketing evt_01K9T4Q0V8E5R2M7XN3CZB6HWA

            An effect that is retried comes after those of later events.
            """,
        subcommands: [ListDeadLetters.self, RetryDeadLetters.self, DiscardDeadLetter.self],
        defaultSubcommand: ListDeadLetters.self)
}

/// Shows what waits for a decision.
struct ListDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the events that were put aside, oldest first, a block of lines each.",
        discussion: "Example: ./pledge dead-letters list ticketing")

    @OptionGroup var stack: StackOptions
    @Argument(help: "Only this service's; all services' unless given.")
    var service: ServiceWithEvents?
    @Flag(help: "Print JSON, a line each.")
    var json = false

    func run() async throws {
        try await reporting {
            var count = 0
            for service in service.map({ [$0] }) ?? ServiceWithEvents.allCases {
                for try await letter in try DeadLetterBox(stack, service).letters() {
                    count += 1
                    print(try text(letter, service))
                }
            }
            if count == 0, !json { print("No dead letters.") }
        }
    }

    private func text(_ letter: DeadLetterResource, _ service: ServiceWithEvents) throws -> String {
        guard !json else { return try PledgeJSON.encodeText(letter) }
        return """
            \(service.rawValue) \(letter.id)
              \(letter.type) about \(letter.subject) of tenant \(letter.tenant)
              put aside by \(letter.consumer) at \(letter.diedAt) after \(letter.attempts) attempts
              \(letter.error)
            """
    }
}

/// Has events tried again.
struct RetryDeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try one event of a service again, or all; what fails again stays.",
        discussion: """
            Examples:
              ./pledge dead-letters retry ticketing evt_01K9T4Q0V8E5R2M7XN3CZB6HWA
              ./pledge dead-letters retry ticketing --all
            The exit code is 1 when anything failed.
            """)

    @OptionGroup var stack: StackOptions
    @Argument(help: "The service that put it aside.")
    var service: ServiceWithEvents
    @Argument(help: "The event's id, as the list shows it.")
    var id: String?
    @Flag(help: "Every event that the service put aside, oldest first.")
    var all = false

    func validate() throws {
        if all == (id != nil) { throw ValidationError("Give either the id of an event or --all.") }
    }

    func run() async throws {
        try await reporting {
            let box = try DeadLetterBox(stack, service)
            if let id {
                try await box.retry(id)
                print("\(id): done")
                return
            }
            var failures = 0
            var done = 0
            for try await letter in box.letters() {
                do {
                    try await box.retry(letter.id.description)
                    done += 1
                } catch let error as HostingError {
                    failures += 1
                    FileHandle.standardError.write(Data("\(error)\n".utf8))
                }
            }
            print("\(done) done, \(failures) failed")
            if failures > 0 { throw ExitCode.failure }
        }
    }
}
