import Contracts
import Foundation
import Testing

@testable import Gateway

@Suite("Who is told of what")
struct FeedAudienceTests {
    private func event(_ type: String) throws -> FeedEvent {
        let sample = try #require(EventSamples.all.first { $0.type == "pledge.\(type).v1" })
        let service = try #require(ServiceName(rawValue: String(type.prefix { $0 != "." })))
        return try #require(FeedEvent(service: service, position: 1, json: sample.json))
    }

    private static let staffOnly = [
        "agreements.tenant.created", "agreements.tenant.changed", "agreements.tenant.deleted", "agreements.service.defined",
        "agreements.service.changed", "agreements.calendar.changed", "availability.exclusion.proposed",
        "availability.exclusion.decided", "availability.exclusion.withdrawn", "availability.budget.threshold_crossed",
        "availability.commitment.breach_certain",
        "availability.budget.recovered", "availability.maintenance.warning", "ticketing.clock.warning",
    ]

    @Test("the tenant's staff see everything of the tenant, and nothing of another", arguments: EventSamples.all)
    func staff(_ sample: EventSample) throws {
        let type = String(sample.type.dropFirst("pledge.".count).dropLast(".v1".count))
        let event = try event(type)
        var own = FeedViewer(tenant: EventSamples.tenantID, customer: nil)
        var other = FeedViewer(tenant: TenantID(), customer: nil)
        let (isSeen, isSeenByOther) = (own.sees(event), other.sees(event))
        #expect(isSeen)
        #expect(!isSeenByOther)
    }

    @Test("a customer without subscriptions sees itself alone", arguments: EventSamples.all)
    func customer(_ sample: EventSample) throws {
        let type = String(sample.type.dropFirst("pledge.".count).dropLast(".v1".count))
        let event = try event(type)
        var itself = FeedViewer(tenant: EventSamples.tenantID, customer: EventSamples.customerID)
        var other = FeedViewer(tenant: EventSamples.tenantID, customer: CustomerID())
        let own = [
            "agreements.customer.", "agreements.member.", "agreements.subscription.", "agreements.agreement.scheduled",
            "agreements.fees.", "ticketing.ticket.", "ticketing.clock.", "ticketing.support_statement.", "claims.",
        ]
        let isItsOwn = own.contains { type.hasPrefix($0) } && !Self.staffOnly.contains(type)
        let (isSeen, isSeenByOther) = (itself.sees(event), other.sees(event))
        #expect(isSeen == isItsOwn, "\(type)")
        #expect(!isSeenByOther, "\(type)")
    }

    @Test("a subscriber sees the service and the agreement, and nothing for the staff", arguments: EventSamples.all)
    func subscriber(_ sample: EventSample) throws {
        let type = String(sample.type.dropFirst("pledge.".count).dropLast(".v1".count))
        let event = try event(type)
        var viewer = FeedViewer(
            tenant: EventSamples.tenantID, customer: CustomerID(), services: [EventSamples.serviceID],
            agreements: [EventSamples.agreementID])
        let concerns = [
            "availability.outage.", "availability.maintenance.", "availability.statement.", "availability.objective.",
            "agreements.agreement.",
            "ticketing.incident.",
        ]
        let isSeen = viewer.sees(event)
        // When a version comes into force for one customer is that customer's business.
        let isAnothers = type == "agreements.agreement.scheduled"
        let isConcerned = concerns.contains { type.hasPrefix($0) } && !Self.staffOnly.contains(type)
        #expect(isSeen == (!isAnothers && isConcerned), "\(type)")
        if Self.staffOnly.contains(type) { #expect(event.audience == .staff) }
    }

    @Test("a new subscription widens what its customer sees")
    func widens() throws {
        var viewer = FeedViewer(tenant: EventSamples.tenantID, customer: EventSamples.customerID)
        let outage = try event("availability.outage.opened")
        let before = viewer.sees(outage)
        let subscription = viewer.sees(try event("agreements.subscription.started"))
        let after = viewer.sees(outage)
        #expect(!before)
        #expect(subscription)
        #expect(after)
    }

    private func audience(_ type: String, _ data: String) throws -> FeedAudience {
        let json = """
            {"specversion":"1.0","id":"\(EventID())","source":"/pledge/\(type.prefix { $0 != "." })","type":"pledge.\(type).v1",\
            "subject":"x","time":"2026-04-20T00:00:00Z","tenantid":"\(EventSamples.tenantID)","data":\(data)}
            """
        return FeedAudience(try EventEnvelope(json: Data(json.utf8)))
    }

    @Test("what the staff say among themselves stays with them, whoever's ticket it is about")
    func notes() throws {
        for (said, expected) in [("public", FeedAudience.customer(EventSamples.customerID)), ("internal", .staff)] {
            let data = #"{"ticket":{"customer":"\#(EventSamples.customerID)"},"message":{"audience":"\#(said)"}}"#
            let audience = try audience("ticketing.ticket.replied", data)
            #expect(audience == expected)
        }
    }

    @Test("what is not known to concern a customer concerns none")
    func unknown() throws {
        let data = #"{"customer":"\#(EventSamples.customerID)","outage":{"service":"\#(EventSamples.serviceID)"}}"#
        let grown = try audience("ticketing.queue.grown", data)
        let opened = try audience("availability.outage.opened", "{}")
        #expect(grown == .staff && opened == .staff)
    }

    @Test("an outage of some customers names them, and is for the staff")
    func outages() throws {
        let data = #"{"outage":{"service":"\#(EventSamples.serviceID)","customers":["\#(EventSamples.customerID)"]}}"#
        let limited = try audience("availability.outage.opened", data)
        let shared = try audience("availability.outage.opened", data.replacing("customers", with: "components"))
        #expect(limited == .staff && shared == .service(EventSamples.serviceID))
    }
}
