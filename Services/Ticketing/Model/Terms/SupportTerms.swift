import Contracts
import Terms

/// What an agreement promises a customer's requests: its version, and the level of support that the contract has.
struct SupportTerms: Sendable {
    let agreement: AgreementID
    /// The version of the agreement.
    let version: Int
    /// The contract, and its plan.
    let subscription: SubscriptionID
    let plan: String
    let document: AgreementDocument
    /// The level of support; nil where the agreement has none for this contract.
    let tier: SupportTier?

    /// The level of support of a contract for requests that come in a way. Of several the one that says most about whom it is
    /// for holds; where that is all the same, the first.
    init(_ inForce: CustomerTerms.InForce, _ document: AgreementDocument, channel: String?) throws(TicketRefusal) {
        agreement = inForce.version.agreement
        version = inForce.version.version
        subscription = inForce.subscription.id
        plan = inForce.subscription.plan
        self.document = document
        let open = document.supportTiers(for: inForce.facts)
        let offered = Self.offering(channel, open)
        if let channel, offered.isEmpty, !open.isEmpty { throw .noSuchChannel(Self.channels(of: open, without: channel)) }
        let most = offered.map(\.scopeConditions.count).max()
        tier = offered.first { $0.scopeConditions.count == most }
    }

    /// The terms of a ticket that was made before.
    init(_ terms: TicketTerms, _ document: AgreementDocument) {
        agreement = terms.agreement
        version = terms.version
        subscription = terms.subscription
        plan = terms.plan
        self.document = document
        tier = terms.tier.flatMap(document.supportTier)
    }

    /// What requests through a ticket system are called where an agreement tells ways apart.
    private static let ownChannel = "ticket"

    private static func offering(_ channel: String?, _ tiers: [SupportTier]) -> [SupportTier] {
        if let channel { return tiers.filter { $0.channels.isEmpty || $0.channels.contains(channel) } }
        let own = tiers.filter { $0.channels.contains(ownChannel) }
        return own.isEmpty ? tiers : own
    }

    private static func channels(of tiers: [SupportTier], without channel: String) -> [String] {
        tiers.flatMap(\.channels).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Of the facts that the level of support asks for, those that are not stated.
    func missing(from details: [TicketResource.Detail]) -> [String] {
        let stated = Set(details.map { $0.name.lowercased() })
        let asked = (tier?.intake?.required ?? []) + (tier?.required ?? [])
        return asked.reduce(into: []) { missing, name in
            if !stated.contains(name.lowercased()), !missing.contains(name) { missing.append(name) }
        }
    }

    /// The terms as they stand in a ticket.
    ///
    /// - Parameter isAuthorised: whether somebody asks whom the customer has authorised.
    func ticketTerms(isAuthorised: Bool) -> TicketTerms {
        var reason: TicketTerms.WithoutClocks?
        var clause = tier?.clause
        if let tier {
            if tier.targets.allSatisfy({ $0.measure == .meanFirstResponse }) { reason = .noTargets }
            if let access = tier.access, !access.admits(isAuthorised: isAuthorised) {
                reason = .notAuthorised
                clause = access.clause
            }
        } else {
            reason = .noSupport
        }
        return TicketTerms(
            agreement: agreement, version: version, subscription: subscription, plan: plan, tier: tier?.key, clause: clause,
            withoutClocks: reason)
    }
}
