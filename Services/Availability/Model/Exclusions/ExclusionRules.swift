import Chassis
import Contracts
import Telemetry
import Terms

/// What a request says about a new exclusion.
struct ExclusionDraft: Sendable {
    /// The grounds on which somebody may propose an exclusion. Maintenance is announced, not proposed.
    static let grounds: [Ground] = [.notCovered, .customer, .thirdParty, .forceMajeure, .ddos, .other]

    /// The key or id of the service; nil for all services of the tenant, which must be said in so many words.
    let service: String?
    let components: [String]?
    /// The keys or ids of the customers in whose statements alone it shall count, as outages name them; nil for everybody.
    let customers: [String]?
    let ground: Ground
    let from: Instant
    let to: Instant
    let evidence: String
    let reason: String

    /// Reads a body; problems are noted with the reader.
    init(_ body: NodeReader) {
        (service, components) = Self.scope(body)
        customers = Self.customers(body)
        ground = body["ground"].choice()
        if !Self.grounds.contains(ground) { body["ground"].fail("is announced as maintenance, not proposed as an exclusion") }
        (from, to) = Scope.stretch(body)
        evidence = body["evidence"].prose(1...2000)
        reason = body["reason"].prose(1...2000)
    }

    private static func scope(_ body: NodeReader) -> (service: String?, components: [String]?) {
        let service = body.ifPresent("service") { $0.text(1...Scope.nameLength) }
        let all = body.ifPresent("all_services") { $0.bool() }
        let components = Scope.components(body)
        if all == false { body["all_services"].fail("can only be true; name the service instead") }
        if service != nil, all != nil { body["all_services"].fail("does not go together with a service") }
        if service == nil, all == nil { body["service"].fail("must be there, or all_services: true") }
        if all != nil, components != nil { body["components"].fail("are of one service") }
        return (service, components)
    }

    private static func customers(_ body: NodeReader) -> [String]? {
        body.ifPresent("customers") { list in
            let names = list.list(ItemLimits.customers) { $0.text(1...Scope.nameLength) }
            if Set(names).count < names.count { list.fail("must name every customer once") }
            return names
        }
    }

    /// The customers that are named, each once and in order; nil for everybody.
    ///
    /// - Throws: 422 for whoever is not known.
    func customers(among book: CustomerBook) throws(Problem) -> [CustomerID]? {
        guard let customers else { return nil }
        if let known = book.customers(customers) { return known }
        throw .validation(
            customers.enumerated().filter { book.customers([$0.element]) == nil }.map {
                FieldError(pointer: "#/customers/\($0.offset)", detail: "no such customer is known")
            })
    }

    /// The exclusion that comes of it.
    func resource(
        _ service: KnownService?, _ customers: [CustomerID]?, by principal: String, at now: Instant
    ) -> ExclusionResource {
        ExclusionResource(
            id: ExclusionID(), service: service?.id, serviceKey: service?.key, components: components, customers: customers,
            ground: ground, from: from, to: to, evidence: evidence, reason: reason, state: .proposed, proposedBy: principal,
            version: 1, createdAt: now, updatedAt: now)
    }
}

/// What a request decides about an exclusion.
struct ExclusionDecision: Sendable {
    /// What is decided.
    enum Choice: String, CaseIterable, Sendable {
        case approved, refused
    }

    let choice: Choice
    let reason: String

    /// Reads a body; problems are noted with the reader.
    init(_ body: NodeReader) {
        choice = body["decision"].choice()
        reason = body["reason"].prose(1...2000)
    }

    /// The exclusion as it is decided.
    ///
    /// - Throws: 403 for whoever proposed it, 409 when it was decided before.
    func apply(to old: ExclusionResource, by principal: String, at now: Instant) throws(Problem) -> ExclusionResource {
        guard old.proposedBy != principal else {
            throw Problem(
                status: 403, slug: "own-proposal", title: "Nobody decides what they proposed",
                detail: "another approver must decide this exclusion")
        }
        guard old.state == .proposed else { throw .conflict("the exclusion was \(old.state.rawValue) before") }
        return old.decided(choice == .approved ? .approved : .refused, by: principal, because: reason, at: now)
    }
}

/// What a request says that takes an exclusion back.
struct ExclusionWithdrawal: Sendable {
    let reason: String

    /// Reads a body; problems are noted with the reader.
    init(_ body: NodeReader) {
        reason = body["reason"].prose(1...2000)
    }

    /// The exclusion as it is taken back: one that nobody has decided by whoever proposed it or an approver, one that was
    /// approved by an approver who did not propose it, for that changes what is owed as the approval did.
    ///
    /// - Throws: 403 for anybody else, 409 when there is nothing to take back.
    func apply(to old: ExclusionResource, by caller: Caller, at now: Instant) throws(Problem) -> ExclusionResource {
        let isOwn = old.proposedBy == caller.principal
        let isApprover = !caller.roles.isDisjoint(with: .deciders)
        switch old.state {
        case .proposed:
            guard isOwn || isApprover else { throw .forbidden("it takes who proposed the exclusion, or the role approver") }
        case .approved:
            guard isApprover else { throw .forbidden("it takes the role approver: the exclusion was approved") }
            guard !isOwn else {
                throw Problem(
                    status: 403, slug: "own-proposal", title: "Nobody decides what they proposed",
                    detail: "another approver must withdraw this exclusion, for it was approved")
            }
        case .refused, .withdrawn: throw .conflict("the exclusion was \(old.state.rawValue) before")
        }
        return old.withdrawn(by: caller.principal, because: reason, at: now)
    }
}

extension [ExclusionResource] {
    /// Those that count in what a customer is told of its own, or everybody (nil), as they are taken into account there.
    func evaluated(for customer: CustomerID?) -> [ApprovedExclusion] {
        filter { item in item.customers.map { named in customer.map(named.contains) ?? false } ?? true }.map {
            ApprovedExclusion(
                id: $0.id.description, ground: $0.ground, interval: Interval($0.from, $0.to), components: $0.components ?? [])
        }
    }
}
