/// A credit while it is worked out.
struct CreditInProgress {
    let remedy: Remedy
    let document: AgreementDocument
    let facts: CreditFacts
    let window: Window
    let services: Set<String>

    private(set) var base = Rational.zero
    private(set) var amount = Rational.zero
    private(set) var most: Rational?
    private(set) var steps: [CreditStep] = []
    private(set) var caps: [CapResult] = []
    private var isDiscretionary = false
    private var isOtherCurrency = false

    init(_ remedy: Remedy, _ document: AgreementDocument, _ facts: CreditFacts, window: Window, services: Set<String>) {
        self.remedy = remedy
        self.document = document
        self.facts = facts
        self.window = window
        self.services = services
    }

    private mutating func note(_ kind: CreditStep.Kind, _ clause: String?, _ detail: String, percent: Rational? = nil) {
        steps.append(
            CreditStep(kind: kind, clause: clause, detail: detail, percent: percent, amountMinor: kind == .base ? base : amount))
    }

    // MARK: the base

    mutating func readBase() {
        let period = basePeriod
        base = fees(in: period.interval)
        let waived = facts.fees.filter { counts($0) && isWaived($0) && !$0.amount(in: period.interval).isZero }
        for waiver in remedy.notFor where waiver.state.map({ state in waived.contains { $0.states.contains(state) } }) ?? false {
            note(.waived, waiver.clause, "\(waiver.title): these fees are not counted")
        }
        let classes = remedy.feeBase.map { $0.classes.joined(separator: ", ") } ?? "all"
        note(.base, remedy.feeBase?.clause ?? remedy.clause, "\(classes) fees of \(period.label)")
    }

    private var basePeriod: Window {
        switch remedy.feeBase?.period ?? .affectedWindow {
        case .affectedWindow: window
        case .precedingWindow: window.previous(in: document.zone)
        case .currentMonth: Window.containing(facts.claimedAt ?? window.interval.end, kind: .month, zone: document.zone)
        }
    }

    /// The fees of a stretch of time that credits count from.
    private func fees(in stretch: Interval) -> Rational {
        facts.fees.filter { counts($0) && !isWaived($0) }.reduce(.zero) { $0.plusBounded($1.amount(in: stretch)) }
    }

    private func counts(_ line: FeeLine) -> Bool {
        guard let rule = remedy.feeBase else { return true }
        guard rule.classes.contains(line.feeClass) else { return false }
        return rule.services == .all || line.service.map(services.contains) ?? false
    }

    private func isWaived(_ line: FeeLine) -> Bool {
        remedy.notFor.contains { waiver in waiver.state.map(line.states.contains) ?? false }
    }

    // MARK: what is earned

    /// Works out what every commitment earns, and puts them together; false where that is not the agreement's to say.
    mutating func earn(_ missed: [MissedCommitment]) -> Bool {
        var earned: [Rational] = []
        for one in missed {
            // Commitments of one agreement may have schedules of their own; they go together as this remedy says.
            let own = document.commitment(one.commitment)?.remedy.flatMap(document.remedy) ?? remedy
            guard let share = own.schedule.share(of: one, zone: document.zone) else {
                isDiscretionary = true
                return false
            }
            switch share {
            case .percent(let percent):
                amount = percent.timesBounded(Rational(1, over: 100)).timesBounded(base)
                note(.earned, own.scheduleClause, "\(one.commitment) at \(one.figure)", percent: percent)
            case .money(let money, let times):
                guard money.currency == facts.currency else {
                    isOtherCurrency = true
                    return false
                }
                amount = times.timesBounded(Rational(money.amountMinor))
                note(.earned, own.scheduleClause, "\(one.commitment) at \(one.figure)")
            }
            earned.append(amount)
        }
        if earned.count > 1 {
            let isSum = remedy.stacking.commitments == .sum
            amount = isSum ? earned.reduce(.zero) { $0.plusBounded($1) } : earned.max() ?? .zero
            note(.stacked, remedy.stacking.clause, isSum ? "they add up" : "the highest counts")
        }
        return true
    }

    // MARK: bounds

    mutating func applyCaps() {
        for cap in remedy.caps {
            guard let limit = limit(cap.limit, fees: fees(of: cap.period)) else {
                isOtherCurrency = true
                continue
            }
            let left = max(.zero, limit - earlier(in: cap.period))
            caps.append(result(of: cap))
            most = most.map { min($0, left) } ?? left
            guard left < amount else { continue }
            amount = left
            note(.capped, cap.clause, "at most this much a \(cap.period.rawValue)", percent: cap.percent?.points)
        }
    }

