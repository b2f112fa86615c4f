/// One thing that is wrong with a request's body: where, as a JSON pointer in a fragment (`#/tiers/1/from`), and what.
public struct FieldError: Hashable, Sendable, Codable {
    /// The place, `#` for the body as a whole.
    public let pointer: String
    /// What is wrong, for a person.
    public let detail: String
    /// The line of the body, from 1, where that helps: documents are written by hand.
    public let line: Int?
    /// The column of the line, from 1.
    public let column: Int?

    /// An error at a place.
    public init(pointer: String, detail: String, line: Int? = nil, column: Int? = nil) {
        self.pointer = pointer
        self.detail = detail
        self.line = line
        self.column = column
    }
}
