import Terms

/// Something that happened to a support request.
public struct RecordedTicketEvent: Hashable, Sendable {
    /// The ticket's id.
    public let id: String
    /// The level of support that it falls under, where its creation says so.
    public let tier: String?
    /// The service whose outage it is about, where its creation says so.
    public let outageOf: String?
    /// What happened.
    public let event: TicketEvent

    init(_ reader: NodeReader) {
        id = reader["id"].recordedID()
        let kind: TicketEvent.Kind = reader["event"].choice()
        let priority = reader.ifPresent("priority") { $0.key() }
        event = TicketEvent(kind, at: reader["at"].recordedInstant(), priority: priority)
        tier = reader.ifPresent("tier") { $0.key() }
        outageOf = reader.ifPresent("outage_of") { $0.key() }
        if kind == .created || kind == .priority, priority == nil {
            reader["priority"].fail("is required of the event \(kind.rawValue)")
        }
        guard kind != .created else { return }
        for member in ["tier", "outage_of"] where reader.has(member) { reader[member].fail("belongs to the event created") }
    }

    /// An event of a ticket.
    init(id: String, tier: String?, outageOf: String?, event: TicketEvent) {
        self.id = id
        self.tier = tier
        self.outageOf = outageOf
        self.event = event
    }
}

extension RecordedTicket {
    /// The stretches in which it was open, for downtime that runs from a ticket: from its creation or reopening to its
    /// resolution.
    var openStretches: [TicketOutage] {
        var stretches: [TicketOutage] = []
        var openedAt: Instant?
        for event in events.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }).map(\.element) {
            switch event.kind {
            case .created, .reopened: openedAt = openedAt ?? event.at
            case .resolved:
                if let start = openedAt { stretches.append(TicketOutage(id: id, openedAt: start, resolvedAt: event.at)) }
                openedAt = nil
            case .priority, .responded, .waitingOnCustomer, .customerReplied: break
            }
        }
        if let openedAt { stretches.append(TicketOutage(id: id, openedAt: openedAt)) }
        return stretches
    }
}
