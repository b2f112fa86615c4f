import Contracts
import Foundation
import Telemetry
import Terms
import Testing

@testable import Availability

/// Packed measurements are those that were packed, to the byte.
@Suite struct MetricBlockTests {
    private let day = RandomMetrics.day

    private func read(_ bytes: [UInt8]) throws -> [StoredMetric] {
        try bytes.withUnsafeBytes { try MetricBlock.read($0, day: day) }
    }

    @Test func whatIsPackedComesBack() throws {
        for seed in UInt64(1)...60 {
            var random = Seeded(seed)
            let measurements = RandomMetrics(Int(seed) * 3, &random).measurements
            let back = try read(MetricBlock.write(measurements, day: day))
            #expect(back == measurements, "seed \(seed)")
            #expect(back.map { MetricBytes($0) } == measurements.map { MetricBytes($0) }, "seed \(seed)")
        }
        #expect(try read(MetricBlock.write([], day: day)).isEmpty)
    }

    @Test func daysAreTheEpochs() {
        #expect(MetricBlock.day(of: instant("2026-03-10T00:00:00Z")) == day)
        #expect(MetricBlock.day(of: instant("2026-03-10T23:59:59Z")) == day)
        #expect(MetricBlock.day(of: instant("2026-03-09T23:59:59Z")) == day - 1)
        #expect(MetricBlock.start(of: day) == instant("2026-03-10T00:00:00Z"))
        #expect(MetricBlock.day(of: Instant(epochSeconds: -1)) == -1 && MetricBlock.day(of: Instant(epochSeconds: -86_400)) == -1)
    }

