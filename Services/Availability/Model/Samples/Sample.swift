/// What a series is made of.
enum SeriesKind: Int16, Sendable, CaseIterable {
    /// States of one probe location: `first` is 1 when down.
    case probe = 1
    /// Slices of requests, or of resources, as somebody counted them: `first` is the total, `second` how many failed, or were down.
    case requests = 2
    /// A counter of all requests that only grows, or starts anew: `first` is its value.
    case total = 3
    /// A counter of failed requests: `first` is its value.
    case failed = 4

    /// How many of a sample's numbers the kind uses.
    var isCounter: Bool { self == .total || self == .failed }
}

/// One fact of a series at one second.
struct Sample: Hashable, Sendable {
    /// Epoch seconds, UTC.
    var at: Int64
    /// What it is depends on the ``SeriesKind``.
    var first: Int64
    /// What it is depends on the ``SeriesKind``.
    var second: Int64 = 0

    /// The earliest time that is believed, 2000-01-01T00:00:00Z.
    static let earliest: Int64 = 946_684_800

    /// Which of two facts about the same second stands. It does not depend on the order in which they come, so that history
    /// ends the same however it arrives; and the worse one wins, so that no second of downtime is lost to a repeat.
    static func worse(_ a: Sample, _ b: Sample, _ kind: SeriesKind) -> Sample {
        switch kind {
        case .probe, .total, .failed:
            return a.first >= b.first ? a : b
        case .requests:
            // Failed shares as fractions: a.second / a.first against b.second / b.first; of equal ones the larger count.
            let left = a.second.multipliedFullWidth(by: max(b.first, 1))
            let right = b.second.multipliedFullWidth(by: max(a.first, 1))
            if left != right { return left > right ? a : b }
            return (a.first, a.second) >= (b.first, b.second) ? a : b
        }
    }

    /// A sample that says no more than whether it was up or down.
    static func of(_ isDown: Bool, at: Int64, _ kind: SeriesKind) -> Sample {
        let number: Int64 = isDown ? 1 : 0
        // All of one request failed, or there was none.
        return Sample(at: at, first: number, second: kind == .requests ? number : 0)
    }

    /// Sorts samples by time and leaves one a second.
    static func normalise(_ samples: inout [Sample], _ kind: SeriesKind) {
        if isStrictlyAscending(samples) { return }
        samples.sort { $0.at < $1.at }
        var kept = 0
        for index in 1..<samples.count {
            if samples[index].at == samples[kept].at {
                samples[kept] = worse(samples[kept], samples[index], kind)
            } else {
                kept += 1
                samples[kept] = samples[index]
            }
        }
        samples.removeLast(samples.count - kept - 1)
    }

    /// Merges two runs of samples, each ascending with one a second, into one.
    static func merge(_ a: [Sample], _ b: [Sample], _ kind: SeriesKind) -> [Sample] {
        guard let lastA = a.last, let firstB = b.first else { return a.isEmpty ? b : a }
        if lastA.at < firstB.at { return a + b }
        var merged: [Sample] = []
        merged.reserveCapacity(a.count + b.count)
        var i = 0
        var j = 0
        while i < a.count, j < b.count {
            if a[i].at < b[j].at {
                merged.append(a[i])
                i += 1
            } else if b[j].at < a[i].at {
                merged.append(b[j])
                j += 1
            } else {
                merged.append(worse(a[i], b[j], kind))
                i += 1
                j += 1
            }
        }
        merged.append(contentsOf: a[i...])
        merged.append(contentsOf: b[j...])
        return merged
    }

    private static func isStrictlyAscending(_ samples: [Sample]) -> Bool {
        var index = 1
        while index < samples.count {
            if samples[index - 1].at >= samples[index].at { return false }
            index += 1
        }
        return true
    }
}
