/// The languages in which support is given.
public struct SupportLanguages: Hashable, Sendable {
    /// How many there are, where the source gives the number only.
    public let count: Int?
    /// Which they are, as BCP 47 tags, where they are known.
    public let tags: [String]
    /// The clause.
    public let clause: String

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        count = reader.ifPresent("count") { Int($0.integer(1...200)) }
        tags = reader.ifPresent("tags") { $0.list(1...200) { $0.text(2...35) } } ?? []
        clause = names.clause(of: reader, otherwise: otherwise)
        if let count, !tags.isEmpty, tags.count != count { reader["tags"].fail("must be \(count), as count says") }
        if count == nil, tags.isEmpty { reader.fail("must have at least one of: count, tags") }
    }

    /// Whether a request in a language can be routed to somebody who speaks it; nil where nobody wrote down which they are.
    public func includes(_ tag: String) -> Bool? {
        tags.isEmpty ? nil : tags.contains(tag)
    }
}
