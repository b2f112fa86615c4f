/// A NOTIFY, or the hint that some may have been missed.
public struct PostgresNotification: Hashable, Sendable {
    /// The channel that was listened to.
    public var channel: String
    /// What NOTIFY said; may be empty.
    public var payload: String
    /// The channel is listened to from now on, for the first time or again: look yourself at what happened before.
    public var isReconnectHint: Bool
}
