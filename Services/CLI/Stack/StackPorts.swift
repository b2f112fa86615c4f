import Contracts

/// The ports of a stack, all on the loopback address, counted from one base.
struct StackPorts: Equatable, Sendable {
    /// The base when none is chosen.
    static let defaultBase = 7300
    /// Bases for which every port is neither privileged nor past the last.
    static let bases = 1024...65_000

    /// The gateway's public port.
    let base: Int

    /// The port of a service: the gateway's public one, the others' inner one.
    func service(_ service: ServiceName) -> Int {
        switch service {
        case .gateway: base
        case .agreements: base + 1
        case .availability: base + 2
        case .ticketing: base + 3
        case .claims: base + 4
        case .notifications: base + 5
        }
    }

    /// The gateway's inner port, for health and metrics.
    var gatewayOps: Int { base + 10 }
    /// Where health and metrics of a service are.
    func ops(_ name: ServiceName) -> Int { name == .gateway ? gatewayOps : service(name) }
    /// Redis.
    var redis: Int { base + 79 }
    /// The demo's web server.
    var nginx: Int { base + 80 }
    /// The demo's Prometheus.
    var prometheus: Int { base + 90 }
    /// The demo's prober.
    var blackbox: Int { base + 91 }
    /// PostgreSQL.
    var postgres: Int { base + 132 }

    /// Every port, with who uses it.
    func all(demo: Bool) -> [(name: String, port: Int)] {
        let services = ServiceName.allCases.map { (name: $0.rawValue, port: service($0)) }
        let demoPorts = [("nginx", nginx), ("prometheus", prometheus), ("blackbox exporter", blackbox)].map {
            (name: $0.0, port: $0.1)
        }
        return services + [("gateway (health)", gatewayOps), ("redis", redis), ("postgres", postgres)] + (demo ? demoPorts : [])
    }
}
