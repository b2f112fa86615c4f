import Foundation

/// A series' samples of one hour, as they are kept.
struct StoredBlock: Sendable {
    /// The series' number.
    let series: Int64
    /// Hours since the epoch.
    let hour: Int32
    /// How many samples.
    let count: Int32
    /// See ``SampleBlock``.
    let payload: Data
}

/// The blocks of a series in a stretch of hours, both ends included.
struct BlockStretch: Hashable, Sendable {
    let series: Int64
    let first: Int32
    let last: Int32
}

extension [BlockStretch] {
    /// Adds a stretch, to the last one where they overlap.
    mutating func append(series: Int64, first: Int32, last: Int32) {
        if let before = self.last, before.series == series, first <= before.last {
            self[count - 1] = BlockStretch(series: series, first: before.first, last: Swift.max(before.last, last))
        } else {
            append(BlockStretch(series: series, first: first, last: last))
        }
    }

    /// The spans that they lie in; those of one series do not overlap.
    var runs: [RunStretch] {
        var runs: [RunStretch] = []
        for stretch in self {
            let (first, last) = (StoredRuns.span(of: stretch.first), StoredRuns.span(of: stretch.last))
            if let before = runs.last, before.series == stretch.series, first <= before.last {
                runs[runs.count - 1] = RunStretch(
                    series: before.series, first: before.first, last: Swift.max(before.last, last), hour: before.hour)
            } else {
                runs.append(RunStretch(series: stretch.series, first: first, last: last, hour: stretch.first))
            }
        }
        return runs
    }
}
