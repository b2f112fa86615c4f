import Foundation

extension UnsafeRawBufferPointer {
    /// Whether the bytes are those of a literal.
    @inlinable @inline(__always)
    public func matches(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && elementsEqual(UnsafeRawBufferPointer(start: text.utf8Start, count: count))
    }

    /// Where the line that begins at `start` ends: at its line feed, or at the end.
    public func endOfLine(from start: Int) -> Int {
        guard let base = baseAddress, start < count else { return count }
        guard let found = memchr(base + start, 0x0A, count - start) else { return count }
        return base.distance(to: UnsafeRawPointer(found))
    }
}
