/// What a client is doing and has done. Counters only grow.
public struct PostgresStatistics: Hashable, Sendable {
    /// Connections that work.
    public var connections = 0
    /// Connections taken for a transaction or session.
    public var leased = 0
    /// Units sent, their outcome not known yet.
    public var inFlight = 0
    /// Units waiting for a connection.
    public var queued = 0
    /// Units that were given to this client.
    public var submitted: UInt64 = 0
    /// Times a connection was lost.
    public var connectionsLost: UInt64 = 0
    /// Requests refused because the queue was full.
    public var refused: UInt64 = 0
    /// Requests whose client-side deadline passed.
    public var timedOut: UInt64 = 0
    /// Units that had to wait for a connection.
    public var waited: UInt64 = 0
    /// The sum of those waits; loop time, thus to the millisecond.
    public var waitedMilliseconds: UInt64 = 0
    /// The longest of those waits.
    public var longestWaitMilliseconds: UInt64 = 0
}
