extension MissedCommitment {
    /// What a missed objective is to a schedule: the share that was good, at its best where it is a range; of parts, that of the
    /// worst. Nil where the schedule counts what an objective does not have: the downtime of any, the share of an average.
    ///
    /// - Parameter figure: what was measured, as a person reads it; nil for the bare figures.
    public init?(
        _ objective: Objective, _ result: ObjectiveResult, under schedule: RemedySchedule, figure: String? = nil
    ) {
        let missed = result.findings.filter { $0.verdict == .missed }
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
        let bare = missed.compactMap { ($0.high ?? $0.low)?.floored(places: Ratio.shownPlaces) }
        self.init(
            commitment: objective.id, service: objective.service, clause: objective.clause, window: result.window,
            availability: measured.availability, target: measured.target, down: .empty,
            figure: figure ?? bare.joined(separator: ", "))
    }
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
