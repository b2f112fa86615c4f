import Contracts
import Foundation
import Telemetry

/// Brings new samples of a series together with the blocks and runs that are kept of it.
struct SeriesMerge {
    /// Seconds of a block.
    static let hourSeconds: Int64 = 3_600

    /// The hour of the epoch that an instant lies in.
    static func hour(of at: Int64) -> Int32 {
        Int32(clamping: at >= 0 ? at / hourSeconds : (at - hourSeconds + 1) / hourSeconds)
    }

    /// A block that has changed.
    struct Change {
        let hour: Int32
        let samples: [Sample]
    }

    private let kind: SeriesKind
    private var hours: [Int32: [Sample]] = [:]
    /// What is past the horizon: ascending runs, the rules by which they were made, and their samples in the hours that were
    /// asked for, evenly spread.
    private var runs: [StateRun] = []
    private var rules: RunRules?
    private var spread: [Sample] = []

    /// A series of a kind, with the blocks of it that were read.
    init(_ kind: SeriesKind) {
        self.kind = kind
    }

    /// Takes in a block that is kept.
    mutating func load(_ hour: Int32, count: Int, _ payload: Data) throws {
        hours[hour] = try payload.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return try SampleBlock.read(count, kind, base: Int64(hour) * Self.hourSeconds, from: &reader)
        }
    }

    /// Takes in ascending runs that are kept, and has their samples where hours are asked for.
    ///
    /// - Parameter hours: ascending stretches that do not overlap, both ends included.
    mutating func load(_ runs: [StateRun], by rules: RunRules, in hours: [ClosedRange<Int32>]) {
        self.runs += runs
        self.rules = rules
        for stretch in hours {
            let start = Int64(stretch.lowerBound) * Self.hourSeconds
            let end = (Int64(stretch.upperBound) + 1) * Self.hourSeconds
            for run in runs[runs.index(endingFrom: start)...] {
                guard run.first < end else { break }
                for index in run.index(from: start)..<run.index(from: end) {
                    spread.append(.of(run.isDown, at: run.instant(index), kind))
                }
            }
        }
    }

    /// Takes in new samples.
    ///
    /// - Returns: the blocks that are different now; none when everything was known already.
    mutating func add(_ samples: [Sample]) -> [Change] {
        let samples = runs.isEmpty ? samples : samples.filter { !isTold($0) }
        var changes: [Change] = []
        var start = 0
        while start < samples.count {
            let hour = Self.hour(of: samples[start].at)
            let limit = (Int64(hour) + 1) * Self.hourSeconds
            var end = start + 1
            while end < samples.count, samples[end].at < limit { end += 1 }
            let known = hours[hour] ?? []
            let merged = Sample.merge(known, Array(samples[start..<end]), kind)
            if merged != known {
                hours[hour] = merged
                changes.append(Change(hour: hour, samples: merged))
            }
            start = end
        }
        return changes
    }

    /// Whether a run tells a sample already. Which seconds its own samples had is no longer known: one of its state is one of
    /// them, and within a run of "down" the worse one stands.
    private func isTold(_ sample: Sample) -> Bool {
        guard let run = runs.run(at: sample.at) else { return false }
        return run.isDown || rules?.rule(Self.hour(of: sample.at))?.isDown(sample) == false
    }

    /// All samples, ascending.
    var samples: [Sample] {
        let exact = hours.sorted { $0.key < $1.key }.flatMap(\.value)
        return spread.isEmpty ? exact : Sample.merge(spread, exact, kind)
    }

    /// The bytes of a block.
    static func payload(_ change: Change, _ kind: SeriesKind) -> Data {
        var writer = ByteWriter()
        SampleBlock.write(change.samples, kind, base: Int64(change.hour) * hourSeconds, to: &writer)
        return Data(writer.bytes)
    }
}
