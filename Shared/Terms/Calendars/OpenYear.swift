/// The open time of a calendar in one local year, with running totals, so that questions about it are binary searches.
struct OpenYear: Sendable {
    /// 1 … 9999.
    let number: Int
    /// The local year, from its first second to its last.
    let interval: Interval
    let open: IntervalSet
    /// Open seconds before each interval of `open`, and after the last.
    private let totals: [Int64]

    init(number: Int, interval: Interval, open: IntervalSet) {
        self.number = number
        self.interval = interval
        self.open = open
        var totals: [Int64] = [0]
        totals.reserveCapacity(open.intervals.count + 1)
        for part in open.intervals { totals.append(totals[totals.count - 1] + part.seconds) }
        self.totals = totals
    }

    /// Open seconds of this year before an instant.
    func openSeconds(before instant: Instant) -> Int64 {
        let index = open.firstIndex(endingAfter: instant)
        guard index < open.intervals.count else { return totals[index] }
        return totals[index] + max(0, instant - open.intervals[index].start)
    }

    /// All open seconds of this year.
    var total: Int64 { totals[totals.count - 1] }

    /// The instant at which so many open seconds of this year have passed; `seconds` in 1…`total`.
    func instant(afterOpenSeconds seconds: Int64) -> Instant {
        var low = 0
        var high = open.intervals.count - 1
        while low < high {
            let middle = (low + high) / 2
            if totals[middle + 1] < seconds { low = middle + 1 } else { high = middle }
        }
        return open.intervals[low].start.advanced(by: seconds - totals[low])
    }
}
