import Contracts
import Messaging
import Postgres

/// A service's copies of what Agreements owns, kept from its events: exactly once, in order, rebuilt by replay.
///
///     KnownThings([.tenants, .customers], consumer: "claims").subscription
///
/// When a tenant leaves, all copies of it go, and with them the rows of the tables named in `alsoErasing`.
public struct KnownThings: Sendable {
    /// Tables of the chassis that hold rows of tenants.
    private static let chassisTables = ["idempotency_keys"]

    private let kept: Set<Known>
    private let consumer: String
    private let erased: [String]

    /// Keeps copies of these things.
    ///
    /// - Parameters:
    ///   - consumer: names the cursor; by custom the service's name.
    ///   - alsoErasing: the service's own tables with rows of tenants, those that refer to others before these.
    public init(_ kept: Set<Known>, consumer: String, alsoErasing: [String] = []) {
        self.kept = kept
        self.consumer = consumer
        self.erased = alsoErasing + Known.allCases.filter(kept.contains).map(\.table) + Self.chassisTables
    }

    /// What keeps the copies.
    public var subscription: Subscription {
        Subscription(consumer: consumer, from: .agreements) { builder in
            addParties(&builder)
            addCatalogue(&builder)
            addAgreements(&builder)
            addSubscriptions(&builder)
        }
    }

    private func addParties(_ builder: inout Subscription.Builder) {
        keep(.tenants, TenantCreated.self, &builder) { try KnownRow(id: $0.tenant.id.uuid, key: $0.tenant.key, state: $0.tenant) }
        keep(.tenants, TenantChanged.self, &builder) { try KnownRow(id: $0.tenant.id.uuid, key: $0.tenant.key, state: $0.tenant) }
        builder.on(TenantDeleted.self) { [erased] gone, _, transaction in
            _ = try await transaction.execute(erased.map { "delete from \(raw: $0) where tenant_id = \(gone.id)" })
        }
        keep(.customers, CustomerCreated.self, &builder) { try Self.row($0.customer) }
        keep(.customers, CustomerChanged.self, &builder) { try Self.row($0.customer) }
        builder.on(CustomerDeleted.self) { [kept] gone, _, transaction in
            var deletions = kept.contains(.customers) ? [Known.customers.delete(gone.id.uuid)] : []
            for thing in [Known.members, .subscriptions] where kept.contains(thing) {
                deletions.append(thing.delete(of: gone.id))
            }
            if !deletions.isEmpty { _ = try await transaction.execute(deletions) }
        }
        keep(.members, MemberCreated.self, &builder) { try Self.row($0.member) }
        keep(.members, MemberChanged.self, &builder) { try Self.row($0.member) }
        guard kept.contains(.members) else { return }
        builder.on(MemberDeleted.self) { gone, _, transaction in
            _ = try await transaction.query(Known.members.delete(gone.id.uuid))
        }
    }

    private func addCatalogue(_ builder: inout Subscription.Builder) {
        keep(.services, ServiceDefined.self, &builder) { try Self.row($0.service) }
        keep(.services, ServiceChanged.self, &builder) { try Self.row($0.service) }
        keep(.calendars, CalendarChanged.self, &builder) {
            try KnownRow(id: $0.calendar.id.uuid, key: $0.calendar.key, state: $0.calendar)
        }
    }

    private func addAgreements(_ builder: inout Subscription.Builder) {
        keep(.agreements, AgreementPublished.self, &builder) { try Self.row($0.version) }
        keep(.agreements, AgreementEffective.self, &builder) { try Self.row($0.version) }
        keep(.agreements, AgreementSuperseded.self, &builder) { try Self.row($0.version) }
    }

    private func addSubscriptions(_ builder: inout Subscription.Builder) {
        keep(.subscriptions, SubscriptionStarted.self, &builder) { try Self.row($0.subscription) }
        keep(.subscriptions, SubscriptionChanged.self, &builder) { try Self.row($0.subscription) }
        keep(.subscriptions, SubscriptionEnded.self, &builder) { try Self.row($0.subscription) }
    }

    private func keep<Payload: EventPayload>(
        _ thing: Known, _ type: Payload.Type, _ builder: inout Subscription.Builder,
        row: @escaping @Sendable (Payload) throws -> KnownRow
    ) {
        guard kept.contains(thing) else { return }
        builder.on(type) { payload, event, transaction in
            _ = try await transaction.query(try row(payload).upsert(into: thing, of: event.tenant))
        }
    }

    private static func row(_ customer: CustomerState) throws -> KnownRow {
        try KnownRow(id: customer.id.uuid, key: customer.key, state: customer)
    }

    private static func row(_ member: MemberState) throws -> KnownRow {
        try KnownRow(id: member.id.uuid, customer: member.customer, state: member)
    }

    private static func row(_ service: ServiceState) throws -> KnownRow {
        try KnownRow(id: service.id.uuid, key: service.key, state: service)
    }

    private static func row(_ version: AgreementVersionState) throws -> KnownRow {
        try KnownRow(id: version.agreement.uuid, version: version.version, key: version.key, state: version)
    }

    private static func row(_ subscription: SubscriptionState) throws -> KnownRow {
        try KnownRow(id: subscription.id.uuid, customer: subscription.customer, state: subscription)
    }
}
