import Contracts
import Terms

/// What a request says about a new exclusion.
struct ExclusionDraft: Sendable {
    /// The grounds on which somebody may propose an exclusion. Maintenance is announced, not proposed.
    static let grounds: [Ground] = [.notCovered, .customer, .thirdParty, .forceMajeure, .ddos, .other]

    let service: String
    let components: [String]?
    let ground: Ground
    let from: Instant
    let to: Instant
    let evidence: String
    let reason: String

    /// Reads a body; problems are noted with the reader.
    init(_ body: NodeReader) {
        service = body["service"].text(1...Scope.nameLength)
        components = Scope.components(body)
        ground = body["ground"].choice()
        if !Self.grounds.contains(ground) { body["ground"].fail("is announced as maintenance, not proposed as an exclusion") }
        (from, to) = Scope.stretch(body)
        evidence = body["evidence"].prose(1...2000)
        reason = body["reason"].prose(1...2000)
    }

    /// The exclusion that comes of it.
    func resource(_ service: KnownService, by principal: String, at now: Instant) -> ExclusionResource {
        ExclusionResource(
            id: ExclusionID(), service: service.id, serviceKey: service.key, components: components, ground: ground, from: from,
            to: to, evidence: evidence, reason: reason, state: .proposed, proposedBy: principal, decidedBy: nil, decidedAt: nil,
            decisionReason: nil, version: 1, createdAt: now, updatedAt: now)
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
        return ExclusionResource(
            id: old.id, service: old.service, serviceKey: old.serviceKey, components: old.components, ground: old.ground,
            from: old.from, to: old.to, evidence: old.evidence, reason: old.reason,
            state: choice == .approved ? .approved : .refused, proposedBy: old.proposedBy, decidedBy: principal, decidedAt: now,
            decisionReason: reason, version: old.version + 1, createdAt: old.createdAt, updatedAt: now)
    }
}

extension ExclusionResource {
    /// As statements take it into account.
    var evaluated: ApprovedExclusion {
        ApprovedExclusion(id: id.description, ground: ground, interval: Interval(from, to), components: components ?? [])
    }
}
