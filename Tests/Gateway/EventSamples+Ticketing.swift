import Contracts
import Terms

/// The events of Ticketing.
extension EventSamples {
    static let ticketing: [EventSample] = [
        sample(TicketOpened(ticket: ticket, message: message), .ticketing),
        sample(TicketChanged(ticket: ticket, reason: "Which numbers?"), .ticketing),
        sample(TicketReplied(ticket: ticket, message: message), .ticketing),
        sample(TicketResolved(ticket: ticket, reason: nil), .ticketing),
        sample(TicketReopened(ticket: ticket, reason: nil), .ticketing),
        sample(TicketMerged(ticket: merged, into: ticket, reason: "The same outage"), .ticketing),
        sample(SupportStatementProvisional(supportStatement: supportStatement), .ticketing),
        sample(SupportStatementRestated(supportStatement: supportStatement), .ticketing),
        sample(SupportStatementFinal(supportStatement: supportStatement), .ticketing),
        sample(ClockStarted(clock: clock(nil)), .ticketing),
        sample(ClockWarning(clock: clock(nil), thresholdSeconds: 11_520, escalatedTo: ["Shift lead"]), .ticketing),
        sample(ClockBreached(clock: clock(verdict)), .ticketing), sample(ClockMet(clock: clock(verdict)), .ticketing),
        sample(
            ClockRestated(
                ticket: ticket.id, customer: customerID, measure: .firstResponse, because: .reclassified, was: verdict,
                clock: nil), .ticketing),
        sample(IncidentDeclared(incident: incident, update: update), .ticketing),
        sample(IncidentUpdated(incident: incident, update: nil), .ticketing),
        sample(IncidentResolved(incident: incident, update: update), .ticketing),
        sample(IncidentReclassified(incident: incident, update: update, from: "p2"), .ticketing),
    ].compactMap(\.self)

    static let ticket = TicketResource(
        id: TicketID(), customer: customerID, service: serviceID, serviceKey: "cpaas", subject: "No SMS", status: .open,
        priority: "high", proposedPriority: "critical", channel: "portal", requester: MemberID(),
        assignee: "ayesha@zecto.example",
        details: [.init(name: "Service ID", text: "42")], missingDetails: ["Steps taken"],
        terms: TicketTerms(
            agreement: agreementID, version: 1, subscription: SubscriptionID(), plan: "standard", tier: "standard",
            clause: "S2-4.1a", withoutClocks: nil),
        openedBy: "key_x", openedAt: now, acknowledgedAt: now, firstResponseAt: now, resolvedAt: nil, revision: 3, updatedAt: now)
    static let supportStatement = SupportStatementResource(
        id: SupportStatementID(), customer: customerID, agreement: agreementID, month: "2026-03", from: now,
        to: now.advanced(by: 2_678_400), state: .final, revision: 2,
        promises: [
            .init(
                measure: .firstResponse, priority: "high", clause: "S2-4.1a", strength: .guarantee, version: 1,
                targetSeconds: 14_400, met: 3, breached: 1, breachedTickets: [ticket.id])
        ],
        averages: [
            .init(
                objective: "chat-response", clause: "S0-8", strength: .target, version: 1, answered: 3, unanswered: 1,
                totalSeconds: 500, verdict: .met)
        ], madeAt: now)
    static let merged: TicketResource = {
        var merged = ticket
        merged.status = .closed
        merged.mergedInto = TicketID()
        return merged
    }()
    static let message = TicketMessageResource(
        id: MessageID(), ticket: ticket.id, audience: .everybody, party: .provider, author: "key_x", automatic: false,
        text: "We are looking into it.", createdAt: now)
    static let verdict = ClockVerdict(
        outcome: .breached, at: now, dueAt: now, clause: "S2-4.1a", strength: .guarantee, priority: "high",
        agreement: agreementID,
        version: 1, targetSeconds: 14_400, elapsedSeconds: 14_401)

    static let incident = IncidentResource(
        id: IncidentID(), services: [serviceID], serviceKeys: ["voice"], title: "No calls", priority: "p1", status: .identified,
        origin: .declared, published: true, countsAsDown: true, startedAt: now, declaredAt: now,
        outages: [.init(id: OutageID(), startedAt: now, endedAt: nil)],
        proposedOutage: .init(services: [serviceID], from: now, to: nil), clocks: [clock(nil)], declaredBy: "key_x", revision: 2,
        updatedAt: now)
    static let update = IncidentUpdateResource(
        id: IncidentUpdateID(), incident: incident.id, status: .identified, priority: "p1", text: "A carrier is down.",
        reason: "more than one product", author: "key_x", createdAt: now)

    static func clock(_ verdict: ClockVerdict?) -> ClockResource {
        ClockResource(
            ticket: ticket.id, incident: nil, customer: customerID, measure: .firstResponse, priority: "high", state: .running,
            clause: "S2-4.1a", strength: .guarantee, agreement: agreementID, version: 1, calendar: "business-hours",
            targetSeconds: 14_400, aimSeconds: nil, elapsedSeconds: 60, startedAt: now, dueAt: now.advanced(by: 14_400),
            verdict: verdict)
    }
}
