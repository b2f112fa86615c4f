import Foundation
import Terms

@testable import Availability

/// Measurements of one day of a stream, made at random: of every form, and with what lies at the ends of every range.
struct RandomMetrics {
    /// 10 March 2026.
    static let day: Int32 = 20_522

    private static let numbers: [Int64] = [0, 1, -1, 127, 128, .max, .min, 1 << 53]
    /// Two of them are the same to Swift, and not to the database.
    private static let texts = ["", "", "eu", "\u{e9}", "e\u{301}", String(repeating: "\u{1F600}", count: 32), "\u{0}"]
    private static let decimals = [
        Rational(0), Rational(.max), Rational(-1), Rational(1, over: Int128(Int64.max)), Rational(-1, over: 8),
        Rational(999_999_999_999_999_999, over: 1_000_000), Rational(5, over: 2),
    ]

    /// In order, each another one.
    let measurements: [StoredMetric]

    /// So many, or some fewer.
    init(_ count: Int, _ random: inout Seeded) {
        let made = (0..<count).map { _ in Self.measurement(&random) }.sorted { $0.precedes($1) }
        measurements = made.reduce(into: []) { kept, next in
            if kept.last.map({ $0.precedes(next) }) ?? true { kept.append(next) }
        }
    }

    private static func measurement(_ random: inout Seeded) -> StoredMetric {
        let starts: [Int64] = [0, 3_600, 86_399, .random(in: 0..<86_400, using: &random)]
        let lengths: [Int64] = [0, 300, 2_678_400, Int64(Int32.max)]
        let revisions: [Int64] = [1, 2, Int64(Int32.max), Int64(Int32.min)]
        let units: [String?] = [nil, "ms", "\u{e9}"]
        let start = MetricBlock.start(of: day).advanced(by: starts.randomElement(using: &random) ?? 0)
        let end = start.advanced(by: lengths.randomElement(using: &random) ?? 0)
        let part = texts.randomElement(using: &random) ?? ""
        let id = Bool.random(using: &random) ? "\(random.next())" : texts.randomElement(using: &random) ?? ""
        let sample = ObjectiveSample(
            interval: Interval(start, end), part: part.isEmpty ? nil : part,
            unit: units.randomElement(using: &random) ?? nil, reading: reading(&random))
        return StoredMetric(id: id, revision: revisions.randomElement(using: &random) ?? 1, sample: sample)
    }

    private static func reading(_ random: inout Seeded) -> ObjectiveSample.Reading {
        func number() -> Int64 { numbers.randomElement(using: &random) ?? 0 }
        func decimal() -> Rational { decimals.randomElement(using: &random) ?? .zero }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .counts(hits: number(), all: number())
        case 1: return .values(ValueSummary(sum: decimal(), count: number(), minimum: decimal(), maximum: decimal()))
        default:
            let bounds = Set((0..<Int.random(in: 0...6, using: &random)).map { _ in decimal() }).sorted { $0 < $1 }
            let counts = (0...bounds.count).map { _ in max(0, number()) }
            return Histogram(bounds: bounds, counts: counts).map { .histogram($0) } ?? .counts(hits: 0, all: 0)
        }
    }
}

/// What tells measurements apart, to the byte.
struct MetricBytes: Hashable {
    let interval: Interval
    let part: [UInt8]
    let id: [UInt8]
    let revision: Int64
    let reading: [UInt8]

    init(_ measurement: StoredMetric) {
        interval = measurement.sample.interval
        part = Array((measurement.sample.part ?? "").utf8)
        id = Array(measurement.id.utf8)
        revision = measurement.revision
        reading = measurement.reading
    }
}
