/// A numbered promise of an agreement, word for word.
public struct Clause: Hashable, Sendable {
    /// How everything else cites it: `S2-2.4a`.
    public let id: String
    /// The heading or number that the source prints over it.
    public let heading: String
    /// The source's own words; empty for what the source is silent about.
    public let text: String
    /// Whether this names something that the source is silent about, such as a remedy that it does not grant.
    public let isSilent: Bool

    init(_ reader: NodeReader) {
        id = reader["id"].text(1...40)
        heading = reader["heading"].text(1...200)
        isSilent = reader.ifPresent("silent") { $0.bool() } ?? false
        text = isSilent ? "" : reader["text"].prose(1...8000)
    }
}
