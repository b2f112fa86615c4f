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
        return BacktestReport(
            agreement: subject.document.key, edition: subject.document.edition, title: subject.document.title,
            from: span.interval.start, to: min(span.knownUntil, .latest), statements: result.statements.map(\.resource),
            credits: result.credits, creditTotal: result.creditTotal, claims: try claims(subject, result),
            tickets: tickets(subject.document), omitted: result.omitted, against: comparison)
    }

    func evaluate(_ subject: BacktestSubject) throws -> BacktestResult {
        var result = BacktestResult()
        let document = subject.document
        for commitment in document.commitments {
            for key in commitment.services
            where applies(commitment, of: document, to: key) && (only.isEmpty || only.contains(key)) {
                guard let service = services[key] else {
                    result.omitted.append(
                        BacktestOmission(commitment: commitment.id, service: key, reason: "nothing was recorded of the service"))
                    continue
                }
                let left = windowsMaximum - result.statements.count
                let windows = span.windows(commitment.window, zone: document.zone, limit: left)
                guard windows.count <= left else { throw BacktestError.tooManyWindows(windowsMaximum) }
                for window in windows {
                    try check()
                    result.statements.append(
                        JudgedStatement(subject, commitment, key, service, window, asOf: span.knownUntil))
                }
            }
        }
        result.credits = credits(document, result.statements.map(\.statement))
        result.creditTotal = total(result.credits)
        return result
    }

    /// Whether the customer has the promise: its plan is theirs, and nothing that is known of them lies outside its scope.
    private func applies(_ commitment: AvailabilityCommitment, of document: AgreementDocument, to service: String) -> Bool {
        var known = facts.customer.known
        known.values["service"] = [service]
        if let plan = facts.plan { known.values["plan"] = [plan] }
        return document.applies(commitment, to: known).holds(ifUnknown: true)
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
    var credits: [BacktestCredit] = []
    var creditTotal: Money?
    var omitted: [BacktestOmission] = []
}

/// A statement, and as others see it.
struct JudgedStatement {
    let statement: Statement
    let resource: StatementResource

    init(
        _ subject: BacktestSubject, _ commitment: AvailabilityCommitment, _ key: String, _ service: any BacktestService,
        _ window: Window, asOf: Instant
    ) {
        let (tree, facts) = service.judged(window.interval, asOf: asOf)
        statement = StatementEvaluation.evaluate(
            commitment: commitment, document: subject.document, service: key, tree: tree, window: window, facts: facts,
            asOf: asOf)
        resource = StatementResource(
            id: DerivedID.make(
                "\(subject.agreement)", "\(subject.version)", commitment.id, key, window.label, at: window.interval.start),
            revision: statement.isOpen ? 0 : 1, state: statement.isOpen ? .open : .provisional,
            reason: statement.isOpen ? nil : "backtest", agreement: subject.agreement, agreementVersion: subject.version,
            service: service.id, statement: statement, interpretations: subject.document.interpretations)
    }
}
