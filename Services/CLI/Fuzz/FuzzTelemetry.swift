import Terms

/// Random measurements for one commitment and service, and what must hold of what they come to.
struct FuzzTelemetry {
    /// What came of it.
    struct Outcome {
        /// What does not hold; nil when all does.
        var problem: String?
        /// Whether a credit was worked out.
        var hasCredit = false
    }

    private let document: AgreementDocument
    private let commitment: AvailabilityCommitment
    private let service: String
    private let window: Window
    private let asOf: Instant
    private let tree: ComponentTree
    private var facts: StatementFacts

    /// Years 1970 to 2100, so that zones have all the rules they ever had.
    private static let seconds: ClosedRange<Int64> = 0...4_102_444_800

    init(
        _ document: AgreementDocument, _ commitment: AvailabilityCommitment, _ service: String, _ random: inout SeededRandom
    ) {
        self.document = document
        self.commitment = commitment
        self.service = service
        let instant = Instant(epochSeconds: random.integer(in: Self.seconds))
        window = Window.containing(instant, kind: commitment.window, zone: document.zone)
        asOf = random.once(in: 3) ? instant : window.interval.end
        let keys = ["a", "b", "c"]
        let parts = keys.map { ComponentTree.component($0) }
        switch random.integer(in: 0...2) {
        case 0: tree = .all(parts)
        case 1: tree = .any(parts)
        default: tree = .atLeast(2, parts)
        }
        facts = StatementFacts(components: [:])
        for key in keys {
            facts.components[key] = Condition(down: times(&random), unknown: random.once(in: 2) ? times(&random) : .empty)
        }
        for number in 0..<random.integer(in: 0...3) {
            facts.exclusions.append(
                ApprovedExclusion(
                    id: "exc-\(number)", ground: Ground.allCases.randomElement(using: &random) ?? .customer,
                    interval: time(&random),
                    clause: random.once(in: 2) ? document.exclusions.randomElement(using: &random)?.clause : nil,
                    components: random.once(in: 3) ? ["a"] : []))
        }
        for number in 0..<random.integer(in: 0...3) {
            let interval = time(&random)
            facts.maintenance.append(
                Maintenance(
                    id: "mnt-\(number)", kind: random.once(in: 2) ? .scheduled : .emergency, interval: interval,
                    announcedAt: random.once(in: 4)
                        ? nil : interval.start.advanced(by: -random.integer(in: -3600...2_000_000)),
                    components: random.once(in: 3) ? ["b"] : []))
        }
    }

    private func times(_ random: inout SeededRandom) -> IntervalSet {
        IntervalSet((0..<random.integer(in: 0...6)).map { _ in time(&random) })
    }

    /// Some time of the window, or a little past its edges: seconds, hours, or most of it.
    private func time(_ random: inout SeededRandom) -> Interval {
        let length = max(1, window.interval.seconds)
        let longest = [60, 7200, length][Int(random.integer(in: 0...2))]
        let start = window.interval.start.advanced(by: random.integer(in: -3600...length))
        return Interval(start, start.advanced(by: random.integer(in: 0...longest)))
    }

    /// Works the statement out, and one with a longer outage, and the credit.
    func check(_ random: inout SeededRandom) -> Outcome {
        let statement = evaluate(facts)
        if let problem = sums(statement) { return Outcome(problem: problem) }
        var longer = facts
        // Over time of which nothing was known it may raise it: known downtime may be excluded, and so count as up.
        let unknown = facts.components.values.reduce(IntervalSet.empty) { $0.union($1.unknown) }
        let more = IntervalSet(time(&random)).subtracting(unknown)
        for (key, condition) in facts.components where random.once(in: 2) {
            longer.components[key] = Condition(
                down: IntervalSet(condition.down.intervals + more.intervals), unknown: condition.unknown)
        }
        let worse = evaluate(longer)
        if let problem = sums(worse) { return Outcome(problem: problem) }
        if let ratio = statement.ratio, let other = worse.ratio, other > ratio {
            return Outcome(problem: "availability rose from \(ratio) to \(other) with outages of some components in \(more)")
        }
        return credit(worse, &random)
    }

    private func evaluate(_ facts: StatementFacts) -> Statement {
        StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: service, tree: tree, window: window, facts: facts, asOf: asOf)
    }

    private func sums(_ statement: Statement) -> String? {
        let seconds = statement.seconds
        let parts = [seconds.up, seconds.down, seconds.excluded, seconds.unknown, seconds.pending]
        if parts.contains(where: { $0 < 0 }) { return "a part of the window is negative: \(seconds)" }
        if parts.reduce(0, +) != seconds.total || seconds.total != window.interval.seconds {
            return "the parts of the window do not add up: \(seconds)"
        }
        if let ratio = statement.ratio, ratio.numerator < 0 || ratio.numerator > ratio.denominator {
            return "the availability is \(ratio)"
        }
        if let remedy = statement.remedy, let percent = remedy.percent, let cap = document.remedy(remedy.remedy)?.cap,
            percent > cap.points
        {
            return "\(percent)% is credited over a cap of \(cap)%"
        }
        return nil
    }

    private func credit(_ statement: Statement, _ random: inout SeededRandom) -> Outcome {
        guard let missed = MissedCommitment(statement), let remedy = commitment.remedy.flatMap({ document.remedy($0) }) else {
            return Outcome()
        }
        let classes = (remedy.feeBase?.classes ?? []) + ["platform", "usage"]
        let fees = classes.map { feeClass in
            FeeLine(
                feeClass: feeClass, service: random.once(in: 2) ? service : nil, interval: window.interval,
                amountMinor: random.integer(in: 0...10_000_000))
        }
        let facts = CreditFacts(currency: "EUR", fees: fees, claimedAt: window.interval.end)
        guard let credit = CreditEvaluation.evaluate([missed], under: remedy, document: document, facts: facts) else {
            return Outcome(problem: "a missed commitment came to no verdict")
        }
        return Outcome(problem: excess(credit, remedy), hasCredit: true)
    }

    private func excess(_ credit: CreditVerdict, _ remedy: Remedy) -> String? {
        guard let amount = credit.amountMinor.map({ Rational($0) }) else { return nil }
        if amount < .zero { return "a credit of \(amount)" }
        // The one rounding, half up, comes after the cap.
        let exact = amount - Rational(1, over: 2)
        if let most = credit.mostMinor, exact > most { return "a credit of \(amount) over its cap of \(most)" }
        if let cap = remedy.cap, exact > cap.share * credit.baseMinor {
            return "a credit of \(amount) over \(cap)% of \(credit.baseMinor)"
        }
        return nil
    }
}
