import Contracts
import Terms

/// What may happen to an incident, and what follows: a value that is told of outages, of what somebody says, and of time.
struct IncidentMachine: Codable, Sendable, Equatable {
    /// What follows.
    enum Action: Sendable, Equatable {
        /// To be kept, as it was said.
        case say(IncidentUpdateResource)
        /// To be told, with what was said.
        case tell(Happening, IncidentUpdateResource?)
        /// What a clock does, and how it stands then.
        case clock(CadenceMachine.Action, ClockResource)
    }

    /// What others are told of.
    enum Happening: Sendable, Equatable {
        case declared, updated, resolved
        case reclassified(from: String?)
    }

    /// Who speaks where no person does.
    static let system = "system"
    /// How long after its last outage an incident is one series with the next, and resolves by itself after that, in seconds:
    /// half an hour without a relapse is what operators take for stable.
    static let seriesSeconds: Int64 = 1_800
    /// Most outages of one incident; a series that goes on longer is another incident.
    static let outagesMaximum = 500

    /// The incident as it stands, but for its clocks, which stand otherwise at every instant.
    private(set) var incident: IncidentResource
    private(set) var cadences: [CadenceMachine]
    /// Whether a person has said something: then only a person says that it is over.
    private(set) var isAttended: Bool

    /// Declares an incident and says so.
    static func declare(
        _ incident: IncidentResource, text: String, by author: String, _ terms: IncidentTerms
    ) -> (IncidentMachine, [Action]) {
        var machine = IncidentMachine(
            incident: incident, cadences: terms.cadences(incident.priority, since: incident.declaredAt),
            isAttended: author != system)
        machine.propose()
        let update = machine.update(text, reason: nil, by: author, at: incident.declaredAt)
        var actions: [Action] = [.say(update), .tell(.declared, update)]
        for cadence in machine.cadences {
            let clock = cadence.resource(of: incident.id, at: incident.declaredAt, terms.hours(of: cadence))
            actions.append(.clock(.started, clock))
        }
        return (machine, actions)
    }

    /// The outage that opened it belongs to it from the first; what is told of its declaration tells of the outage, too.
    mutating func adopt(_ outage: OutageResource, _ declared: [Action]) -> [Action] {
        _ = hear(outage, at: incident.declaredAt)
        incident.revision = 1
        return declared
    }

    /// Somebody says something: it may stand otherwise from now on, be graver or less grave, or be over.
    mutating func say(
        _ draft: IncidentUpdateDraft, by author: String, at now: Instant, _ terms: IncidentTerms
    ) throws(IncidentRefusal) -> [Action] {
        let wasResolved = incident.status == .resolved
        if wasResolved, draft.status != nil || draft.priority != nil { throw .resolved }
        let from = incident.priority
        let isReclassified = draft.priority != nil && draft.priority != from
        if let priority = draft.priority {
            guard terms.keys.contains(priority) else { throw .noSuchPriority(terms.keys) }
            if isReclassified, draft.reason == nil { throw .reasonMissing }
        }
        let resolves = draft.status == .resolved
        if let over = draft.resolvedAt, !resolves || over < incident.startedAt || over > now { throw .resolvedAtOutOfPlace }
        if resolves, incident.outages.contains(where: { $0.endedAt == nil }) { throw .outageGoesOn }

        isAttended = true
        incident.status = draft.status ?? incident.status
        if resolves { incident.resolvedAt = draft.resolvedAt ?? now }
        var actions = wasResolved ? [] : keepCadence(at: now, isLast: resolves || isReclassified, terms)
        if isReclassified { actions += reclassify(draft.priority, at: now, isOver: resolves, terms) }
        touch(now)
        let update = update(draft.text, reason: draft.reason, by: author, at: now)
        actions.append(.say(update))
        if isReclassified { actions.append(.tell(.reclassified(from: from), update)) }
        if resolves { actions.append(.tell(.resolved, update)) }
        if !isReclassified, !resolves { actions.append(.tell(.updated, update)) }
        return actions
    }

