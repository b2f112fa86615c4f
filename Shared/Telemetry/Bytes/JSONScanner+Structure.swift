extension JSONScanner {
    /// Reads an object: `body` is given each member's name, and must read its value.
    public mutating func members(
        _ body: (UnsafeRawBufferPointer, inout JSONScanner) throws(Malformed) -> Void
    ) throws(Malformed) {
        try expect(UInt8(ascii: "{"))
        if take(UInt8(ascii: "}")) { return }
        repeat {
            let name = try string()
            try expect(UInt8(ascii: ":"))
            try body(name, &self)
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }

    /// Reads an array: `body` must read each element.
    @inlinable
    public mutating func elements(_ body: (inout JSONScanner) throws(Malformed) -> Void) throws(Malformed) {
        try expect(UInt8(ascii: "["))
        if take(UInt8(ascii: "]")) { return }
        repeat { try body(&self) } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
    }

    /// A number that is not negative, without exponent, its fraction cut.
    public mutating func numberCut() throws(Malformed) -> Int64 {
        _ = next()
        let first = position
        var value: Int64 = 0
        while position < end, buffer[position] &- 48 < 10 {
            guard position - first < 18 else { throw malformed("a number that is too large") }
            value = value * 10 + Int64(buffer[position] &- 48)
            position += 1
        }
        guard position > first else { throw malformed("not a number") }
        guard position < end, buffer[position] == UInt8(ascii: ".") else { return value }
        position += 1
        let fraction = position
        while position < end, buffer[position] &- 48 < 10 { position += 1 }
        guard position > fraction else { throw malformed("a number without digits") }
        return value
    }
}
