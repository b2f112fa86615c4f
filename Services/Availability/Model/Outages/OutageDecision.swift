import Chassis
import Contracts
import Terms

/// What a request decides about time that is proposed as an outage.
struct OutageDecision: Sendable {
    /// What is decided.
    enum Choice: String, CaseIterable, Sendable {
        case approved, refused
    }

    let choice: Choice
    let reason: String
    /// Which components were down; nil for all.
    let components: [String]?

    /// Reads a body; problems are noted with the reader.
    init(_ body: NodeReader) {
        choice = body["decision"].choice()
        reason = body["reason"].prose(1...2000)
        components = Scope.components(body)
        if choice == .refused, components != nil { body["components"].fail("is only taken with an approval") }
    }

    /// The proposal as it is decided.
    ///
    /// - Throws: 403 for whoever declared the incident; 409 when it was decided or withdrawn before, while the incident goes
    ///   on, and where its time is none that can be recorded, or can be no more; 422 for components that the service did not
    ///   have.
    func apply(
        to old: OutageProposal, among known: Definitions, by principal: String, at now: Instant
    ) throws(Problem) -> OutageProposal {
        guard old.proposedBy != principal else {
            throw Problem(
                status: 403, slug: "own-proposal", title: "Nobody decides what they proposed",
                detail: "somebody other than who declared the incident must decide")
        }
        guard old.state == .proposed else { throw .conflict("the proposal was \(old.state.rawValue) before") }
        guard let to = old.to else { throw .conflict("the incident is not over: until when it was down is not known") }
        var new = old
        if choice == .approved {
            guard to > old.from, old.from.epochSeconds >= Sample.earliest else {
                throw .conflict("the incident took no time that can be recorded as an outage")
            }
            let service = known.services[old.service]
            let affected = try affected(by: old, service)
            guard to >= known.factsFrom || !affected.contains(where: { service?.isSampled($0) ?? false }) else {
                throw .conflict("the samples of that time are not kept any more: what was derived of them stands")
            }
            new.components = affected
        }
        new.state = choice == .approved ? .approved : .refused
        new.decidedBy = principal
        new.decidedAt = now
        new.decisionReason = reason
        new.version += 1
        new.updatedAt = now
        return new
    }

    /// The components that are named, or all that the service had when it went down.
    private func affected(by proposal: OutageProposal, _ service: KnownService?) throws(Problem) -> [String] {
        guard let service else { throw .conflict("the service is not defined any more") }
        let edition = service.periods.first { $0.period.contains(proposal.from) }?.state ?? service.current
        let known = edition.components.map(\.key)
        guard let components else { return known }
        let errors = components.enumerated().filter { !known.contains($0.element) }.map {
            FieldError(pointer: "#/components/\($0.offset)", detail: "the service had no such component")
        }
        guard errors.isEmpty else { throw .validation(errors) }
        return Array(Set(components)).sorted()
    }
}
