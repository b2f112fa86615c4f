import Contracts
import Terms

/// Tries agreements on facts that were recorded before. The judgement is the kernel's; this goes through windows and claims.
public struct Backtest: Sendable {
    /// The services whose past is known, by key.
    public let services: [String: any BacktestService]
    /// What happened beside.
    public let facts: BacktestFacts
    /// The time that it is about.
    public let span: BacktestSpan
    /// The services that are asked about; empty for all.
    public let only: Set<String>
    /// Windows that are judged at most, of one agreement.
    public let windowsMaximum: Int
    /// Asked before every window; throws to give up.
    public let check: @Sendable () throws -> Void

    /// Windows of a backtest on a person's own machine: a rolling window a day for ten years of fifty services.
    public static let windowsMaximum = 200_000

    /// A backtest over the past of services.
    public init(
        services: [String: any BacktestService], facts: BacktestFacts, span: BacktestSpan, only: Set<String> = [],
        windowsMaximum: Int = Backtest.windowsMaximum, check: @escaping @Sendable () throws -> Void = {}
    ) {
        self.services = services
        self.facts = facts
        self.span = span
        self.only = only
        self.windowsMaximum = windowsMaximum
        self.check = check
    }

    /// What an agreement comes to, and where another one differs.
    ///
    /// - Throws: ``BacktestError`` when there is too much to judge, and whatever `check` throws.
    public func report(_ subject: BacktestSubject, against other: BacktestSubject? = nil) throws -> BacktestReport {
        let result = try evaluate(subject)
        let comparison = try other.map { other in
            BacktestComparison(ours: result, theirs: try evaluate(other), other.document)
        }
        let claims = claims(subject, result)
        return BacktestReport(
            agreement: subject.document.key, edition: subject.document.edition, title: subject.document.title,
            from: span.interval.start, to: min(span.knownUntil, .latest), statements: result.statements.map(\.resource),
            objectives: result.objectives.map(\.resource), credits: result.credits, creditTotal: result.creditTotal,
            claims: claims, tickets: result.tickets,
            notEvaluated: result.notEvaluated + unanswered(claims), against: comparison)
    }

    func evaluate(_ subject: BacktestSubject) throws -> BacktestResult {
        var result = BacktestResult()
        let document = subject.document
        for commitment in document.commitments {
            for key in commitment.services
            where applies(commitment, of: document, to: key) && (only.isEmpty || only.contains(key)) {
                if let reason = lack(commitment, of: key) {
                    result.notEvaluated.append(
                        BacktestOmission(
                            kind: .commitment, id: commitment.id, service: key, clause: commitment.clause, reason: reason))
                    continue
                }
                try judge(commitment, subject, key, services[key] ?? UnmeasuredService(key: key), into: &result)
            }
        }
        try judgeObjectives(subject, into: &result)
        result.tickets = tickets(document)
        result.notEvaluated += unmeasuredSupport(document)
        credit(document, &result)
        result.creditTotal = total(result.credits)
        return result
    }

    /// Judges the windows of a commitment about a service, in order of time: downtime that a remedy was due for counts no
    /// more in later windows where the agreement says so, as if every credit had been claimed.
    private func judge(
        _ commitment: AvailabilityCommitment, _ subject: BacktestSubject, _ key: String, _ service: any BacktestService,
        into result: inout BacktestResult
    ) throws {
        var credited = facts.items.credited(key, commitment.id)
        for window in try windows(commitment.window, subject.document, result) {
            try check()
            let judged = JudgedStatement(
                subject, commitment, key, service, facts.items, window, credited: credited, asOf: span.knownUntil)
            result.statements.append(judged)
            if commitment.consumesDowntime, commitment.remedy != nil, !judged.statement.isOpen,
                MissedCommitment(judged.statement) != nil
            {
                credited = credited.union(judged.statement.countedDown)
            }
        }
    }

    /// The windows of a kind, if there is room for them.
    func windows(_ kind: WindowKind, _ document: AgreementDocument, _ result: BacktestResult) throws -> [Window] {
        let left = windowsMaximum - result.statements.count - result.objectives.count
        let windows = span.windows(kind, zone: document.zone, limit: left)
        guard windows.count <= left else { throw BacktestError.tooManyWindows(windowsMaximum) }
        return windows
    }

    /// Whether the customer has a promise: its plan is theirs, and nothing that is known of them lies outside its scope.
    func applies(_ element: some Scoped, of document: AgreementDocument, to service: String?) -> Bool {
        var known = facts.customer.known
        if let service { known.values["service"] = [service] }
        if let plan = facts.plan { known.values["plan"] = [plan] }
        return document.applies(element, to: known).holds(ifUnknown: true)
    }

    private func total(_ credits: [BacktestCredit]) -> Money? {
        guard let currency = facts.currency, var sum = Money(amountMinor: 0, currency: currency), !facts.fees.isEmpty else {
            return nil
        }
        for amount in credits.compactMap(\.amount) { sum = sum.adding(amount) ?? sum }
        return sum
    }
}

/// What one agreement comes to.
struct BacktestResult {
    var statements: [JudgedStatement] = []
    var objectives: [JudgedObjective] = []
    var tickets: [BacktestTicket] = []
    var credits: [BacktestCredit] = []
    var creditTotal: Money?
    var notEvaluated: [BacktestOmission] = []
}

/// A statement, and as others see it.
struct JudgedStatement {
    let statement: Statement
    let resource: StatementResource
    /// Downtime that earlier credits had used up.
    let credited: IntervalSet

    init(
        _ subject: BacktestSubject, _ commitment: AvailabilityCommitment, _ key: String, _ service: any BacktestService,
        _ items: RecordedItems, _ window: Window, credited: IntervalSet, asOf: Instant
    ) {
        let judged = service.judged(window.interval, by: commitment.measure, asOf: asOf)
        var facts = judged.facts
        facts.credited = credited
        switch commitment.measure {
        case .tickets: facts.tickets = items.ticketOutages(of: key, before: min(asOf, window.interval.end))
        case .resourceTime: facts.resources = items.resources(of: key)
        case .affectedUsers: facts.partialOutages += items.partialOutages(of: key)
        case .time, .slices, .outages, .executions, .meanOfSlices: break
        }
        self.credited = credited
        statement = StatementEvaluation.evaluate(
            commitment: commitment, document: subject.document, service: key, tree: judged.tree, window: window, facts: facts,
            asOf: asOf)
        resource = StatementResource(
            id: DerivedID.make(
                "\(subject.agreement)", "\(subject.version)", commitment.id, key, window.label, at: window.interval.start),
            revision: statement.isOpen ? 0 : 1, state: statement.isOpen ? .open : .provisional,
            reason: statement.isOpen ? nil : "backtest", agreement: subject.agreement, agreementVersion: subject.version,
            service: service.id, statement: statement, interpretations: subject.document.interpretations)
    }
}
