import Contracts
import Terms

/// What a tenant's services are, at one version of the whole. A value: whoever holds it checks the version before relying on it.
struct Definitions: Sendable {
    /// Grows with every change of any service of the tenant; 0 when the tenant is not known.
    let version: Int64
    /// By id.
    let services: [ServiceID: KnownService]
    /// The first second about which facts of what is sampled are taken: what was derived of the time before stands.
    let factsFrom: Instant
    private let ids: [String: ServiceID]

    /// Seconds before what is derived from which samples are needed, of any component that there ever was.
    var contextSeconds: Int64 {
        services.values.flatMap { service in
            service.everyComponent.map { Reach(widestOf: service.sources(of: $0).map(\.source)).context }
        }.max() ?? 0
    }

    /// Definitions of these services.
    init(version: Int64, services: [KnownService], factsFrom: Instant = .earliest) {
        self.version = version
        self.factsFrom = factsFrom
        self.services = Dictionary(services.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.ids = Dictionary(services.map { ($0.key, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Nothing is defined.
    static let none = Definitions(version: 0, services: [])

    /// A service by its key or by its id's text.
    func service(_ name: String) -> KnownService? {
        if let id = ids[name] { return services[id] }
        return ServiceID(name).flatMap { services[$0] }
    }
}
