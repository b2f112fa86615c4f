import Foundation

/// Crockford's base32 of 128 bits: 26 characters, upper case, no I, L, O or U. Sorts as the bits sort.
public enum CrockfordBase32 {
    /// Characters in a spelling: 128 bits at five a character, rounded up.
    public static let length = 26
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Spells the bits of a UUID.
    public static func encode(_ uuid: UUID) -> String {
        var bits = withUnsafeBytes(of: uuid.uuid) { bytes in bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } }
        return String(unsafeUninitializedCapacity: length) { buffer in
            for index in stride(from: length - 1, through: 0, by: -1) {
                buffer[index] = alphabet[Int(truncatingIfNeeded: bits & 31)]
                bits >>= 5
            }
            return length
        }
    }

    /// Reads a spelling; nil unless it is 26 characters of the alphabet and no more than 128 bits.
    public static func decode(_ text: some Collection<UInt8>) -> UUID? {
        guard text.count == length, let first = text.first, first <= UInt8(ascii: "7") else { return nil }
        var bits: UInt128 = 0
        for character in text {
            let value = values[Int(character)]
            guard value != 0xFF else { return nil }
            bits = bits << 5 | UInt128(value)
        }
        return withUnsafeBytes(of: bits.bigEndian) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
