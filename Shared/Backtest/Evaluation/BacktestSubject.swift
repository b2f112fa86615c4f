import Contracts
import Terms

/// An agreement that is tried on recorded facts.
public struct BacktestSubject: Sendable {
    /// The agreement.
    public let document: AgreementDocument
    /// How statements refer to it.
    public let agreement: AgreementID
    /// How statements refer to its version; 0 for one that was never kept.
    public let version: Int

    /// A version that is kept.
    public init(_ document: AgreementDocument, agreement: AgreementID, version: Int) {
        self.document = document
        self.agreement = agreement
        self.version = version
    }

    /// A document that is kept nowhere: its id is derived from its key.
    public init(_ document: AgreementDocument) {
        self.init(document, agreement: DerivedID.make("agreement", document.key), version: 0)
    }
}

extension BacktestSubject {
    /// The services that it promises anything about.
    public var services: Set<String> { Set(document.commitments.flatMap(\.services) + document.objectives.map(\.service)) }

    /// The services whose requests or resources a promise of it counts.
    public var countedServices: Set<String> {
        Set(document.commitments.filter(\.measure.readsCounts).flatMap(\.services))
    }

    /// The time of which facts are needed to judge every window that a span touches.
    public func stretch(_ span: BacktestSpan) -> Interval {
        var (start, end) = (span.interval.start, span.interval.end)
        let zone = document.zone
        let windows =
            document.commitments.map { ($0.window, $0.measure) }
            + document.objectives.map { ($0.window, AvailabilityMeasure.time) }
        for (kind, measure) in windows {
            // A rolling window ends with a local day, so the one that ends a day later holds every other's start and end.
            let first = Window.containing(span.interval.start, kind: kind, zone: zone)
            let last = Window.containing(span.interval.end.advanced(by: 86_400), kind: kind, zone: zone)
            start = min(start, measure.factSpan(of: first.interval).start)
            end = max(end, measure.factSpan(of: last.interval).end)
        }
        return Interval(start, end)
    }
}

/// The time that a backtest is about.
public struct BacktestSpan: Sendable {
    /// Windows that touch this are judged.
    public let interval: Interval
    /// Up to when facts are known.
    public let knownUntil: Instant

    /// A stretch of time, and up to when facts are known.
    public init(_ interval: Interval, knownUntil: Instant) {
        self.interval = interval
        self.knownUntil = knownUntil
    }

    /// The windows of a kind that touch it, in a zone: of rolling ones, those that end with a local day of it.
    func windows(_ kind: WindowKind, zone: Zone, limit: Int) -> [Window] {
        guard !interval.isEmpty else { return [] }
        var windows: [Window] = []
        var window: Window
        var isRolling = false
        if kind.rollingDays != nil {
            isRolling = true
            window = Window.ending(
                at: zone.startOfDay(zone.date(at: interval.start).adding(days: 1)), kind: kind, zone: zone)
        } else {
            window = Window.containing(interval.start, kind: kind, zone: zone)
        }
        while windows.count <= limit {
            // All rolling windows reach far back: what counts is the day that they end with.
            let begins = isRolling ? window.interval.end.advanced(by: -86_400) : window.interval.start
            guard begins < interval.end else { break }
            windows.append(window)
            window = window.next(in: zone)
        }
        return windows
    }
}
