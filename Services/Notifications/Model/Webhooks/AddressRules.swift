/// Where webhooks may go: to public addresses, and to what the installation allows besides. A tenant must not be able to have
/// us call what only we can reach.
struct AddressRules: Sendable {
    /// What the installation allows although it is not public.
    let allowed: [Network]

    /// IPv4 that is no public host: RFC 6890 and its like. This network, private, shared, loopback, link-local (where clouds
    /// keep their metadata), protocol assignments, documentation, relays, benchmarks, multicast, reserved.
    private static let closed4 = networks([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4",
    ])
    /// What is public of IPv6 is within this.
    private static let global6 = networks(["2000::/3"])
    /// And these of it are not: special purposes with Teredo, documentation, 6to4.
    private static let closed6 = networks(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"])

    private static func networks(_ texts: [String]) -> [Network] { texts.compactMap { Network($0) } }

    /// Whether a webhook may go to an address.
    func permits(_ address: NetworkAddress) -> Bool { isAllowed(address) || Self.isPublic(address) }

    /// Whether the installation allows an address by name: then `http:` will do, too.
    func isAllowed(_ address: NetworkAddress) -> Bool { allowed.contains { $0.contains(address) } }

    private static func isPublic(_ address: NetworkAddress) -> Bool {
        if address.isIPv4 { return !closed4.contains { $0.contains(address) } }
        if let inner = address.translated { return isPublic(inner) }
        return global6.contains { $0.contains(address) } && !closed6.contains { $0.contains(address) }
    }
}
