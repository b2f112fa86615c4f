import ArgumentParser

/// Decides that an event shall have no effect. One at a time: what is discarded does not come back.
struct DiscardDeadLetter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Decide that an event of a service shall have no effect there, for good.",
        discussion: """
            Example: ./pledge dead-letters discard ticketing evt_01K9T4Q0V8E5R2M7XN3CZB6HWA
            The row stays in the service's database, marked as discarded; the event itself stays with its producer.
            """)

    @OptionGroup var stack: StackOptions
    @Argument(help: "The service that put it aside.")
    var service: ServiceWithEvents
    @Argument(help: "The event's id, as the list shows it.")
    var id: String

    func run() async throws {
        try await reporting {
            try await DeadLetterBox(stack, service).discard(id)
            print("\(id): discarded")
        }
    }
}
