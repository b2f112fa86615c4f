import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// What elements of an agreement are for is applied to each customer by what its contract says.
@Suite struct ScopeTests {
    private static let suspended = SubscriptionAttribute(
        name: "account", value: "suspended", from: instant("2026-03-10T00:00:00Z"), until: instant("2026-03-12T00:00:00Z"))
    private let march = "service=cpaas&month=2026-03"

    /// S2-8.3: the time in which an account was suspended is not covered, for that customer. It becomes known when March is
    /// over already, and is taken back later.
    @Test func whileAnAccountIsSuspendedNothingIsOwed() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            var contract = scene.contract(CustomerID())
            let customer = try await scene.customer(contract)
            let other = try await scene.customer(scene.contract(CustomerID()))
            try await scene.move(to: "2026-04-20T00:00:00Z")
            try await scene.world.measure([scene.world.outage("n", "api", "2026-03-11T00:00:00Z", "2026-03-13T00:00:00Z")])
            let shared = try #require(try await scene.statements(march, of: customer).first)
            #expect(shared.customer == nil && shared.seconds.down == 2 * 86_400)

            contract.attributes = [Self.suspended]
            contract.revision = 2
            try await scene.world.tell(SubscriptionChanged(subscription: contract))
            let own = try #require(try await scene.statements(march, of: customer).first)
            #expect(own.customer == customer && own.subscription == contract.id && own.id != shared.id)
            #expect(own.seconds.down == 86_400 && own.seconds.excluded == 2 * 86_400)
            #expect(own.excluded.map(\.clauses) == [["S2-8.3"]])
            #expect(own.clauses.contains("S2-8.3"))
            #expect(try await scene.statements(march, of: other) == [shared])
            // The months around it are like everybody's.
            for month in ["2026-02", "2026-04"] {
                #expect(try await scene.statements("month=\(month)", of: customer).map(\.customer) == [nil])
            }
            let told = try await scene.world.service.told().filter { $0.subject == own.id.description }.map(\.type)
            #expect(told.first == StatementProvisional.type)

            // Until the 11th after all: what was made is made anew.
            contract.attributes = [
                SubscriptionAttribute(
                    name: "account", value: "suspended", from: Self.suspended.from, until: instant("2026-03-11T12:00:00Z"))
            ]
            contract.revision = 3
            try await scene.world.tell(SubscriptionChanged(subscription: contract))
            let again = try #require(try await scene.statements(march, of: customer).first)
            #expect(again.id == own.id && again.revision == 2 && again.reason == "subscription")
            #expect(again.seconds.down == 3 * 43_200)
        }
    }

    /// Known before it happens: the statement is the customer's own when its month is over.
    @Test func whatIsKnownToComeIsWaitedFor() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let customer = try await scene.customer(scene.contract(CustomerID(), attributes: [Self.suspended]))
            try await scene.move(to: "2026-05-20T00:00:00Z")
            #expect(try await scene.statements("month=2026-02", of: customer).map(\.customer) == [nil])
            #expect(try await scene.statements(march, of: customer).map(\.customer) == [customer])
            #expect(try await scene.statements("month=2026-04", of: customer).map(\.customer) == [nil])
        }
    }

    /// S2-8.2: a trial, as long as it lasts.
    @Test func aTrialIsNotCovered() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let customer = try await scene.customer(scene.contract(CustomerID(), trial: true))
            try await scene.move(to: "2026-05-20T00:00:00Z")
            try await scene.world.measure([scene.world.outage("n", "api", "2026-03-11T00:00:00Z", "2026-03-13T00:00:00Z")])
            for month in ["2026-03", "2026-04", "2026-05"] {
                let own = try #require(try await scene.statements("month=\(month)", of: customer).first)
                #expect(own.customer == customer && own.verdict != .missed && own.seconds.down == 0)
                #expect(own.excluded.map(\.clauses) == [["S2-8.2"]])
            }
            #expect(try await scene.statements(march).map(\.verdict) == [.missed], "everybody else's")
        }
    }

    /// S3-1e: a flag on the order form.
    @Test func betaByTheOrderForm() async throws {
        try await Contracted.with("connect-engage.yaml", service: "voice", at: "2026-01-05T00:00:00Z") { scene in
            try await scene.publish(from: "2025-12-01T00:00:00Z")
            let flags = ["priority_support", "beta"].map { SubscriptionAttribute(name: "order_form", value: $0) }
            let beta = try await scene.customer(scene.contract(CustomerID(), plan: "any", attributes: flags))
            let usual = try await scene.customer(
                scene.contract(CustomerID(), plan: "any", attributes: Array(flags.prefix(1))))
            try await scene.move(to: "2026-04-20T00:00:00Z")
            let ofBeta = try #require(try await scene.statements("month=2026-02", of: beta).first)
            #expect(ofBeta.excluded.map(\.clauses) == [["S3-1e"]] && ofBeta.verdict == .notMeasurable)
            let ofUsual = try #require(try await scene.statements("month=2026-02", of: usual).first)
            #expect(ofUsual.excluded.isEmpty)
        }
    }

    /// A commitment for some regions, with a target of its own in one of them.
    @Test func commitmentsAndTargetsByRegion() async throws {
        try await Contracted.with { scene in
            try await scene.publish { text in
                text.replacing(
                    "target: \"99.9\"",
                    with: """
                        target: "99.9"
                            scope: {region: [eu, ch]}
                            targets:
                              - {when: {region: ch}, target: "99.99"}
                        """)
            }
            func customer(_ attributes: [SubscriptionAttribute]) async throws -> CustomerID {
                try await scene.customer(scene.contract(CustomerID(), attributes: attributes))
            }
            let region = { SubscriptionAttribute(name: "region", value: $0) }
            let targets = { (customer: CustomerID) in
                try await scene.statements("service=cpaas", of: customer).map(\.target.description)
            }
            #expect(try await targets(customer([region("eu")])) == ["99.9"])
            #expect(try await targets(customer([region("ch")])) == ["99.99"])
            #expect(try await targets(customer([region("us")])) == [])
            #expect(try await targets(customer([])) == [], "what is not known matches nothing")
            // Who moves within a month has the promise for the part in which it was one for it.
            let moved = try await customer([
                SubscriptionAttribute(name: "region", value: "us", until: instant("2026-01-15T00:00:00Z")),
                SubscriptionAttribute(name: "region", value: "eu", from: instant("2026-01-15T00:00:00Z")),
            ])
            try await scene.move(to: "2026-02-20T00:00:00Z")
            let parts = try await scene.statements("month=2026-01", of: moved)
            #expect(parts.map(\.window.from) == [instant("2026-01-15T00:00:00Z")])
            #expect(parts.map(\.customer) == [moved] && parts.map(\.state) != [.open])
        }
    }
}
