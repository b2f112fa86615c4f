/// How large a document may be. Whoever reads bytes from outside bounds their number first.
public struct NodeLimits: Sendable {
    /// Bytes of text.
    public var bytesMaximum: Int
    /// Levels of lists and maps inside each other.
    public var depthMaximum: Int
    /// Nodes in all, so that a short text of many brackets cannot take much memory.
    public var nodesMaximum: Int

    /// A megabyte, 32 levels and 200,000 nodes unless told otherwise.
    public init(bytesMaximum: Int = 1 << 20, depthMaximum: Int = 32, nodesMaximum: Int = 200_000) {
        self.bytesMaximum = bytesMaximum
        self.depthMaximum = depthMaximum
        self.nodesMaximum = nodesMaximum
    }
}
