import Contracts
import Messaging
import Postgres
import Terms

/// What comes of a batch of work, put together so that however many statements are restated, a few statements of SQL write it.
struct StatementBatch {
    private let tenant: TenantID
    private let now: Instant
    private var made: [StatementStore.Revision] = []
    private var settled: [StatementResource] = []
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
    /// - Parameter isHeld: whether something in the window lacks its end: what is not final yet does not become it.
    mutating func evaluate(
        _ work: StatementWorkStore.Work, _ promise: Promise, _ window: Window, of contract: KnownSubscription?,
        _ facts: ServiceFacts,
        _ stored: StatementStore.Stored?, isHeld: Bool
    ) throws {
        let before = try stored?.resource()
        let holds = isHeld && before?.state != .final
        let settles = window.interval.end.advanced(by: StatementWorkStore.settlingSeconds)
        let isSettled = settles <= now && !holds
        let reason: StatementWorkStore.Reason = work.reason == .settled ? .measurements : work.reason
        let new = MadeStatement(
            promise, window, of: contract, facts: facts, asOf: window.interval.end, revision: (stored?.revision ?? 0) + 1,
            reason: reason.rawValue, isSettled: isSettled)
        let isNew = try keep(new, reason, by: work.principal, unlike: stored)
        guard isSettled else {
            return waiting.append((new.key, max(settles, now.advanced(by: holds ? StatementWorkStore.heldSeconds : 0))))
        }
        guard before?.state != .final else { return }
        if !isNew, let stored, let before { entries.append(try .settled(before, body: stored.body, at: now)) }
        let final = (isNew ? new.resource : before ?? new.resource).settled
        let event = StatementFinal(statement: final, countedDown: new.countedDown)
        settled.append(final)
        events.append(try OutboxEvent(event, tenant: tenant, subject: final.id.description, at: now))
    }

    /// Keeps a revision, unless it says what the one before says; whether it did.
    private mutating func keep(
        _ new: MadeStatement, _ reason: StatementWorkStore.Reason, by principal: String?, unlike stored: StatementStore.Stored?
    ) throws -> Bool {
        let timeline = new.timeline
        let fingerprint = new.fingerprint(of: timeline)
        guard fingerprint != stored?.fingerprint else { return false }
        let body = try PledgeJSON.encodeText(new.resource)
        made.append(.init(statement: new, timeline: timeline, fingerprint: fingerprint, body: body, reason: reason))
        events.append(try event(new))
        entries.append(ChainContent(new.resource, body: body, reason: reason, by: principal ?? ChainContent.system, at: now))
        return true
    }

    private func event(_ made: MadeStatement) throws -> OutboxEvent {
        let subject = made.key.id.description
        if made.resource.revision == 1 {
            let first = StatementProvisional(statement: made.resource, countedDown: made.countedDown)
            return try OutboxEvent(first, tenant: tenant, subject: subject, at: now)
        }
        let later = StatementRestated(statement: made.resource, countedDown: made.countedDown)
        return try OutboxEvent(later, tenant: tenant, subject: subject, at: now)
    }

    /// What is to be written.
    func writes() throws -> [Query] {
        var writes: [Query] = []
        if !made.isEmpty { writes += try StatementStore.write(made, at: now, of: tenant) }
        // After the statements: what was made just now is not waited for.
        writes += StatementMaker.wait(for: scheduled.values.sorted { $0.id < $1.id }, at: now, of: tenant)
        if !waiting.isEmpty { writes.append(StatementWorkStore.settle(waiting, of: tenant)) }
        if !settled.isEmpty { writes.append(try StatementStore.settled(settled, at: now, of: tenant)) }
        if !events.isEmpty { writes.append(Outbox.insert(events)) }
        return writes
    }
}
