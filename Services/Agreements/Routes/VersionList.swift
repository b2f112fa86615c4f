import Chassis
import Contracts
import Foundation
import HTTPTypes
import Postgres
import Terms

/// `GET /v1/agreements/{id}/versions`: all versions, or those in force at an instant; with what each is to a customer when one
/// is asked for, and for a customer's own people always.
struct VersionList: Sendable {
    let chassis: Chassis

    /// The answer.
    func answer(_ request: APIRequest) async throws -> Reply {
        let id: AgreementID = try request.id()
        let page = try request.page()
        let customer = try request.caller.scope(to: try request.query.id("customer"))
        let at = try request.query.instant("at")
        let publishedOnly = request.caller.customer != nil || at != nil
        let results = try await chassis.database.execute(
            [
                AgreementStore.find(id, visibleTo: request.caller.customer),
                at == nil
                    ? AgreementVersionStore.page(
                        of: id, publishedOnly: publishedOnly, after: page.after?.key, limit: page.fetch)
                    : AgreementVersionStore.published(of: id),
            ] + (customer.map { standingQueries($0, id) } ?? []), tenant: request.tenant.uuid)
        guard !results[0].isEmpty else { throw Problem.notFound("agreement") }
        let instant = at ?? chassis.clock.now
        let standing = try customer.map { try self.standing($0, results[2...]) }
        let rows = try results[1].map(AgreementVersionStore.decode).filter { version in
            guard let at else { return true }
            if let after = page.after, version.version <= after.key { return false }
            return standing.map { $0.inForce(at: at).contains(version.version) }
                ?? version.publication?.force?.contains(at) ?? false
        }
        return try page.reply(
            rows, cursor: { Cursor(key: Int64($0.version), id: id.uuid) },
            present: { $0.resource(at: instant, standing: standing?.resource(of: $0, at: instant)) })
    }

    private func standingQueries(_ customer: CustomerID, _ id: AgreementID) -> [Query] {
        [
            CustomerStore.find(customer), AgreementVersionStore.published(of: id), ScheduleStore.find([customer], under: id),
            SubscriptionStore.all(of: customer, under: id),
        ]
    }

    private func standing(_ customer: CustomerID, _ results: ArraySlice<Rows>) throws -> Standing {
        let results = Array(results)
        guard !results[0].isEmpty else { throw Problem.notFound("customer") }
        return Standing(
            customer, try results[1].map(AgreementVersionStore.decode), try results[2].map(ScheduleStore.decode),
            try results[3].map(SubscriptionStore.decode))
    }
}
