import Contracts
import Foundation
import Postgres
import Terms

/// An identifier is stored as its UUID.
extension ID: PostgresRepresentable, PostgresArrayElement, PostgresBindable, PostgresDecodable {
    /// The 128 bits.
    public var postgresRepresentation: UUID { uuid }
    /// The id with these bits.
    public init?(postgresRepresentation: UUID) { self.init(postgresRepresentation) }
}

/// An instant is stored as a timestamptz on a whole second.
extension Instant: PostgresRepresentable, PostgresArrayElement, PostgresBindable, PostgresDecodable {
    /// The timestamptz.
    public var postgresRepresentation: Timestamp { Timestamp(epochSeconds: epochSeconds) }
    /// The second that a timestamptz lies in; nothing finer is judged. Nil for infinity.
    public init?(postgresRepresentation: Timestamp) {
        guard postgresRepresentation != .infinity, postgresRepresentation != .negativeInfinity else { return nil }
        self.init(epochSeconds: postgresRepresentation.epochSeconds)
    }
}
