import Chassis
import Contracts

/// Who reads the events, and what of them it may see.
struct FeedViewer: Sendable {
    /// The tenant whose events these are.
    let tenant: TenantID
    /// The customer that the reader acts for; nil for the tenant's staff.
    let customer: CustomerID?
    /// The services that the customer subscribes to.
    private(set) var services: Set<ServiceID>
    /// The agreements that it subscribes under.
    private(set) var agreements: Set<AgreementID>

    init(tenant: TenantID, customer: CustomerID?, services: Set<ServiceID> = [], agreements: Set<AgreementID> = []) {
        self.tenant = tenant
        self.customer = customer
        self.services = services
        self.agreements = agreements
    }

    /// Whether the reader is told of an event; a subscription of its own customer widens what it sees from then on.
    mutating func sees(_ event: FeedEvent) -> Bool {
        guard event.tenant == tenant else { return false }
        guard let customer else { return true }
        switch event.audience {
        case .staff: return false
        case .customer(let concerned): return concerned == customer
        case .service(let service): return services.contains(service)
        case .services(let concerned): return concerned.contains { services.contains($0) }
        case .agreement(let agreement): return agreements.contains(agreement)
        case .subscription(let concerned, let service, let agreement):
            guard concerned == customer else { return false }
            services.insert(service)
            agreements.insert(agreement)
            return true
        }
    }
}
