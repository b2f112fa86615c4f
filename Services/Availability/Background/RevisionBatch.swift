import Contracts
import Messaging
import Postgres
import Terms

/// What comes of a batch of work, put together so that however many revisions are made, a few statements of SQL write them.
struct RevisionBatch<Made: StoredKind> {
    private let tenant: TenantID
    private let now: Instant
    private var made: [KeptRevision<Made>] = []
    private var settled: [(id: StatementID, resource: Made.Resource)] = []
    private var waiting: [(key: StatementKey, due: Instant)] = []
    private var scheduled: [StatementID: StatementKey] = [:]
    private var events: [OutboxEvent] = []
    /// What the chain records of it, in order.
    private(set) var entries: [ChainContent] = []

    /// Nothing yet.
    init(_ tenant: TenantID, at now: Instant) {
        self.tenant = tenant
        self.now = now
    }

    /// Windows that are to be evaluated when they end.
    mutating func schedule(_ keys: [StatementKey]) { for key in keys { scheduled[key.id] = key } }

    /// Evaluates a window that is over: another revision where that says anything new, and its end where it has settled.
    ///
    /// - Parameters:
    ///   - isHeld: whether something in the window lacks its end: what is not final yet does not become it.
    ///   - make: works it out, as the revision of that number, for that reason, settled or not.
    mutating func evaluate(
        _ work: StatementWorkStore.Work, _ stored: StoredResult<Made.Resource>?, isHeld: Bool,
        _ make: (_ revision: Int, _ reason: String, _ isSettled: Bool) -> Made
    ) throws {
        let before = try stored?.resource()
        let holds = isHeld && before?.state != .final
        let settles = work.window.end.advanced(by: StatementWorkStore.settlingSeconds)
        let isSettled = settles <= now && !holds
        let reason: StatementWorkStore.Reason = work.reason == .settled ? .measurements : work.reason
        let new = make((stored?.revision ?? 0) + 1, reason.rawValue, isSettled)
        let isNew = try keep(new, reason, by: work.principal, unlike: stored)
        guard isSettled else {
            return waiting.append((new.key, max(settles, now.advanced(by: holds ? StatementWorkStore.heldSeconds : 0))))
        }
        guard before?.state != .final else { return }
        if !isNew, let stored, let before { entries.append(try .settled(before, body: stored.body, at: now)) }
        let final = (isNew ? new.resource : before ?? new.resource).settled
        settled.append((new.key.id, final))
        events.append(try event(new.final(final), final))
    }

    /// Keeps a revision, unless it says what the one before says; whether it did.
    private mutating func keep(
        _ new: Made, _ reason: StatementWorkStore.Reason, by principal: String?, unlike stored: StoredResult<Made.Resource>?
    ) throws -> Bool {
        let fingerprint = new.fingerprint
        guard fingerprint != stored?.fingerprint else { return false }
        let body = try PledgeJSON.encodeText(new.resource)
        made.append(KeptRevision(made: new, fingerprint: fingerprint, body: body, reason: reason))
        events.append(try event(new.resource.revision == 1 ? new.provisional : new.restated, new.resource))
        entries.append(ChainContent(new.resource, body: body, reason: reason, by: principal ?? ChainContent.system, at: now))
        return true
    }

    private func event(_ payload: any EventPayload, _ resource: Made.Resource) throws -> OutboxEvent {
        try OutboxEvent(payload, tenant: tenant, subject: resource.subject.description, at: now)
    }

    /// What is to be written.
    func writes() throws -> [Query] {
        var writes: [Query] = []
        if !made.isEmpty { writes += try Made.write(made, at: now, of: tenant) }
        // After the revisions: what was made just now is not waited for.
        writes += Made.wait(for: scheduled.values.sorted { $0.id < $1.id }, at: now, of: tenant)
        if !waiting.isEmpty { writes.append(StatementWorkStore.settle(waiting, in: Made.kind, of: tenant)) }
        if !settled.isEmpty { writes.append(try StatementStore.settled(settled, in: Made.kind, at: now, of: tenant)) }
        if !events.isEmpty { writes.append(Outbox.insert(events)) }
        return writes
    }
}
