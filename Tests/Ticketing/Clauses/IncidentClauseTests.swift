import Contracts
import Foundation
import Terms
import Testing

@testable import Ticketing

/// Clauses about incidents, executed by the service's model from the documents of the demo.
@Suite struct IncidentClauseTests {
    private func declare(_ stand: TicketStand, _ priority: String) -> IncidentResource {
        let terms = IncidentTerms(versions: [.init(agreement: AgreementID(), number: 1, document: stand.document)])
        let incident = IncidentResource(
            id: IncidentID(), services: [ServiceID()], serviceKeys: ["voice"], title: "No calls", priority: priority,
            status: .investigating, origin: .declared, published: terms.isPublished(priority),
            countsAsDown: terms.countsAsDown(priority) ?? false, startedAt: stand.start, declaredAt: stand.start,
            declaredBy: "key_agent", revision: 1, updatedAt: stand.start)
        return IncidentMachine.declare(incident, text: "We look.", by: "key_agent", terms).0.incident
    }

    /// S3-6a: P1 and P2 are unavailability, and proposed as outages where nothing measured them; P3 to P5 are not.
    @Test(arguments: [("p1", true), ("p2", true), ("p3", false), ("p4", false), ("p5", false)])
    func whichPrioritiesAreDown(priority: String, isDown: Bool) throws {
        let stand = try TicketStand("connect-engage", service: "voice")
        let incident = declare(stand, priority)
        #expect(incident.countsAsDown == isDown)
        #expect(incident.proposedOutage?.from == (isDown ? stand.start : nil))
        let all = try TicketStand(
            "connect-engage", service: "voice", edit: ("counts_as_down: false", "counts_as_down: true"))
        #expect(declare(all, priority).proposedOutage != nil)
    }
}
