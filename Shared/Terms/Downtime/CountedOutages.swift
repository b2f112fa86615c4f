/// Which downtime counts, where short outages do not.
public enum CountedOutages {
    /// The downtime that counts: outages of the minimum length, where those that are close together may be one.
    public static func derive(_ down: IntervalSet, rule: AvailabilityMeasure.Outages) -> IntervalSet {
        var counted = IntervalSetBuilder()
        var group: [Interval] = []
        let finish = { (group: [Interval], counted: inout IntervalSetBuilder) in
            guard let first = group.first, let last = group.last else { return }
            let whole = Interval(first.start, last.end)
            // Merged outages are as long as they last together; what is between them counts only where the rule says so.
            guard whole.seconds >= rule.minimum.seconds else { return }
            for part in rule.countsGaps ? [whole] : group { counted.append(part.start, part.end) }
        }
        for outage in down.intervals {
            if let last = group.last, let gap = rule.mergeGap, outage.start - last.end <= gap.seconds {
                group.append(outage)
            } else {
                finish(group, &counted)
                group = [outage]
            }
        }
        finish(group, &counted)
        return counted.finish()
    }
}
