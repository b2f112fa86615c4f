import Contracts
import Terms

/// The last days of a tenant as its status page shows them, each from midnight to midnight where the tenant is.
struct PublicDays: Sendable {
    /// The first day.
    let first: LocalDate
    /// From the first midnight up to now.
    let window: Interval
    private let days: [Interval]

    init(endingAt now: Instant, in zone: Zone) {
        let today = zone.date(at: now)
        let first = today.adding(days: 1 - PublicServices.days)
        let starts = (0..<PublicServices.days).map { zone.startOfDay(first.adding(days: $0)) }
        self.first = first
        window = Interval(starts[0], now)
        days = zip(starts, starts.dropFirst() + [now]).map { Interval($0, max($0, $1)) }
    }

    /// A service with its components, by what happened to them.
    func service(_ service: KnownService, _ timelines: [String: Timeline]) -> PublicServices.Service {
        let facts = ServiceFacts(
            service: service, stretch: window, timelines: timelines, maintenance: [], notices: NoticeBook(), exclusions: [])
        let current = service.current
        return PublicServices.Service(
            id: service.id, key: service.key, name: current.name,
            course: course(
                facts.condition(in: window), now: facts.condition(in: present), from: beginning(service, timelines.values)),
            components: current.components.map { component in
                let timeline = timelines[component.key] ?? Timeline(initial: .unknown, transitions: [])
                return PublicServices.Component(
                    key: component.key, name: component.name ?? component.key,
                    course: course(
                        timeline.condition(in: window), now: timeline.condition(in: present),
                        from: beginning(service, [timeline])))
            },
            createdAt: current.createdAt, updatedAt: current.updatedAt)
    }

    /// From when anything is known. A declared component is up unless somebody says otherwise, but nobody said anything before
    /// the service was defined, unless its history was brought in.
    private func beginning(_ service: KnownService, _ timelines: some Sequence<Timeline>) -> Instant {
        let told = timelines.compactMap { $0.transitions.first.map { Instant(epochSeconds: $0.at) } }.min()
        return min(service.editions[0].from, told ?? service.editions[0].from)
    }

    /// The second that begins now: how things stand.
    private var present: Interval { Interval(window.end, window.end.advanced(by: 1)) }

    private func course(_ condition: Condition, now: Condition, from beginning: Instant) -> PublicServices.Course {
        var condition = condition
        if beginning > window.start {
            let before = IntervalSet([Interval(window.start, min(beginning, window.end))])
            condition = Condition(
                down: condition.down.subtracting(before), unknown: condition.unknown.union(before))
        }
        let edges = (condition.down.intervals + condition.unknown.intervals).flatMap { [$0.start, $0.end] }
        return PublicServices.Course(
            state: now.down.seconds > 0 ? .down : now.unknown.seconds > 0 ? .unknown : .up,
            days: days.map { day in
                PublicServices.Day(
                    seconds: day.seconds, downSeconds: condition.down.clipped(to: day).seconds,
                    unknownSeconds: condition.unknown.clipped(to: day).seconds)
            },
            changedAt: edges.filter { $0 > window.start && $0 < window.end }.max())
    }
}
