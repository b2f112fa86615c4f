/// When a component was down or unknown, from requests that decide on whole slices of time.
public enum SliceDowntime {
    /// The condition in `window`, from reports in any order, which may be finer than the slices. Slices are counted from
    /// the window's start; one without a report is unknown here, one that has hardly begun is judged by what there is.
    public static func derive(_ reports: [RequestSlice], rule: AvailabilityMeasure.Slices, window: Interval) -> Condition {
        let length = max(1, rule.length.seconds)
        var sums: [Int64: (total: Int128, failed: Int128)] = [:]
        for report in reports.map(\.sound) where window.contains(report.start) {
            let index = (report.start - window.start) / length
            let sum = sums[index, default: (0, 0)]
            sums[index] = (sum.total + Int128(report.total), sum.failed + Int128(report.failed))
        }
        var down = IntervalSetBuilder()
        var known = IntervalSetBuilder(capacity: sums.count)
        for (index, sum) in sums.sorted(by: { $0.key < $1.key }) {
            let start = window.start.advanced(by: index * length)
            let end = min(window.end, start.advanced(by: length))
            known.append(start, end)
            if isDown(Int64(clamping: sum.total), Int64(clamping: sum.failed), rule) { down.append(start, end) }
        }
        return Condition(down: down.finish(), unknown: known.finish().complement(in: window))
    }

    private static func isDown(_ total: Int64, _ failed: Int64, _ rule: AvailabilityMeasure.Slices) -> Bool {
        if rule.downBelowRequests > 0, total - failed < rule.downBelowRequests { return true }
        guard let rate = rule.downErrorRate, total >= rule.minimumRequests else { return false }
        return Ratio(failed, of: total)?.reaches(rate) ?? false
    }
}

extension RequestSlice {
    /// The same with counts that can be: none below 0, and no more failed than there were.
    var sound: RequestSlice {
        let total = max(0, total)
        return RequestSlice(start: start, total: total, failed: min(max(0, failed), total))
    }
}
