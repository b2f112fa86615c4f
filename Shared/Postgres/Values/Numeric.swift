/// The binary form of `numeric`: digits to the base of 10,000, a weight, a sign and a display scale.
enum Numeric {
    private static let negative: UInt16 = 0x4000
    private static let special: UInt16 = 0xC000

    /// The exact decimal text, as the server prints it.
    static func text(_ cell: PostgresCell) throws(PostgresError) -> String {
        let bytes = try cell.value(for: String.self)
        guard bytes.count >= 8 else { throw cell.mismatch(String.self, "truncated numeric") }
        func word(_ index: Int) -> UInt16 { UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)) }
        let count = Int(word(0))
        let weight = Int(Int16(bitPattern: word(1)))
        let sign = word(2)
        let scale = Int(word(3))
        guard sign & special != special else {
            return sign == 0xC000 ? "NaN" : sign == 0xD000 ? "Infinity" : "-Infinity"
        }
        guard bytes.count == 8 + count * 2 else { throw cell.mismatch(String.self, "truncated numeric") }
        /// The group of four digits with the given power of 10,000.
        func group(_ power: Int) -> Int {
            let index = weight - power
            return index >= 0 && index < count ? Int(word(4 + index)) : 0
        }
        var whole = weight < 0 ? "0" : String(group(weight))
        if weight > 0 {
            for power in stride(from: weight - 1, through: 0, by: -1) { whole += padded(group(power)) }
        }
        var text = (sign == negative ? "-" : "") + whole
        guard scale > 0 else { return text }
        var fraction = ""
        var power = -1
        while fraction.utf8.count < scale {
            fraction += padded(group(power))
            power -= 1
        }
        text += "." + fraction.prefix(scale)
        return text
    }

    private static func padded(_ digits: Int) -> String {
        let text = String(digits)
        return String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
    }
}
