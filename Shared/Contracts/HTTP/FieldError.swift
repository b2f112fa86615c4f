/// One thing that is wrong with a request's body: where, as a JSON pointer in a fragment (`#/tiers/1/from`), and what.
public struct FieldError: Hashable, Sendable, Codable {
    /// The place, `#` for the body as a whole.
    public let pointer: String
    /// What is wrong, for a person.
    public let detail: String

    /// An error at a place.
    public init(pointer: String, detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}
