import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// Claims' parts of the overview: claims that wait for an answer, and credits that are not used up, as the caller may see them.
struct OverviewRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        [Route(.get, InternalRoutes.overview, roles: .readers, handler: get)]
    }

    private struct Parts: Encodable {
        let claims: Claims
        let credits: Credits
    }

    private struct Claims: Encodable {
        /// How many wait for an answer.
        let total: Int
        /// How many of them wait longer than was promised.
        let overdue: Int
        /// The first due first.
        let data: [ClaimResource]
    }

    private struct Credits: Encodable {
        /// Of how many something is left.
        let total: Int
        /// What is left of all of them, by currency.
        let outstanding: [Money]
        /// The oldest first: in the order in which invoices use them.
        let data: [CreditResource]
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let customer = request.caller.customer
        let limit = OverviewList<ClaimResource>.itemsMaximum
        let rows = try await chassis.database.execute(
            ClaimStore.undecided(of: customer, limit: limit, request.tenant)
                + CreditStore.outstanding(of: customer, limit: limit, request.tenant), tenant: request.tenant.uuid)
        let (claims, overdue) = try rows[1].decodeOne((Int64, Int64).self)
        let left = try rows[3].decode((String, Int64, Int64).self)
        return try .json(
            Parts(
                claims: Claims(total: Int(claims), overdue: Int(overdue), data: try rows[0].map(ClaimStore.decode)),
                credits: Credits(
                    total: Int(left.reduce(0) { $0 + $1.1 }),
                    outstanding: left.compactMap { Money(amountMinor: $0.2, currency: $0.0) },
                    data: try rows[2].map(CreditStore.decode))))
    }
}