    /// Bytes that are cut, turned or made up are refused or say something else; the process goes on.
    @Test func whatIsNoBlockIsRefused() throws {
        var random = Seeded(5)
        let bytes = MetricBlock.write(RandomMetrics(24, &random).measurements, day: day)
        for count in 0..<bytes.count {
            #expect(throws: ByteReader.Malformed.self) { try read(Array(bytes.prefix(count))) }
        }
        #expect(throws: ByteReader.Malformed.self) { try read(bytes + [0]) }
        var refused = 0
        for place in bytes.indices {
            for _ in 0..<8 {
                var turned = bytes
                turned[place] ^= UInt8.random(in: 1...255, using: &random)
                if (try? read(turned)) == nil { refused += 1 }
            }
        }
        #expect(refused > bytes.count)
        for _ in 0..<5_000 {
            let made = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...9, using: &random) }
            _ = try? read([1] + made)
        }
        // As many measurements as 64 bits tell, of which there is nothing.
        #expect(throws: ByteReader.Malformed.self) {
            try read([1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1] + [UInt8](repeating: 0, count: 60))
        }
    }

    /// An hour's histogram is told in 15 bytes, and five minutes' counts in 6.
    @Test func whatRepeatsTakesNoRoom() throws {
        var random = Seeded(9)
        let bounds = [50, 100, 200, 400, 800, 1_600].map { Rational($0) }
        let hours = try (0..<24).map { hour in
            let counts = [9_000, 4_000, 900, 150, 20, 3, 0].map { Int64.random(in: $0 / 2...$0, using: &random) }
            return metric(hour * 3_600, 3_600, unit: "ms", .histogram(try #require(Histogram(bounds: bounds, counts: counts))))
        }
        #expect(MetricBlock.write(hours, day: day).count <= 24 * 15)
        let minutes = (0..<288).map { slot in
            let all = Int64.random(in: 5_000...9_000, using: &random)
            return metric(slot * 300, 300, .counts(hits: all - .random(in: 0...40, using: &random), all: all))
        }
        #expect(MetricBlock.write(minutes, day: day).count <= 288 * 6)
    }

    /// Of two that say different things of the same the one stands that stood among rows, whichever was packed first.
    @Test func mergedTheyAreWhatPrevails() {
        for seed in UInt64(1)...30 {
            var random = Seeded(seed)
            let left = RandomMetrics(60, &random).measurements
            let again = left.filter { _ in Bool.random(using: &random) }.map { old in
                StoredMetric(
                    id: old.id, revision: old.revision + .random(in: -1...1, using: &random),
                    sample: ObjectiveSample(
                        interval: old.sample.interval, part: old.sample.part,
                        reading: .counts(hits: 0, all: .random(in: -1...1, using: &random))))
            }
            let right = (again + RandomMetrics(60, &random).measurements).sorted { $0.precedes($1) }
                .reduce(into: [StoredMetric]()) { kept, next in
                    if kept.last.map({ $0.precedes(next) }) ?? true { kept.append(next) }
                }
            var standing: [MetricBytes: StoredMetric] = [:]
            for item in left + right {
                standing[MetricBytes(keyOf: item)] =
                    standing[MetricBytes(keyOf: item)].map { $0.prevails(over: item) ? $0 : item } ?? item
            }
            for merged in [StoredMetric.merge(left, right), StoredMetric.merge(right, left)] {
                #expect(merged.count == standing.count && zip(merged, merged.dropFirst()).allSatisfy { $0.precedes($1) })
                let (found, wanted) = (Set(merged.map { MetricBytes($0) }), Set(standing.values.map { MetricBytes($0) }))
                #expect(found == wanted, "seed \(seed)")
            }
        }
    }

    /// An é in one scalar and one in two are two parts to the database.
    @Test func textsAreToldApartByTheirBytes() throws {
        let parts = ["e\u{301}", "\u{e9}"].map { part in
            StoredMetric(
                id: "", revision: 1,
                sample: ObjectiveSample(
                    interval: Interval(MetricBlock.start(of: day), MetricBlock.start(of: day)), part: part,
                    reading: .counts(hits: Int64(part.utf8.count), all: 9)))
        }
        let merged = StoredMetric.merge([parts[0]], [parts[1]])
        #expect(merged.map { MetricBytes($0) } == parts.map { MetricBytes($0) })
        #expect(try read(MetricBlock.write(merged, day: day)).map { MetricBytes($0) } == parts.map { MetricBytes($0) })
    }

    /// A step takes as many days as fit, passes over those whose blocks are full, and is always done with one.
    @Test func aStepTakesWhatFits() {
        func days(_ sizes: [Int]) -> [MetricDay] {
            sizes.enumerated().map { index, size in
                MetricDay(
                    key: .init(metric: 1, day: Int32(index)), size: .init(measurements: size, bytes: size * 10))
            }
        }
        func packed(_ sizes: [Int], _ blocks: [Int32: Int] = [:], bytes: Int = 0) -> [Bool] {
            let known = blocks.map { (MetricDay.Key(metric: 1, day: $0), MetricDay.Size(measurements: $1, bytes: bytes)) }
            return MetricDay.packed(days(sizes), blocks: Dictionary(uniqueKeysWithValues: known))
        }
        let most = MetricBlock.measurementsMaximum
        #expect(packed([]) == [])
        #expect(packed([1, 2, 3]) == [true, true, true])
        #expect(packed([most, 1]) == [true])
        #expect(packed([1, most]) == [true])
        #expect(packed([1, 1, 1], [1: most - 1]) == [true])
        #expect(packed([1, 1, 1], [0: most]) == [false, true, true])
        #expect(packed([1, 1, 1], [0: most, 1: most, 2: most]) == [false, false, false])
        #expect(packed([1, 1], [0: 1], bytes: MetricBlock.bytesMaximum) == [false, true])
    }

    private func metric(_ at: Int, _ seconds: Int64, unit: String? = nil, _ reading: ObjectiveSample.Reading) -> StoredMetric {
        let start = MetricBlock.start(of: day).advanced(by: Int64(at))
        return StoredMetric(
            id: "", revision: 1,
            sample: ObjectiveSample(interval: Interval(start, start.advanced(by: seconds)), unit: unit, reading: reading))
    }
}

extension MetricBytes {
    /// What it is a measurement of.
    init(keyOf measurement: StoredMetric) {
        self.init(
            StoredMetric(
                id: measurement.id, revision: 0,
                sample: ObjectiveSample(
                    interval: measurement.sample.interval, part: measurement.sample.part, reading: .counts(hits: 0, all: 0))))
    }
}
