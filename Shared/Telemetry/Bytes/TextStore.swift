/// Keeps copies of texts at fixed addresses until it is released. Not shared between tasks: it lives inside one parse.
public final class TextStore {
    private var kept: [UnsafeMutableRawBufferPointer] = []

    /// An empty store.
    public init() {}

    /// Whether it keeps anything.
    public var isUsed: Bool { !kept.isEmpty }

    /// Keeps a copy of the bytes.
    public func keep(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        copy.copyBytes(from: bytes)
        kept.append(copy)
        return UnsafeRawBufferPointer(copy)
    }

    deinit {
        for copy in kept { copy.deallocate() }
    }
}
