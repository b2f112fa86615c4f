import Contracts
import Terms

/// A statement that was worked out, as it is shown and kept.
struct MadeStatement: MadeResult {
    static var kind: ResultKind { .statement }

    /// A stretch of the window in which nothing changed, as the explanation shows it.
    struct Entry: Codable, Sendable {
        let from: Instant
        let to: Instant
        let seconds: Int64
        let state: TimelineEntry.State
        let ground: Ground?
        let source: String?
        let clause: String?

        init(_ entry: TimelineEntry) {
            from = entry.interval.start
            to = entry.interval.end
            seconds = entry.interval.seconds
            state = entry.state
            ground = entry.ground
            source = entry.source
            clause = entry.clause
        }
    }

    let key: StatementKey
    let resource: StatementResource
    /// When it was down, by what counts as down.
    let countedDown: CountedDowntime
    private let basis: StatementBasis
    private let statement: Statement
    private let commitment: AvailabilityCommitment

    /// Works out a promise over a window.
    ///
    /// - Parameters:
    ///   - contract: whose own statement it is; nil for everybody's.
    ///   - revision: 0 for an open window.
    ///   - reason: why, for a window that is over.
    ///   - isSettled: whether its settling time is over.
    init(
        _ promise: Promise, _ window: Window, of contract: KnownSubscription?, facts: ServiceFacts, asOf: Instant, revision: Int,
        reason: String?, isSettled: Bool = false
    ) {
        let agreement = promise.version.state.agreement
        let basis = Self.basis(promise, window, of: contract, facts: facts, asOf: asOf)
        let statement = basis.statement()
        key = promise.key(window, of: contract?.id)
        let resource = StatementResource(
            id: key.id, revision: revision, state: statement.isOpen ? .open : .provisional, reason: reason,
            agreement: agreement, agreementVersion: promise.version.state.version,
            customer: contract?.customer, subscription: contract?.id, service: promise.service, statement: statement,
            interpretations: promise.version.document.interpretations)
        self.resource = isSettled ? resource.settled : resource
        countedDown = CountedDowntime(statement.countedDown)
        self.basis = basis
        self.statement = statement
        commitment = promise.commitment
    }

    /// Every second of the window, in order. Worked out when it is asked for: a list of statements shows none.
    var timeline: [Entry] { statement.timeline.map { Entry($0) } }

    /// What is known of the spending of its error budget; nil of one that is over.
    var spending: BudgetSpending? {
        guard statement.isOpen else { return nil }
        return BudgetCourse(statement, statement.timeline, of: commitment).map { .seconds($0) }
            ?? .counts(basis, target: statement.target)
    }

    /// The statement of a promise over a window as of an instant.
    static func evaluate(
        _ promise: Promise, _ window: Window, of contract: KnownSubscription?, facts: ServiceFacts, asOf: Instant
    ) -> Statement {
        basis(promise, window, of: contract, facts: facts, asOf: asOf).statement()
    }

    private static func basis(
        _ promise: Promise, _ window: Window, of contract: KnownSubscription?, facts: ServiceFacts, asOf: Instant
    ) -> StatementBasis {
        let agreement = promise.version.state.agreement
        let (tree, known) = facts.seen(by: contract?.customer).judged(
            window.interval, by: promise.commitment.measure, asOf: asOf,
            for: contract.map { .customer($0.customer, agreement) } ?? .agreement(agreement))
        var judged = known
        contract?.add(to: &judged, about: promise.serviceKey)
        return StatementBasis(
            commitment: promise.commitment, document: promise.version.document, service: promise.serviceKey, tree: tree,
            window: window, facts: judged, asOf: asOf)
    }

    /// The same for two evaluations that say the same: the account of every second, what became of every exclusion, the
    /// outages that were weighed and what was counted are all that a statement depends on.
    var fingerprint: String {
        var hash = Digest()
        for entry in timeline {
            hash.add(
                "\(entry.from.epochSeconds)|\(entry.to.epochSeconds)|\(entry.state.rawValue)|\(entry.source ?? "")|\(entry.clause ?? "")"
            )
        }
        for item in resource.qualifications {
            hash.add("\(item.source)|\(item.outcome.rawValue)|\(item.excludedSeconds)|\(item.reason?.rawValue ?? "")")
            // Maintenance may be moved, or notice of it proved, when the window is over, and nothing else be changed by it.
            if item.ground.isMaintenance {
                hash.add("\(item.interval.start)|\(item.interval.end)|\(item.noticeSeconds.map { "\($0)" } ?? "")")
            }
        }
        for outage in resource.partialOutages ?? [] { hash.add("\(outage.from)|\(outage.to)|\(outage.affectedPercent)") }
        if commitment.measure.readsCounts, let measured = statement.measured { hash.add("\(measured.good)|\(measured.all)") }
        // What is known of a customer may change its target; everybody else's stays as it is in the agreement.
        if resource.customer != nil { hash.add(resource.target.description) }
        return hash.text
    }
}

extension MadeStatement {
    var provisional: any EventPayload { StatementProvisional(statement: resource, countedDown: countedDown) }
    var restated: any EventPayload { StatementRestated(statement: resource, countedDown: countedDown) }

    func final(_ settled: StatementResource) -> any EventPayload {
        StatementFinal(statement: settled, countedDown: countedDown)
    }
}

extension Ground {
    /// Whether it is announced, not proposed.
    fileprivate var isMaintenance: Bool { self == .scheduledMaintenance || self == .emergencyMaintenance }
}
