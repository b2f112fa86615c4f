import Chassis
import Contracts
import Messaging
import Postgres
import Terms

extension TicketDesk {
    /// Reads what a new ticket stands on: who asks, for what service, by which terms.
    ///
    /// - Throws: 422 for a customer, service, member or channel that is none of the tenant's, or of the customer's.
    func opening(
        _ draft: TicketDraft, _ request: APIRequest, _ actor: TicketActor, _ now: Instant, _ transaction: Transaction
    ) async throws -> TicketOpening {
        let tenant = request.tenant
        guard let customer = try request.caller.scope(to: draft.customer) else {
            throw Problem.validation("#/customer", "is required for a key that is of no customer")
        }
        var queries = [KnownStore.stamp(of: tenant)]
        if let member = draft.requester { queries.append(KnownStore.knows(member, of: customer, tenant)) }
        let rows = try await transaction.execute(queries)
        let standing = try await standings.standing(
            StandingCache.Key(tenant: tenant, customer: customer, service: draft.service),
            at: try rows[0].first?.decode(Int64.self) ?? 0, transaction)

        var errors: [FieldError] = []
        if !standing.isCustomer { errors.append(FieldError(pointer: "#/customer", detail: "there is no such customer")) }
        var service = standing.service
        if let found = service, actor.party == .customer, !standing.terms.services.contains(found.id) { service = nil }
        if draft.service != nil, service == nil {
            errors.append(FieldError(pointer: "#/service", detail: "there is no such service"))
        }
        if draft.requester != nil, try !rows[1].decodeOne(Bool.self) {
            errors.append(FieldError(pointer: "#/requester", detail: "the customer has no such member"))
        }
        guard errors.isEmpty else { throw Problem.validation(errors) }
        let terms = try await terms(standing.terms.inForce(for: service?.id, at: now), draft.channel, tenant, transaction)
        return TicketOpening(draft: draft, customer: customer, service: service, actor: actor, terms: terms)
    }

    private func terms(
        _ inForce: CustomerTerms.InForce?, _ channel: String?, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> SupportTerms? {
        guard let inForce else { return nil }
        let document = try await documents.document(
            inForce.version.version, of: inForce.version.agreement, tenant, transaction)
        return try refusing { () throws(TicketRefusal) in try SupportTerms(inForce, document, channel: channel) }
    }
}
