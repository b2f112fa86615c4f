/// What a schedule earns: a share of the fees, or money.
enum CreditShare: Hashable, Sendable {
    /// So many per cent of the fee base.
    case percent(Rational)
    /// So many times an amount of money.
    case money(FixedAmount, times: Rational)
}

extension RemedySchedule {
    /// What a missed commitment earns, before stacking and caps; nil where the approver decides.
    func share(of missed: MissedCommitment, zone: Zone) -> CreditShare? {
        switch self {
        case .discretionary: return nil
        case .tiers, .proportional:
            return percent(at: missed.availability, target: missed.target).map(CreditShare.percent)
        case .flat(let worth):
            return worth.share(steps: Rational(missed.availability.reaches(missed.target) ? 0 : 1), of: missed.window, zone)
        case .downtime(let rule):
            return worth(rule, missed, zone)
        case .multiplied(let times):
            let seconds = max(1, missed.window.interval.seconds)
            return .percent(Rational(Int128(missed.down.seconds) * Int128(times) * 100, over: Int128(seconds)))
        }
    }

    private func worth(_ rule: RemedyDowntimeSteps, _ missed: MissedCommitment, _ zone: Zone) -> CreditShare {
        let steps = missed.availability.reaches(missed.target) ? .zero : rule.steps(in: missed.down)
        return rule.worth.share(steps: steps, of: missed.window, zone)
    }
}

extension RemedyWorth {
    /// What so many steps are worth in a window.
    fileprivate func share(steps: Rational, of window: Window, _ zone: Zone) -> CreditShare {
        switch self {
        case .percent(let percent): return .percent(steps * percent.points)
        case .amount(let amount): return .money(amount, times: steps)
        case .serviceDays(let days):
            return .percent(steps * Rational(Int128(days) * 100, over: Int128(window.localDays(in: zone))))
        case .serviceHours(let hours):
            return .percent(steps * Rational(Int128(hours) * 3600 * 100, over: Int128(max(1, window.interval.seconds))))
        }
    }
}

extension Window {
    /// How many local days it has: 31 of a March, whatever its clocks do; at least 1.
    func localDays(in zone: Zone) -> Int64 {
        max(1, zone.date(at: interval.end).epochDay - zone.date(at: interval.start).epochDay)
    }
}
