/// A range of addresses, `10.0.0.0/8` or `fc00::/7`.
struct Network: Sendable, Hashable {
    private let base: UInt128
    private let mask: UInt128

    /// Reads a range; nil when it is none. A plain address is the range of itself.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = NetworkAddress(parts[0]) else { return nil }
        let width = parts[0].contains(":") ? 128 : 32
        guard let length = parts.count == 2 ? Int(parts[1]) : width, (0...width).contains(length) else { return nil }
        let rest = UInt128(width - length)
        mask = rest == 128 ? 0 : ~UInt128(0) << rest
        base = address.bits & mask
    }

    /// Whether an address is in it.
    func contains(_ address: NetworkAddress) -> Bool { address.bits & mask == base }

    /// Reads ranges separated by commas; nil when one of them is none.
    static func list(_ text: String) -> [Network]? {
        let parts = text.split(separator: ",")
        let networks = parts.compactMap { Network($0.drop { $0 == " " }) }
        return networks.count == parts.count ? networks : nil
    }
}
