import Foundation

/// Time-ordered UUIDs (RFC 9562, version 7): 48 bits of Unix milliseconds, then randomness.
public enum UUIDv7 {
    /// A new UUID of this moment.
    public static func make() -> UUID {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return make(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// A new UUID of the given Unix time in milliseconds.
    public static func make(milliseconds: Int64) -> UUID {
        var generator = SystemRandomNumberGenerator()
        return make(milliseconds: milliseconds, high: generator.next(), low: generator.next())
    }

    /// The UUID of the given Unix time in milliseconds whose remaining 74 bits come from `high` (12) and `low` (62): for ids
    /// that are derived from what they name, so that two processes give the same thing the same id.
    public static func make(milliseconds: Int64, high: UInt64, low: UInt64) -> UUID {
        let time = UInt64(bitPattern: milliseconds)
        func timeByte(_ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: time >> shift) }
        func lowByte(_ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: low >> shift) }
        return UUID(
            uuid: (
                timeByte(40), timeByte(32), timeByte(24), timeByte(16), timeByte(8), timeByte(0),
                0x70 | UInt8(truncatingIfNeeded: high >> 8) & 0x0F, UInt8(truncatingIfNeeded: high),
                0x80 | lowByte(56) & 0x3F, lowByte(48), lowByte(40), lowByte(32),
                lowByte(24), lowByte(16), lowByte(8), lowByte(0)
            ))
    }

    /// The Unix time in milliseconds in which a version 7 UUID was made.
    public static func milliseconds(of uuid: UUID) -> Int64 {
        withUnsafeBytes(of: uuid.uuid) { bytes in bytes.prefix(6).reduce(0) { $0 << 8 | Int64($1) } }
    }
}
