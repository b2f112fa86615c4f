import Chassis
import Contracts
import Postgres
import Terms

/// What of a tenant's services a caller may see: everything, or, for a customer's people, what their customer subscribes to.
struct ServiceScope: Sendable {
    /// Pairs of service and agreement; nil for everything.
    let subscriptions: [(service: ServiceID, agreement: AgreementID)]?
    /// From when versions that wait for notice hold for the customer, by agreement and version; nil starts have no proof.
    var schedules: [AgreementID: [Int: Instant?]] = [:]

    /// The scope of a request's caller.
    static func of(_ request: APIRequest, _ chassis: Chassis) async throws -> ServiceScope {
        guard let customer = request.caller.customer else { return ServiceScope(subscriptions: nil) }
        let rows = try await chassis.database.execute(
            [TermsStore.subscriptions(customer, of: request.tenant), TermsStore.schedules(customer, of: request.tenant)],
            tenant: request.tenant.uuid)
        var schedules: [AgreementID: [Int: Instant?]] = [:]
        for (agreement, version, start) in try rows[1].decode((AgreementID, Int32, Instant?).self) {
            schedules[agreement, default: [:]][Int(version)] = .some(start)
        }
        return ServiceScope(
            subscriptions: try rows[0].decode((ServiceID, AgreementID).self).map { (service: $0.0, agreement: $0.1) },
            schedules: schedules)
    }

    /// The services; nil for all.
    var services: [ServiceID]? { subscriptions.map { Array(Set($0.map(\.service))) } }

    /// Whether the caller may see a service.
    func sees(_ service: ServiceID) -> Bool {
        subscriptions?.contains { $0.service == service } ?? true
    }

    /// Whether the caller may see a promise: it is of an agreement that the customer has for the service.
    func sees(_ promise: Promise) -> Bool {
        subscriptions?.contains { $0.service == promise.service && $0.agreement == promise.version.state.agreement } ?? true
    }

    /// Whether a window of a promise is judged for the caller: for a customer only by the version that holds for it.
    func sees(_ window: Window, of promise: Promise, among versions: [KnownVersion]) -> Bool {
        guard subscriptions != nil else { return true }
        return promise.judges(window, among: versions, schedules: schedules[promise.version.state.agreement] ?? [:])
    }

    /// A service that the caller may see, by its key or id.
    ///
    /// - Throws: 404 when there is none.
    func service(_ name: String, _ definitions: Definitions) throws(Problem) -> KnownService {
        guard let service = definitions.service(name), sees(service.id) else { throw .notFound("service") }
        return service
    }
}
