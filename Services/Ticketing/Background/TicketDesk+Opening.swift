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
        var queries = [KnownStore.knows(customer, of: tenant)] + KnownStore.terms(of: customer, tenant)
        let termsEnd = queries.count
        if let name = draft.service { queries.append(KnownStore.service(name, of: tenant)) }
        if let member = draft.requester { queries.append(KnownStore.knows(member, of: customer, tenant)) }
        let rows = try await transaction.execute(queries)

        var errors: [FieldError] = []
        if try !rows[0].decodeOne(Bool.self) {
            errors.append(FieldError(pointer: "#/customer", detail: "there is no such customer"))
        }
        let agreed = try KnownStore.decodeTerms(rows[1..<termsEnd], known)
        var service: ServiceState?
        if draft.service != nil {
            service = try rows[termsEnd].first.map { try known.services.value(of: $0.decode(JSONText.self)) }
            if let found = service, actor.party == .customer, !agreed.services.contains(found.id) { service = nil }
            if service == nil { errors.append(FieldError(pointer: "#/service", detail: "there is no such service")) }
        }
        if draft.requester != nil, let known = rows.last, try !known.decodeOne(Bool.self) {
            errors.append(FieldError(pointer: "#/requester", detail: "the customer has no such member"))
        }
        guard errors.isEmpty else { throw Problem.validation(errors) }
        let terms = try await terms(agreed.inForce(for: service?.id, at: now), draft.channel, tenant, transaction)
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
