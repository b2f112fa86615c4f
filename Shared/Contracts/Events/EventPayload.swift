/// What an event tells: the whole new state of the thing that others need, never only an id that forces a call back.
public protocol EventPayload: Codable, Sendable {
    /// The event's type, versioned and stable: `pledge.agreements.tenant.created.v1`.
    static var type: String { get }
}
