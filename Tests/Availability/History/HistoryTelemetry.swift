import Contracts
import Terms

/// Everything that is measured and declared in a history: with gaps, with probes that err, with corrections, and with facts
/// that contradict each other.
struct HistoryTelemetry {
    private let shape: HistoryShape
    private(set) var facts: [HistoryFact] = []

    /// Any such telemetry.
    init(_ shape: HistoryShape, _ random: inout Seeded) {
        self.shape = shape
        for location in shape.probe.locations { probe(location, down: stretches(&random), &random) }
        count(down: stretches(&random), &random)
        for number in 0..<Int.random(in: 0...4, using: &random) { declare("noc-\(number)", &random) }
    }

    /// One of so many, on the average.
    private static func once(in count: Int, _ random: inout Seeded) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

    /// Some stretches, in epoch seconds: minutes to hours.
    private func stretches(_ random: inout Seeded) -> [Range<Int64>] {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
            let start = shape.start.epochSeconds + .random(in: 0..<shape.seconds, using: &random)
            return start..<start + 60 * .random(in: 1...(Bool.random(using: &random) ? 30 : 400), using: &random)
        }
    }

    private mutating func probe(_ location: String, down: [Range<Int64>], _ random: inout Seeded) {
        let period = Int64.random(in: 600...1_800, using: &random)
        let gaps = Bool.random(using: &random) ? stretches(&random) : []
        var at = shape.start.epochSeconds - .random(in: 0...3_600, using: &random)
        while at < shape.end.epochSeconds {
            let isDown = down.contains { $0.contains(at) } != Self.once(in: 40, &random)
            if !gaps.contains(where: { $0.contains(at) }) {
                facts.append(.probe(location: location, at: at, isDown: isDown))
                if Self.once(in: 30, &random) { facts.append(.probe(location: location, at: at, isDown: !isDown)) }
            }
            at += period + .random(in: -30...60, using: &random)
        }
    }

    private mutating func count(down: [Range<Int64>], _ random: inout Seeded) {
        let period = shape.counting.sliceSeconds
        for at in stride(from: shape.start.epochSeconds / period * period, to: shape.end.epochSeconds, by: Int(period)) {
            if Self.once(in: 20, &random) { continue }
            for _ in 0..<(Self.once(in: 30, &random) ? 2 : 1) {
                let total = Int64.random(in: 0...40, using: &random)
                let least = down.contains { $0.contains(at) } ? total - total / 8 : 0
                let failed = Int64.random(in: least...max(least, total / 30), using: &random)
                facts.append(.counts(of: shape.counted, at: at, period: period, total: total, failed: failed))
            }
        }
    }

    private static func share(_ random: inout Seeded) -> Percent? {
        ["0.5", "12.25", "40", "75", "100"].randomElement(using: &random).flatMap { Percent($0) }
    }

    /// An outage, as it is first declared, and its corrections; of two with one revision the one that declares more counts, and
    /// both are about everybody, or both about the customer.
    private mutating func declare(_ id: String, _ random: inout Seeded) {
        let component =
            [HistoryShape.declared, HistoryShape.declared, HistoryShape.probed, HistoryShape.countedKey]
            .randomElement(using: &random) ?? HistoryShape.declared
        let limited = (1...4).map { _ in Self.once(in: 3, &random) }
        let isWeighed = Self.once(in: 3, &random)
        for number in 1...Int64.random(in: 1...4, using: &random) {
            let revision = Self.once(in: 4, &random) ? max(1, number - 1) : number
            let from = shape.start.epochSeconds + .random(in: 0..<shape.seconds, using: &random)
            let to = from + .random(in: 1...20_000, using: &random)
            let isLimited = limited[Int(revision) - 1]
            let share = isLimited || isWeighed == Self.once(in: 6, &random) ? nil : Self.share(&random)
            facts.append(
                .outage(
                    id: id, revision: revision, component: component, from: from, to: Self.once(in: 6, &random) ? nil : to,
                    isWithdrawn: Self.once(in: 5, &random), isLimited: isLimited, share: share))
        }
    }
}
