import Chassis
import Contracts
import Postgres
import Terms

/// What of a tenant's services a request is about: everything, or what one customer subscribes to: the one that is asked for,
/// for a customer's people always their own.
struct ServiceScope: Sendable {
    /// What binds the customer; nil for everything.
    let customer: CustomerTerms?
    /// The customer whose people ask, and learn nothing of others; nil for the tenant's.
    var reader: CustomerID?

    /// The scope of a request.
    ///
    /// - Parameter folder: works in what was acknowledged before, where outages of the customer alone decide what is in it.
    /// - Throws: 404 for a customer that there is not, or that is not the caller's own.
    static func of(_ request: APIRequest, _ chassis: Chassis, after folder: Folder? = nil) async throws -> ServiceScope {
        guard let customer = try request.caller.scope(to: try request.query.id("customer")) else {
            return ServiceScope(customer: nil)
        }
        return try await of(customer, request, chassis, after: folder)
    }

    /// The scope of a customer.
    static func of(
        _ customer: CustomerID, _ request: APIRequest, _ chassis: Chassis, after folder: Folder? = nil
    ) async throws -> ServiceScope {
        let tenant = request.tenant
        let queries = [TenantStore.find(customer, of: tenant)] + ContractStore.bound([customer], tenant)
        let settled = try await folder?.read(queries, tenant)
        let rows: [Rows]
        if let settled { rows = settled } else { rows = try await chassis.database.execute(queries, tenant: tenant.uuid) }
        guard request.caller.customer != nil || !rows[0].isEmpty else { throw Problem.notFound("customer") }
        return ServiceScope(
            customer: try ContractStore.decodeBound(rows[1...])[customer] ?? CustomerTerms(), reader: request.caller.customer)
    }

    /// The services; nil for all.
    var services: [ServiceID]? { customer.map { Array(Set($0.contracts.map(\.service))) } }

    /// Whether a service is in it.
    func sees(_ service: ServiceID) -> Bool {
        customer?.contracts.contains { $0.service == service } ?? true
    }

    /// Whether an outage is in it: of those of some customers only their own.
    func sees(_ outage: StoredOutage) -> Bool {
        sees(outage.service) && (reader.map { outage.customers?.contains($0) ?? true } ?? true)
    }

    /// Whether a promise is in it: it is of an agreement that the customer has for the service.
    func sees(_ promise: PromiseOf<some Promised>) -> Bool {
        customer.map { !$0.contracts(under: promise).isEmpty } ?? true
    }

    /// The statements of a promise whose windows overlap a stretch of time, at most `limit`.
    func statements(
        of promise: Promise, in stretch: Interval, among versions: [KnownVersion], limit: Int
    ) -> [StatementReader.Selection.Item] {
        windows(of: promise, in: stretch, among: versions, limit: limit).map {
            .init(promise: promise, window: $0.window, contract: $0.contract)
        }
    }

    /// The windows of a promise that overlap a stretch of time, at most `limit`: for a customer only those by what binds it.
    func windows(
        of promise: PromiseOf<some Promised>, in stretch: Interval, among versions: [KnownVersion], limit: Int
    ) -> [CustomerTerms.Judged] {
        guard let customer else {
            return promise.windows(in: stretch, among: versions, limit: limit).map { .init(window: $0, contract: nil) }
        }
        return promise.windows(in: stretch, within: customer.reach(under: promise), limit: limit) { window in
            customer.judged(window, of: promise, among: versions)
        }
    }

    /// The window of a promise of which a statement, or the result of an objective, has that id; nil where there is none.
    func judged<Term>(
        _ id: StatementID, of promise: PromiseOf<Term>, among versions: [KnownVersion]
    ) -> CustomerTerms.Judged? {
        guard let window = promise.window(startingAt: id.windowStart) else { return nil }
        let judged =
            customer?.judged(window, of: promise, among: versions) ?? [CustomerTerms.Judged(window: window, contract: nil)]
        return judged.first { promise.key($0.window, of: $0.contract?.id).id == id }
    }

    /// The service that a list is asked to be narrowed to; nil where it is not.
    ///
    /// - Throws: 404 when the caller may see no such service.
    func service(asked request: APIRequest, _ definitions: DefinitionsCache) async throws -> ServiceID? {
        guard let name = request.query.text("service") else { return nil }
        let known = try await definitions.definitions(request.tenant) { $0.service(name) != nil }
        return try service(name, known).id
    }

    /// A service that the caller may see, by its key or id.
    ///
    /// - Throws: 404 when there is none.
    func service(_ name: String, _ definitions: Definitions) throws(Problem) -> KnownService {
        guard let service = definitions.service(name), sees(service.id) else { throw .notFound("service") }
        return service
    }
}