    mutating func applyMinimum() {
        guard let minimum = remedy.minimum, amount > .zero else { return }
        guard let limit = limit(minimum.limit, fees: base) else {
            isOtherCurrency = true
            return
        }
        guard amount < limit else { return }
        amount = minimum.otherwise == .nothing ? .zero : most.map { min($0, limit) } ?? limit
        note(.minimum, minimum.clause, minimum.otherwise == .nothing ? "less than the minimum: nothing" : "raised to the minimum")
    }

    private func result(of cap: RemedyCap) -> CapResult {
        var amount: Int64?
        if case .amount(let fixed) = cap.limit { amount = fixed.amountMinor }
        return CapResult(
            clause: cap.clause, period: cap.period, interval: interval(of: cap.period), baseMinor: fees(of: cap.period),
            percent: cap.percent, amountMinor: amount, earlierMinor: earlier(in: cap.period))
    }

    private func limit(_ limit: RemedyCap.Limit, fees: Rational) -> Rational? {
        switch limit {
        case .percent(let percent): return percent.share.timesBounded(fees)
        case .amount(let amount): return amount.currency == facts.currency ? Rational(amount.amountMinor) : nil
        }
    }

    private func fees(of period: RemedyCap.Period) -> Rational {
        period == .window ? base : fees(in: interval(of: period))
    }

    private func interval(of period: RemedyCap.Period) -> Interval {
        let lastSecond = window.interval.end.advanced(by: -1)
        switch period {
        case .window: return window.interval
        case .month: return Window.containing(lastSecond, kind: .month, zone: document.zone).interval
        case .year: return Window.containing(lastSecond, kind: .year, zone: document.zone).interval
        }
    }

    /// Credits of this agreement for other windows that end in the same period.
    private func earlier(in period: RemedyCap.Period) -> Rational {
        let period = interval(of: period)
        return facts.granted.filter {
            $0.agreement == document.key && $0.window != window.interval && period.contains($0.window.end.advanced(by: -1))
        }.reduce(.zero) { $0.plusBounded(Rational($1.amountMinor)) }
    }

    // MARK: the end

    mutating func takeOffGranted() {
        let counted = facts.granted.filter {
            $0.window == window.interval && ($0.agreement == document.key || remedy.stacking.agreements == .highest)
        }
        let given = counted.reduce(Rational.zero) { $0.plusBounded(Rational($1.amountMinor)) }
        guard given > .zero, amount > .zero else { return }
        amount = max(.zero, amount - given)
        let isOthers = counted.contains { $0.agreement != document.key }
        note(.alreadyGranted, isOthers ? remedy.stacking.clause : nil, "the window has a credit of \(given) already")
    }

    mutating func round() {
        guard amount.denominator != 1 else { return }
        amount = Rational(amount.roundedHalfUp, over: 1)
        note(.rounded, nil, "half up, to a minor unit")
    }

    func verdict(_ missed: [MissedCommitment], _ conditions: [ConditionResult]) -> CreditVerdict {
        var cited = Set(steps.compactMap(\.clause) + conditions.map(\.clause) + missed.map(\.clause))
        cited.formUnion([remedy.clause, remedy.scheduleClause])
        let outcome: CreditVerdict.Outcome =
            if conditions.contains(where: \.isFatal) {
                .refused
            } else if isOtherCurrency {
                .otherCurrency
            } else if conditions.contains(where: \.isOpen) {
                .unproven
            } else if isDiscretionary {
                .discretionary
            } else {
                amount > .zero ? .due : .nothing
            }
        let isTold = !isDiscretionary && !isOtherCurrency
        return CreditVerdict(
            outcome: outcome, remedy: remedy.id, granted: remedy.granted, currency: facts.currency,
            amountMinor: outcome == .refused ? 0 : isTold ? Int64(clamping: amount.roundedHalfUp) : nil, baseMinor: base,
            mostMinor: most, steps: steps, caps: caps, conditions: conditions,
            bearing: Bearing(document, clauses: cited, availability: missed.map(\.availability).min()))
    }
}

extension Rational {
    fileprivate var isZero: Bool { numerator == 0 }
}