    /// An outage of one of its services begins, ends, or is corrected. Measurements say nothing to customers: no promise of an
    /// update is kept by them.
    mutating func hear(_ outage: OutageResource, at now: Instant) -> [Action] {
        guard incident.status != .resolved else { return [] }
        let before = incident
        incident.outages.removeAll { $0.id == outage.id }
        if outage.state != .withdrawn {
            incident.outages.append(.init(id: outage.id, startedAt: outage.startedAt, endedAt: outage.endedAt))
            incident.outages.sort { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
            incident.startedAt = min(incident.startedAt, outage.startedAt)
        }
        if incident.outages.contains(where: { $0.endedAt == nil }) {
            if incident.status == .monitoring { incident.status = .investigating }
        } else if incident.origin == .outage {
            incident.status = .monitoring
        }
        propose()
        guard incident != before else { return [] }
        touch(now)
        return [.tell(.updated, nil)]
    }

    /// Time passes: updates become late, and what nobody attends to is over when its series is.
    mutating func pass(to now: Instant, _ terms: IncidentTerms) -> [Action] {
        guard incident.status != .resolved else { return [] }
        var actions: [Action] = []
        for index in cadences.indices {
            let hours = terms.hours(of: cadences[index])
            let passed = cadences[index].pass(to: now, hours)
            let clock = cadences[index].resource(of: incident.id, at: now, hours)
            actions += passed.map { .clock($0, clock) }
        }
        guard let quiet = quietUntil, quiet <= now else { return actions }
        let over = incident.outages.compactMap(\.endedAt).max()
        incident.status = .resolved
        incident.resolvedAt = over ?? now
        touch(now)
        let text =
            over.map { "No outage for \(Self.seriesSeconds / 60) minutes; the last one ended at \($0)." }
            ?? "The outage was taken back by a correction."
        let update = update(text, reason: nil, by: Self.system, at: now)
        return actions + [.say(update), .tell(.resolved, update)]
    }

    /// When it must be looked at again if nothing else happens.
    func wake(_ terms: IncidentTerms) -> Instant? {
        guard incident.status != .resolved else { return nil }
        return (cadences.map { $0.wake(terms.hours(of: $0)) } + [quietUntil]).compactMap(\.self).min()
    }

    /// The incident with its clocks as they stand at an instant.
    func resource(at now: Instant, _ terms: IncidentTerms) -> IncidentResource {
        var shown = incident
        shown.clocks = cadences.map { $0.resource(of: incident.id, at: now, terms.hours(of: $0)) }
        return shown
    }

    /// Until when there must be no outage for it to be over by itself; nil where that does not happen.
    private var quietUntil: Instant? {
        guard incident.origin == .outage, !isAttended, incident.outages.allSatisfy({ $0.endedAt != nil }) else { return nil }
        let last = incident.outages.compactMap(\.endedAt).max() ?? incident.updatedAt
        return max(last, incident.declaredAt).advanced(by: Self.seriesSeconds)
    }

    private mutating func keepCadence(at now: Instant, isLast: Bool, _ terms: IncidentTerms) -> [Action] {
        var actions: [Action] = []
        for index in cadences.indices {
            let hours = terms.hours(of: cadences[index])
            let before = cadences[index].resource(of: incident.id, at: now, hours)
            let happened = cadences[index].update(at: now, isLast: isLast, hours)
            let after = cadences[index].resource(of: incident.id, at: now, hours)
            actions += happened.map { .clock($0, $0 == .started ? after : before) }
        }
        if isLast { cadences = [] }
        return actions
    }

    private mutating func reclassify(
        _ priority: String?, at now: Instant, isOver: Bool, _ terms: IncidentTerms
    ) -> [Action] {
        incident.priority = priority
        incident.published = terms.isPublished(priority)
        incident.countsAsDown = terms.countsAsDown(priority) ?? incident.countsAsDown
        guard !isOver else { return [] }
        cadences = terms.cadences(priority, since: now)
        return cadences.map { .clock(.started, $0.resource(of: incident.id, at: now, terms.hours(of: $0))) }
    }

    private func update(_ text: String, reason: String?, by author: String, at now: Instant) -> IncidentUpdateResource {
        IncidentUpdateResource(
            id: IncidentUpdateID(), incident: incident.id, status: incident.status, priority: incident.priority, text: text,
            reason: reason, author: author, createdAt: now)
    }

    private mutating func touch(_ now: Instant) {
        propose()
        incident.revision += 1
        incident.updatedAt = now
    }

    /// What counts as down and was not measured is to be proposed as an outage.
    private mutating func propose() {
        let isUnmeasured = incident.countsAsDown && incident.outages.isEmpty && incident.origin == .declared
        incident.proposedOutage =
            isUnmeasured
            ? .init(services: incident.services, from: incident.startedAt, to: incident.resolvedAt) : nil
    }
}
