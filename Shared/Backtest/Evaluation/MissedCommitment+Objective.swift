import Contracts
import Terms

extension MissedCommitment {
    /// What a missed objective is to a remedy: the share that was good, at its best where it is a range; of parts, that of the
    /// worst. Nil where the remedy counts what an objective does not have: the downtime of any, the share of an average.
    init?(_ judged: JudgedObjective, _ schedule: RemedySchedule) {
        let missed = judged.result.findings.filter { $0.verdict == .missed }
        let objective = judged.objective
        var measured: (availability: Ratio, target: Percent)?
        switch schedule {
        case .flat, .discretionary: measured = Ratio(0, of: 1).map { ($0, .hundred) }
        case .tiers, .proportional:
            guard let share = objective.share else { return nil }
            let worst = missed.compactMap { share.good($0) }.min()
            measured = worst.map { ($0, share.goodTarget) }
        case .downtime, .multiplied: return nil
        }
        guard let measured else { return nil }
        let figures = missed.map { BacktestObjective.FindingResource($0, unit: judged.unit).figure }
        self.init(
            commitment: objective.id, service: objective.service, clause: objective.clause, window: judged.result.window,
            availability: measured.availability, target: measured.target, down: .empty,
            figure: figures.joined(separator: ", "))
    }
}

extension JudgedObjective {
    /// The unit of its figures.
    var unit: String { objective.share == nil ? limit?.unit ?? "" : "%" }
}

extension Objective.Comparison {
    /// The share that was good, at its best; nil where that is open. Where little is good, it is what is left of all.
    fileprivate func good(_ finding: ObjectiveResult.Finding) -> Ratio? {
        switch relation {
        case .atLeast, .above: finding.high.flatMap(Self.ratio)
        case .atMost, .below: finding.low.flatMap { Self.ratio(Rational(100) - $0) }
        }
    }

    /// The share from which it is kept.
    fileprivate var goodTarget: Percent {
        switch relation {
        case .atLeast, .above: value
        case .atMost, .below:
            // Both have at most as many places as a percentage may have, so nothing is cut.
            Percent((Rational(100) - value.points).floored(places: Percent.placesMaximum)) ?? .hundred
        }
    }

    private static func ratio(_ points: Rational) -> Ratio? {
        let share = points / Rational(100)
        guard let good = Int64(exactly: share.numerator), let all = Int64(exactly: share.denominator) else { return nil }
        return Ratio(good, of: all)
    }
}

extension BacktestOmission {
    /// A remedy that cannot be worked out for a missed objective.
    init(_ judged: JudgedObjective, _ remedy: Remedy) {
        self.init(
            kind: .remedy, id: remedy.id, service: judged.objective.service, clause: remedy.scheduleClause,
            reason: "what it counts \(judged.objective.id) of \(judged.result.window.label) does not have")
    }
}
