import Foundation

/// A numeric IP address as 128 bits; an IPv4 address is what it is when mapped into IPv6.
struct NetworkAddress: Sendable, Hashable {
    /// How far an IPv4 address is to the left of its bits.
    private static let mapped: UInt128 = 0xFFFF << 32

    let bits: UInt128

    /// Reads `192.0.2.1` or `2001:db8::1`; nil for names, zones and shortened spellings.
    init?(_ text: some StringProtocol) {
        var four = in_addr()
        var six = in6_addr()
        let text = String(text)
        if inet_pton(AF_INET, text, &four) == 1 {
            bits = Self.mapped | UInt128(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bits = withUnsafeBytes(of: six) { bytes in bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } }
        } else {
            return nil
        }
    }

    /// Whether it is an IPv4 address, mapped or not.
    var isIPv4: Bool { bits >> 32 == 0xFFFF }

    /// The IPv4 address that an address of a translator (RFC 6052, 64:ff9b::/96) leads to.
    var translated: NetworkAddress? {
        guard bits >> 32 == 0x0064_FF9B << 64 else { return nil }
        return NetworkAddress(bits: Self.mapped | bits & 0xFFFF_FFFF)
    }

    private init(bits: UInt128) { self.bits = bits }
}
