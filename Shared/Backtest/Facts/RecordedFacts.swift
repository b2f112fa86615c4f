import Contracts
import Terms

/// A fee that the customer paid, in one month or in every one.
public struct RecordedFee: Hashable, Sendable {
    /// Its class: `platform`, `usage`.
    public let feeClass: String
    /// The amount in minor units.
    public let amountMinor: Int64
    /// The first day of its month; nil for every month.
    public let month: LocalDate?
    /// The service that it is for; nil for none in particular.
    public let service: String?
    /// What was special about it: `trial`, `promotion`.
    public let states: Set<String>

    init(_ reader: NodeReader) {
        feeClass = reader["class"].key()
        amountMinor = reader["amount_minor"].integer(0...Money.maximumMinor)
        month = reader.ifPresent("month") { member in
            member.parsed("a month such as 2026-04", standIn: LocalDate(epochDay: 0)) { LocalDate($0 + "-01") }
        }
        service = reader.ifPresent("service") { $0.key() }
        states = Set(reader.ifPresent("states") { $0.list(0...20) { $0.key() } } ?? [])
    }

    /// The fee in the months that touch a stretch of time, in a zone.
    func lines(in stretch: Interval, zone: Zone) -> [FeeLine] {
        var lines: [FeeLine] = []
        var window = Window.containing(stretch.start, kind: .month, zone: zone)
        while window.interval.start < stretch.end {
            if month.map({ zone.startOfDay($0) == window.interval.start }) ?? true {
                lines.append(
                    FeeLine(
                        feeClass: feeClass, service: service, interval: window.interval, amountMinor: amountMinor, states: states)
                )
            }
            window = window.next(in: zone)
        }
        return lines
    }
}

/// A support request, with what happened to it.
public struct RecordedTicket: Hashable, Sendable {
    /// Its id.
    public let id: String
    /// The level of support that it falls under; nil for every one that has a target for it.
    public let tier: String?
    /// The service whose outage it is about; nil where it is about none.
    public let outageOf: String?
    /// What happened to it, the first its creation.
    public let events: [TicketEvent]

    init(id: String, tier: String?, outageOf: String?, events: [TicketEvent]) {
        self.id = id
        self.tier = tier
        self.outageOf = outageOf
        self.events = events
    }

    init(_ reader: NodeReader) {
        id = reader["id"].text(1...128)
        tier = reader.ifPresent("tier") { $0.key() }
        outageOf = reader.ifPresent("outage_of") { $0.key() }
        let list = reader["events"]
        events = list.list(1...1000) { event in
            event.object { event in
                TicketEvent(
                    event["kind"].choice(), at: event["at"].instant(), priority: event.ifPresent("priority") { $0.key() })
            }
        }
        if let first = events.first, first.kind != .created || first.priority == nil {
            list.fail("must begin with an event of the kind created, with a priority")
        }
    }

    /// The same, event by event.
    var items: [RecordedItem] {
        events.map { event in
            let isFirst = event.kind == .created
            return .ticket(
                RecordedTicketEvent(
                    id: id, tier: isFirst ? tier : nil, outageOf: isFirst ? outageOf : nil, event: event))
        }
    }
}

/// A claim that was filed, or might have been.
public struct RecordedClaim: Hashable, Sendable {
    /// Its id.
    public let id: String
    /// The commitment that it is about.
    public let commitment: String
    /// The service; nil for every service of the commitment.
    public let service: String?
    /// The window, such as `2026-03`.
    public let window: String
    /// When it was filed.
    public let filedAt: Instant

    init(_ reader: NodeReader) {
        id = reader["id"].text(1...128)
        commitment = reader["commitment"].key()
        service = reader.ifPresent("service") { $0.key() }
        window = reader["window"].text(1...64)
        filedAt = reader["filed_at"].instant()
    }
}

extension RecordedOutage {
    init(_ reader: NodeReader) {
        let key = Key(service: reader["service"].key(), component: reader["component"].key(), id: reader["id"].text(1...128))
        let from = reader["from"].instant()
        let to = reader.ifPresent("to") { $0.instant() }
        if let to, to <= from { reader["to"].fail("must be after from") }
        self.init(key, from: from.epochSeconds, to: to?.epochSeconds)
    }
}

extension GrantedCredit {
    init(_ reader: NodeReader) {
        self.init(
            agreement: reader["agreement"].key(), window: reader.stretch(),
            amountMinor: reader["amount_minor"].integer(0...Money.maximumMinor))
    }
}
