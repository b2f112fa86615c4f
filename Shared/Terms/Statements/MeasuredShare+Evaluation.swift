extension MeasuredShare {
    /// What a commitment counts, over the elapsed part of a window; nil where seconds of the service decide.
    static func evaluate(
        _ measure: AvailabilityMeasure, facts: StatementFacts, components: [String], availability: Availability
    ) -> MeasuredShare? {
        let excluded = IntervalSet(availability.excluded.flatMap(\.time.intervals))
        switch measure {
        case .time, .slices, .outages, .tickets: return nil
        case .executions:
            let slices = counted(facts, components, in: availability.window, excluded)
            let all = slices.reduce(Int128(0)) { $0 + Int128($1.total) }
            let failed = slices.reduce(Int128(0)) { $0 + Int128($1.failed) }
            return MeasuredShare(kind: .executions, good: Rational(all - failed, over: 1), all: Rational(all, over: 1))
        case .meanOfSlices(let rule):
            return mean(rule, counted(facts, components, in: availability.window, excluded), in: availability.window)
        case .resourceTime: return resourceTime(facts, components, availability, excluded)
        case .affectedUsers(let overlap): return affectedUsers(overlap, facts.partialOutages, availability)
        }
    }

    /// Requests of a service that count: in the window, and not in excluded time.
    private static func counted(
        _ facts: StatementFacts, _ components: [String], in window: Interval, _ excluded: IntervalSet
    ) -> [RequestSlice] {
        components.flatMap { facts.requests[$0] ?? [] }
            .filter { window.contains($0.start) && !excluded.contains($0.start) }.map(\.sound)
    }

    /// The mean of the slices' own ratios: each slice weighs the same, however much happened in it.
    private static func mean(_ rule: AvailabilityMeasure.Mean, _ slices: [RequestSlice], in window: Interval) -> MeasuredShare {
        let length = rule.length.seconds
        var sums: [Int64: (total: Int128, failed: Int128)] = [:]
        for slice in slices where slice.total > 0 {
            let sum = sums[(slice.start - window.start) / length, default: (0, 0)]
            sums[(slice.start - window.start) / length] = (sum.total + Int128(slice.total), sum.failed + Int128(slice.failed))
        }
        // Slices without a failure are ones; fractions with one denominator are added before those with different ones.
        var failures: [Int128: Int128] = [:]
        for sum in sums.values where sum.failed > 0 { failures[sum.total, default: 0] += sum.failed }
        let lost = failures.sorted { $0.key < $1.key }.reduce(Rational.zero) { lost, part in
            lost.plusBounded(Rational(part.value, over: part.key))
        }
        let all = rule.idle == .skipped ? Int64(sums.count) : (window.seconds + length - 1) / length
        return MeasuredShare(kind: .meanOfSlices, good: Rational(all).plusBounded(.zero - lost), all: Rational(all))
    }

    /// Time up of time deployed, by the agreement's formula and its rule for unknown time. Of time in which nobody counted it
    /// is not known how many there were: it is in neither.
    private static func resourceTime(
        _ facts: StatementFacts, _ components: [String], _ availability: Availability, _ excluded: IntervalSet
    ) -> MeasuredShare {
        let rules = availability.rules
        var base: Int128 = 0
        var down: Int128 = 0
        for count in components.flatMap({ facts.resourceCounts[$0] ?? [] }) where availability.window.contains(count.start) {
            let isExcluded = excluded.contains(count.start)
            if isExcluded, rules.formula == .excludedRemoved { continue }
            base += Int128(count.seconds) * Int128(count.deployed)
            if !isExcluded { down += Int128(count.seconds) * Int128(count.down) }
        }
        for resource in facts.resources {
            let deployed = resource.deployed.intersection(availability.window)
            let condition = resource.condition.clipped(to: deployed)
            let unknown = condition.unknown.subtracting(excluded).seconds
            base += Int128(deployed.seconds - (rules.formula == .excludedRemoved ? excluded.clipped(to: deployed).seconds : 0))
            if rules.unknownPolicy == .excluded { base -= Int128(unknown) }
            down += Int128(condition.down.subtracting(excluded).seconds + (rules.unknownPolicy == .down ? unknown : 0))
        }
        return MeasuredShare(kind: .resourceTime, good: Rational(base - down, over: 1), all: Rational(base, over: 1))
    }

    /// Seconds of the window, less those of each outage times the share of users that it touched. Downtime of the whole
    /// service touches all.
    private static func affectedUsers(
        _ overlap: AvailabilityMeasure.Overlap, _ outages: [PartialOutage], _ availability: Availability
    ) -> MeasuredShare {
        let whole = availability.countedDown
        let partial = PartialDowntime.pieces(
            outages, overlap, in: availability.window, countedDown: whole, excluded: availability.excluded,
            unknown: availability.unknown, availability.rules.unknownPolicy)
        let base = Rational(availability.baseSeconds)
        let good = base - Rational(whole.seconds) - PartialDowntime.sum(partial)
        return MeasuredShare(kind: .affectedUsers, good: good, all: base)
    }
}
