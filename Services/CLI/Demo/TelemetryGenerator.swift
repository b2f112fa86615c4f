import Terms

/// What probes would have seen: a sample a minute and location, a few seconds early or late, now and then one lost, now and then minutes
/// of silence, and real outages that every location sees.
struct TelemetryGenerator: Sendable {
    /// A time that nothing was measured, or something was down.
    struct Span: Equatable, Sendable {
        var from: Int64
        var to: Int64
        func holds(_ second: Int64) -> Bool { from <= second && second < to }
    }

    /// One probe: a component, seen from a place.
    struct Probe: Equatable, Sendable {
        let component: String
        let location: String
    }

    private static let periodSeconds: Int64 = 60
    /// Less than half of what two samples may lie apart (90 s, stale) beyond the period.
    private static let jitterSeconds: Int64 = 8
    private static let daySeconds: Int64 = 86_400

    let interval: Interval
    /// The probes, each of which sees its component's outages from its place.
    let probes: [Probe]
    /// When each component was down, for all places.
    let outages: [String: [Span]]
    /// When each place was silent.
    let silences: [String: [Span]]
    private let seed: UInt64

    /// Draws outages and silences for an interval: the same for the same interval, probes and seed.
    ///
    /// - Parameter known: outages besides those that are drawn.
    init(probes: [Probe], interval: Interval, seed: UInt64, known: [String: [Span]] = [:]) {
        self.probes = probes
        self.interval = interval
        self.seed = seed
        var random = SeededRandom(seed: seed)
        var outages: [String: [Span]] = known
        for component in Self.distinct(probes.map(\.component)) {
            outages[component, default: []] += Self.outages(&random, interval)
        }
        var silences: [String: [Span]] = [:]
        for location in Self.distinct(probes.map(\.location)) {
            silences[location] = Self.draw(&random, interval, onceInDays: 9, seconds: 120...600)
        }
        self.outages = outages
        self.silences = silences
    }

    /// Outages such as a component has in an interval: the same for the same interval and seed.
    static func outages(in interval: Interval, seed: UInt64) -> [Span] {
        var random = SeededRandom(seed: seed)
        return outages(&random, interval)
    }

    private static func outages(_ random: inout SeededRandom, _ interval: Interval) -> [Span] {
        draw(&random, interval, onceInDays: 6, seconds: 90...2400)
    }

    /// Each once, in the order in which they come first.
    private static func distinct(_ names: [String]) -> [String] {
        names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The lines of one probe's samples, as the CSV format of `POST /v1/measurements` takes them.
    func lines(of probe: Probe, service: String) -> [String] {
        var random = SeededRandom(seed: seed ^ (probes.firstIndex(of: probe).map { UInt64($0) + 1 } ?? 0) << 32)
        var lines: [String] = []
        lines.reserveCapacity(Int(interval.seconds / Self.periodSeconds) + 1)
        var due = interval.start.epochSeconds
        while due < interval.end.epochSeconds {
            let at = min(due + random.integer(in: 0...Self.jitterSeconds), interval.end.epochSeconds - 1)
            due += Self.periodSeconds
            let isLost = random.once(in: 5000)
            if isLost || silences[probe.location, default: []].contains(where: { $0.holds(at) }) { continue }
            let isDown = outages[probe.component, default: []].contains { $0.holds(at) }
            lines.append("\(service),\(probe.component),\(probe.location),\(at),\(isDown ? "down" : "up")")
        }
        return lines
    }

    private static func draw(
        _ random: inout SeededRandom, _ interval: Interval, onceInDays days: Int64, seconds: ClosedRange<Int64>
    ) -> [Span] {
        var spans: [Span] = []
        var day = interval.start.epochSeconds
        while day < interval.end.epochSeconds {
            if random.once(in: days) {
                let from = day + random.integer(in: 0...daySeconds - 1)
                spans.append(Span(from: from, to: from + random.integer(in: seconds)))
            }
            day += daySeconds
        }
        return spans
    }
}
