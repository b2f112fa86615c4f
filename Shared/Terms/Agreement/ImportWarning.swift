/// Something that the source writes in a way that had to be read: an ambiguous or impossible date, a misprint.
public struct ImportWarning: Hashable, Sendable {
    /// The clause, where it stands in one.
    public let clause: String?
    /// What the source prints.
    public let asWritten: String
    /// What it was read as; nil where it was not read as anything.
    public let readAs: String?
    /// What is wrong with it, or could be misread.
    public let warning: String

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = reader.ifPresent("clause") { names.clause($0) }
        asWritten = reader["as_written"].text()
        readAs = reader.ifPresent("read_as") { $0.text() }
        warning = reader["warning"].prose(1...1000)
    }
}
