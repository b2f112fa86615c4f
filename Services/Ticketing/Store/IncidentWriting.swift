import Contracts
import Messaging
import Postgres
import Terms

/// What one change of an incident writes, in the transaction of the change: the incident, what was said, the stamps of its
/// clocks, and the events that tell of all that.
struct IncidentWriting: Sendable {
    let tenant: TenantID
    let now: Instant
    private(set) var queries: [Query] = []
    /// Verdicts that are stamped, for the metrics.
    private(set) var verdicts: [ClockVerdict] = []
    /// When it must be looked at again.
    private(set) var nextDue: Instant?

    /// Everything that follows from a change of an incident.
    init(
        _ machine: IncidentMachine, _ actions: [IncidentMachine.Action], _ terms: IncidentTerms, of tenant: TenantID,
        at now: Instant
    ) throws {
        self.tenant = tenant
        self.now = now
        let versions = terms.versions.map { IncidentStore.VersionName(agreement: $0.agreement, version: $0.number) }
        nextDue = machine.wake(terms)
        queries = [try IncidentStore.write(machine, versions, due: nextDue, of: tenant)]
        let incident = machine.resource(at: now, terms)
        var events: [OutboxEvent] = []
        for action in actions {
            switch action {
            case .say(let update): queries.append(IncidentStore.insert(update, of: tenant))
            case .tell(let happening, let update): events.append(try event(happening, incident, update))
            case .clock(let action, let clock): events += try write(action, clock, incident.id).map { [$0] } ?? []
            }
        }
        if !events.isEmpty { queries.append(Outbox.insert(events)) }
    }

    private func event(
        _ happening: IncidentMachine.Happening, _ incident: IncidentResource, _ update: IncidentUpdateResource?
    ) throws -> OutboxEvent {
        switch happening {
        case .declared: try tell(IncidentDeclared(incident: incident, update: update), incident.id)
        case .updated: try tell(IncidentUpdated(incident: incident, update: update), incident.id)
        case .resolved: try tell(IncidentResolved(incident: incident, update: update), incident.id)
        case .reclassified(let from):
            try tell(IncidentReclassified(incident: incident, update: update, from: from), incident.id)
        }
    }

    private mutating func write(
        _ action: CadenceMachine.Action, _ clock: ClockResource, _ incident: IncidentID
    ) throws -> OutboxEvent? {
        switch action {
        case .started: return try tell(ClockStarted(clock: clock), incident)
        case .warned(let seconds): return try tell(ClockWarning(clock: clock, thresholdSeconds: seconds), incident)
        case .judged(let verdict):
            let stamp = ClockStamp(stampedAt: now, verdict: verdict, restated: nil)
            queries.append(try ClockStore.stamp(stamp, .nextUpdate, of: incident.uuid, tenant))
            verdicts.append(verdict)
            let judged = clock.judged(verdict)
            return try verdict.outcome == .met
                ? tell(ClockMet(clock: judged), incident) : tell(ClockBreached(clock: judged), incident)
        }
    }

    private func tell(_ payload: some EventPayload, _ incident: IncidentID) throws -> OutboxEvent {
        try OutboxEvent(payload, tenant: tenant, subject: incident.description, at: now)
    }
}

extension ClockResource {
    /// The clock of the round that a verdict is about, which another round may have followed already.
    fileprivate func judged(_ verdict: ClockVerdict) -> ClockResource {
        ClockResource(
            ticket: ticket, incident: incident, customer: customer, measure: measure, priority: verdict.priority,
            state: verdict.outcome == .met ? .met : .breached, clause: verdict.clause, strength: verdict.strength,
            agreement: agreement, version: version, calendar: calendar, targetSeconds: verdict.targetSeconds,
            aimSeconds: nil, elapsedSeconds: verdict.elapsedSeconds, startedAt: startedAt, dueAt: verdict.dueAt, verdict: verdict)
    }
}
