import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// What the stream of events tells of support, claims and notices, and whom.
@Suite("The stream of events about support", .serialized, .timeLimit(.minutes(5)))
struct SupportFeedTests {
    private struct Scene {
        let provider: Provider
        let own: String
        let other: String
        /// Where the stream stood before anything of this happened.
        let start: String
    }

    private static let note = "between ourselves"

    private func subscribe(_ provider: Provider, _ key: String, _ service: String, _ agreement: String) async throws -> String {
        let customer = try await provider.id("/v1/customers", #"{"key":"\#(key)","name":"\#(key)"}"#)
        try await provider.make(
            "/v1/subscriptions",
            #"{"customer":"\#(customer)","service":"\#(service)","agreement":"\#(agreement)","plan":"enterprise","currency":"PKR","fees":{"platform":{"amount_minor":10000000,"currency":"PKR"}},"from":"2026-01-01T00:00:00Z"}"#
        )
        return customer
    }

    private func ticket(_ provider: Provider, of customer: String) async throws -> String {
        try await eventually("the customer being known to ticketing", within: 30) {
            let answer = try await provider.installation.send(
                .POST, "/v1/tickets", key: provider.admin,
                json: #"{"customer":"\#(customer)","service":"cpaas","subject":"No SMS","text":"None.","priority":"high"}"#)
            return answer.status == 201 ? answer["id"]?.text : nil
        }
    }

    /// A tenant with two customers; both have a ticket, one has a credit, the other was given notice of maintenance.
    private func scene() async throws -> Scene {
        let provider = try await Provider.make("support")
        let service = try await provider.defineZectoService()
        let agreement = try await provider.publish("zecto.yaml")
        let own = try await subscribe(provider, "own", service, agreement)
        let other = try await subscribe(provider, "other", service, agreement)
        let start = try await provider.installation.events(key: provider.admin, query: "?types=pledge.agreements.calendar.*") {
            try await provider.make(
                "/v1/calendars",
                #"{"key":"office","name":"Office","time_zone":"Asia/Karachi","weekly":{"mon":[["09:00","18:00"]]}}"#)
        } until: {
            !$0.isEmpty
        }.position
        let first = try await ticket(provider, of: own)
        _ = try await ticket(provider, of: other)
        for (audience, text) in [("internal", Self.note), ("public", "We are looking into it.")] {
            try await provider.make("/v1/tickets/\(first)/messages", #"{"audience":"\#(audience)","text":"\#(text)"}"#)
        }
        try await provider.make(
            "/v1/incidents", #"{"services":["cpaas"],"title":"No SMS","text":"We are looking into it.","down":true}"#)
        try await provider.declare("cpaas", "api", [("2026-04-20T00:00:00Z", "2026-04-20T12:00:00Z")])
        let statement = try #require(
            try await provider.statement("cpaas", month: "2026-04", countedDown: 43_200)["data", "0", "id"]?.text)
        _ = try await provider.credit(for: statement, of: own)
        let maintenance = try await provider.id(
            "/v1/maintenance",
            #"{"service":"cpaas","kind":"scheduled","from":"2026-06-01T00:00:00Z","to":"2026-06-01T01:00:00Z","title":"Works"}"#)
        _ = try await eventually("the maintenance being known", within: 30) {
            let answer = try await provider.installation.send(
                .POST, "/v1/notices", key: provider.admin,
                json:
                    #"{"kind":"maintenance","maintenance":"\#(maintenance)","customers":["\#(other)"],"channel":"email","given_at":"2026-05-01T00:00:00Z","text":"Works"}"#
            )
            return answer.status == 201 ? true : nil
        }
        return Scene(provider: provider, own: own, other: other, start: start)
    }

    /// What somebody is told from the beginning of the scene, up to and with every one of the types.
    private func told(_ key: String, _ scene: Scene, _ types: Set<String>) async throws -> [StreamedEvent] {
        try await scene.provider.installation.events(key: key, after: scene.start) { events in
            types.isSubset(of: events.map(Self.short))
        }.events
    }

    private static func short(_ event: StreamedEvent) -> String {
        event.name.replacing("pledge.", with: "").replacing(".v1", with: "")
    }

    @Test("staff are told of all of it; a customer's people of their own; nobody of what the staff say among themselves")
    func audiences() async throws {
        let scene = try await scene()
        let everybody: Set = [
            "ticketing.ticket.opened", "ticketing.clock.started", "ticketing.incident.declared", "claims.claim.drafted",
        ]
        let ofOwn = everybody.union(["ticketing.ticket.replied", "claims.claim.decided", "claims.credit.issued"])
        let staff = try await told(scene.provider.admin, scene, ofOwn.union(["notifications.notice.given"]))
        #expect(staff.count { Self.short($0) == "ticketing.ticket.opened" } == 2)
        #expect(staff.count { Self.short($0) == "ticketing.ticket.replied" } == 1, "a note is no reply")

        let own = try await told(try await scene.provider.key(.member, customer: scene.own), scene, ofOwn)
        #expect(own.count { Self.short($0) == "ticketing.ticket.opened" } == 1)
        // The member of the other customer is told of its own later: what is not its own must not come before that.
        let other = try await told(
            try await scene.provider.key(.owner, customer: scene.other), scene,
            everybody.union(["availability.maintenance.announced"]))
        for (events, stranger) in [(own, scene.other), (other, scene.own)] {
            for event in events {
                #expect(!event.data.contains(stranger), "\(event.name) names another customer")
                #expect(!event.name.hasPrefix("pledge.notifications."), "\(event.name) is for the staff")
            }
        }
        let names = Set(other.map(Self.short))
        #expect(names.isDisjoint(with: ["ticketing.ticket.replied", "claims.claim.decided", "claims.credit.issued"]))
        for event in staff + own + other { #expect(!event.data.contains(Self.note), "\(event.name)") }
    }
}
