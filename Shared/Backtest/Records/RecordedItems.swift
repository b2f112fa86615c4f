import Terms

/// What was recorded beside samples and declared outages, put together: whichever order it comes in, and however often.
public struct RecordedItems: Sendable {
    /// Items that are taken in: a hundred thousand tickets with their events, or a year of hourly figures of a hundred metrics.
    static let maximum = 1 << 20
    /// Events of one ticket.
    static let eventsMaximum = 1000

    private struct Ticket {
        var creation: RecordedTicketEvent?
        var events: [TicketEvent] = []
        let place: RecordPlace?
    }

    /// What there are records of, be it only that there was none.
    public private(set) var kinds: Set<RecordedItem.Kind> = []
    private var count = 0
    private var ticketPlaces: [String: Int] = [:]
    private var allTickets: [(id: String, ticket: Ticket)] = []
    private var partialOutages: [RecordedPartialOutage.Key: RecordedPartialOutage] = [:]
    private var resources: [String: [String: ResourceHistory]] = [:]
    private var metrics: [RecordedMetric.Stream: [RecordedMetric.Key: RecordedMetric]] = [:]
    private var credited: [RecordedCreditedTime] = []
    /// From the first instant that something was measured at to the last; tickets and credits are not measurements.
    private(set) var measured: Interval?
    /// From the first event of a ticket to the last.
    private(set) var ticketed: Interval?

    /// Nothing was recorded.
    public init() {}

    /// Notes that there are records of a kind, even if they say nothing.
    mutating func tell(of kind: RecordedItem.Kind) {
        kinds.insert(kind)
    }

    /// Takes an item in; says what is wrong with it beside others, or nil.
    mutating func take(_ item: RecordedItem, at place: RecordPlace? = nil) -> String? {
        count += 1
        guard count <= Self.maximum else { return "there are more than \(Self.maximum) items that are no samples" }
        kinds.insert(item.kind)
        switch item {
        case .ticket(let event): return take(event, place)
        case .partialOutage(let outage):
            partialOutages[outage.key] = partialOutages[outage.key].map { .prevailing($0, outage) } ?? outage
            widen(outage.outage.interval)
        case .resource(let record):
            resources[record.service, default: [:]][record.resource, default: ResourceHistory()].add(record)
            widen(record.interval)
        case .metric(let metric):
            let known = metrics[metric.stream]?[metric.key]
            if let known, known.revision == metric.revision, known.sample != metric.sample {
                return "another measurement of the same metric, part and time says otherwise: give each an id"
            }
            if known.map({ $0.revision < metric.revision }) ?? true {
                metrics[metric.stream, default: [:]][metric.key] = metric
            }
            widen(metric.sample.interval)
        case .credited(let time): credited.append(time)
        }
        return nil
    }

    private mutating func take(_ event: RecordedTicketEvent, _ place: RecordPlace?) -> String? {
        let index = ticketPlaces[event.id] ?? allTickets.count
        if index == allTickets.count {
            ticketPlaces[event.id] = index
            allTickets.append((event.id, Ticket(place: place)))
        }
        if event.event.kind == .created {
            if let known = allTickets[index].ticket.creation, known != event {
                return "the ticket \(event.id) was created before, and otherwise"
            }
            allTickets[index].ticket.creation = event
        }
        guard !allTickets[index].ticket.events.contains(event.event) else { return nil }
        guard allTickets[index].ticket.events.count < Self.eventsMaximum else {
            return "the ticket \(event.id) has more than \(Self.eventsMaximum) events"
        }
        allTickets[index].ticket.events.append(event.event)
        ticketed = Self.hull(ticketed, Interval(event.event.at, event.event.at))
        return nil
    }

    private mutating func widen(_ interval: Interval) {
        // What still lasts says nothing of the time after its start.
        measured = Self.hull(measured, interval.end == .latest ? Interval(interval.start, interval.start) : interval)
    }

    private static func hull(_ known: Interval?, _ more: Interval) -> Interval {
        known.map { Interval(min($0.start, more.start), max($0.end, more.end)) } ?? more
    }

    /// The first ticket that something happened to before it was created, and where that was read.
    var unfounded: (id: String, place: RecordPlace?)? {
        allTickets.first { _, ticket in
            guard let creation = ticket.creation else { return true }
            return ticket.events.contains { $0.at < creation.event.at }
        }.map { ($0.id, $0.ticket.place) }
    }
}

extension RecordedItems {
    /// The support requests, in the order in which they were first heard of.
    public var tickets: [RecordedTicket] {
        allTickets.map { id, ticket in
            RecordedTicket(id: id, tier: ticket.creation?.tier, outageOf: ticket.creation?.outageOf, events: ticket.events)
        }
    }

    /// Tickets about outages of a service that were open before an instant.
    func ticketOutages(of service: String, before end: Instant) -> [TicketOutage] {
        tickets.filter { $0.outageOf == service }.flatMap(\.openStretches).filter { $0.openedAt < end }
    }

    /// Outages of some users of a service.
    func partialOutages(of service: String) -> [PartialOutage] {
        partialOutages.values.filter { $0.service == service && !$0.withdrawn }.map(\.outage).sorted { $0.id < $1.id }
    }

    /// The customer's resources of a service, by each time that they were there.
    func resources(of service: String) -> [ResourceTime] {
        (resources[service] ?? [:]).sorted { $0.key < $1.key }.flatMap { $1.times($0) }
    }

    /// Whether there are records of resources of a service.
    func hasResources(of service: String) -> Bool { resources[service] != nil }

    /// What was measured of a stream; nil when nothing was.
    func samples(of stream: RecordedMetric.Stream) -> [ObjectiveSample]? {
        metrics[stream].map { $0.values.map(\.sample) }
    }

    /// Downtime of a service that earlier credits have used up, for a commitment.
    func credited(_ service: String, _ commitment: String) -> IntervalSet {
        IntervalSet(
            credited.filter { $0.service == service && ($0.commitment ?? commitment) == commitment }.map(\.interval))
    }
}
