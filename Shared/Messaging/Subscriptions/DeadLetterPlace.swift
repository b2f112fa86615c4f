import Contracts
import Postgres

/// Where a dead letter stands in the list of all: by when it was put aside, then by event and by who failed of it. It names a
/// place whether or not there still is a letter.
public struct DeadLetterPlace: Sendable, Hashable {
    /// Microseconds that are believed of a text: the years 1970 to 9999, all of which the database takes.
    private static let times: Range<Int64> = 0..<253_402_300_800_000_000

    /// When it was put aside, to the microsecond.
    public let diedAt: Timestamp
    /// The event.
    public let event: EventID
    /// Whose handler failed: several consumers may have put the same event aside.
    public let consumer: String

    /// A place.
    public init(diedAt: Timestamp, event: EventID, consumer: String) {
        self.diedAt = diedAt
        self.event = event
        self.consumer = consumer
    }

    /// Reads what ``text`` has written; nil when it is something else.
    public init?(text: String) {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let microseconds = Int64(parts[0]), Self.times.contains(microseconds), !parts[2].utf8.contains(0),
            let event = EventID(parts[1])
        else { return nil }
        self.init(diedAt: Timestamp(epochMicroseconds: microseconds), event: event, consumer: String(parts[2]))
    }

    /// The place in one line.
    public var text: String { "\(diedAt.epochMicroseconds) \(event) \(consumer)" }
}
