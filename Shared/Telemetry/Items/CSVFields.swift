/// The fields of a line of CSV, as they lie in it. Fields hold neither commas nor quotes.
public struct CSVFields: Sequence, IteratorProtocol {
    private let line: UnsafeRawBufferPointer
    private var start = 0

    /// The fields of a line without its end.
    public init(_ line: UnsafeRawBufferPointer) {
        self.line = line
    }

    /// The next field; nil after the last.
    public mutating func next() -> UnsafeRawBufferPointer? {
        guard start <= line.count else { return nil }
        var end = start
        while end < line.count, line[end] != UInt8(ascii: ",") { end += 1 }
        defer { start = end + 1 }
        return UnsafeRawBufferPointer(rebasing: line[start..<end])
    }
}
