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
        "availability.exclusion.decided", "ticketing.clock.warning",
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
            "availability.outage.", "availability.maintenance.", "availability.statement.", "agreements.agreement.",
            "ticketing.incident.",
        ]
        let isSeen = viewer.sees(event)
        // When a version comes into force for one customer is that customer's business.
        let isAnothers = type == "agreements.agreement.scheduled"
        #expect(isSeen == (!isAnothers && concerns.contains { type.hasPrefix($0) }), "\(type)")
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

    @Test("what the staff say among themselves stays with them, whoever's ticket it is about")
    func notes() {
        for (audience, expected) in [("public", FeedAudience.customer(EventSamples.customerID)), ("internal", .staff)] {
            let json = Data(
                #"{"data":{"ticket":{"customer":"\#(EventSamples.customerID)"},"message":{"audience":"\#(audience)"}}}"#.utf8)
            #expect(FeedAudience(type: "pledge.ticketing.ticket.replied.v1", json: json) == expected)
        }
    }

    @Test("what is not known to concern a customer concerns none")
    func unknown() {
        let json = Data(
            #"{"data":{"customer":"\#(EventSamples.customerID)","outage":{"service":"\#(EventSamples.serviceID)"}}}"#.utf8)
        #expect(FeedAudience(type: "pledge.ticketing.queue.grown.v1", json: json) == .staff)
        #expect(FeedAudience(type: "pledge.availability.outage.opened.v1", json: Data("{}".utf8)) == .staff)
    }
}
