import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Plans: a customer has the commitments of its plan; where that changes within a month, each part is judged by the plan in
/// force (S1-1).
@Suite struct PlanChangeTests {
    private func scene(_ body: (Contracted) async throws -> Void) async throws {
        try await Contracted.with("infopromo.yaml", service: "communications", at: "2026-04-02T00:00:00Z", body)
    }

    private func commitments(_ scene: Contracted, _ month: String, of customer: CustomerID) async throws -> [String] {
        try await scene.statements("month=\(month)", of: customer).map(\.commitment).sorted()
    }

    @Test func aCustomerHasTheCommitmentsOfItsPlan() async throws {
        try await scene { scene in
            try await scene.publish()
            let standard = try await scene.customer(scene.contract(CustomerID(), plan: "standard"))
            let premium = try await scene.customer(scene.contract(CustomerID(), plan: "premium"))
            #expect(try await commitments(scene, "2026-04", of: standard) == ["uptime-standard"])
            #expect(try await commitments(scene, "2026-04", of: premium) == ["uptime-premium"])
            #expect(try await scene.statements("month=2026-04").count == 3)
        }
    }

    /// What is agreed in January for April makes April's statements, although nothing more is told of it until then.
    @Test func aPlanThatChangesMonthsAheadIsJudgedPartByPart() async throws {
        try await Contracted.with("infopromo.yaml", service: "communications", at: "2026-01-05T00:00:00Z") { scene in
            try await scene.publish()
            let before = scene.contract(CustomerID(), plan: "standard", until: "2026-04-16T00:00:00Z")
            let customer = try await scene.customer(before)
            let after = scene.contract(customer, plan: "enterprise", from: "2026-04-16T00:00:00Z")
            try await scene.world.tell(SubscriptionStarted(subscription: after))
            try await scene.move(to: "2026-05-02T00:00:00Z")
            let parts = try await scene.statements("month=2026-04", of: customer).sorted { $0.window.from < $1.window.from }
            #expect(parts.map(\.commitment) == ["uptime-standard", "uptime-enterprise"])
            #expect(parts.map(\.subscription) == [before.id, after.id])
            #expect(parts.allSatisfy { $0.revision == 1 })
        }
    }

    /// Standard until the 16th of April, then Enterprise. Twenty minutes around midnight keep Standard's promise and break
    /// Enterprise's.
    @Test func aMonthWithTwoPlansIsJudgedPartByPart() async throws {
        try await scene { scene in
            try await scene.publish()
            var before = scene.contract(CustomerID(), plan: "standard")
            let customer = try await scene.customer(before)
            before.until = instant("2026-04-16T00:00:00Z")
            before.revision = 2
            try await scene.world.tell(SubscriptionEnded(subscription: before))
            let after = scene.contract(customer, plan: "enterprise", from: "2026-04-16T00:00:00Z")
            try await scene.world.tell(SubscriptionStarted(subscription: after))
            try await scene.move(to: "2026-04-20T00:00:00Z")
            try await scene.world.measure([
                scene.world.outage("n", "all", "2026-04-15T23:50:00Z", "2026-04-16T00:10:00Z", service: "communications")
            ])
            // While the month is open, and when it is over.
            for time in ["2026-04-20T00:00:00Z", "2026-05-02T00:00:00Z"] {
                try await scene.move(to: time)
                let parts = try await scene.statements("month=2026-04", of: customer).sorted { $0.window.from < $1.window.from }
                #expect(parts.map(\.commitment) == ["uptime-standard", "uptime-enterprise"])
                #expect(parts.map(\.window.to) == [instant("2026-04-16T00:00:00Z"), instant("2026-05-01T00:00:00Z")])
                #expect(parts.map(\.seconds.down) == [600, 600])
                #expect(parts.map(\.verdict) == [.met, .missed])
                #expect(parts.map(\.clause) == ["S1-1", "S1-1"])
                #expect(parts.map(\.customer) == [customer, customer])
                #expect(parts.map(\.subscription) == [before.id, after.id])
                #expect(parts.first?.budget.allowedSeconds == "1296.000", "half of what April allows")
            }
            #expect(try await commitments(scene, "2026-03", of: customer) == ["uptime-standard"])
            #expect(try await commitments(scene, "2026-05", of: customer) == ["uptime-enterprise"])
            // They are the customer's: everybody else has the whole month.
            #expect(try await scene.statements("month=2026-04").allSatisfy { $0.customer == nil && $0.seconds.down == 1_200 })
            #expect(try await scene.told().filter { $0.hasPrefix("2026-04,") }.count == 2)
            // Corrections restate the part that they touch.
            try await scene.world.measure([
                scene.world.outage("late", "all", "2026-04-03T00:00:00Z", "2026-04-03T00:10:00Z", service: "communications")
            ])
            let parts = try await scene.statements("month=2026-04", of: customer).sorted { $0.window.from < $1.window.from }
            #expect(parts.map(\.revision) == [3, 1] && parts.map(\.seconds.down) == [1_200, 600])
            // One contract after the other on the same plan is one month.
            let stays = CustomerID()
            var first = scene.contract(stays, plan: "premium")
            first.until = instant("2026-04-16T00:00:00Z")
            try await scene.customer(first)
            try await scene.world.tell(
                SubscriptionStarted(subscription: scene.contract(stays, plan: "premium", from: "2026-04-16T00:00:00Z")))
            #expect(try await scene.statements("month=2026-04", of: stays).map(\.window.label) == ["2026-04"])
        }
    }

    /// The whole of February was waited for as the customer's own, by Enterprise's target; then the plan changes within it.
    @Test func aWindowThatWasWaitedForIsNotMadeOnceItIsSplit() async throws {
        try await Contracted.with { scene in
            try await scene.publish { text in
                text.replacing(
                    "target: \"99.9\"", with: "target: \"99.9\"\n    targets: [{when: {plan: enterprise}, target: \"99.99\"}]")
            }
            var before = scene.contract(CustomerID(), plan: "enterprise")
            let customer = try await scene.customer(before)
            try await scene.move(to: "2026-02-10T00:00:00Z")
            #expect(try await scene.statements("month=2026-01", of: customer).map(\.subscription) == [before.id])
            before.until = instant("2026-02-15T19:00:00Z")
            before.revision = 2
            try await scene.world.tell(SubscriptionEnded(subscription: before))
            let after = scene.contract(customer, plan: "standard", from: "2026-02-15T19:00:00Z")
            try await scene.world.tell(SubscriptionStarted(subscription: after))
            try await scene.move(to: "2026-03-02T00:00:00Z")
            let parts = try await scene.statements("month=2026-02", of: customer).sorted { $0.window.from < $1.window.from }
            #expect(parts.map(\.target.description) == ["99.99", "99.9"])
            let told = try await scene.world.service.told().filter { $0.type == StatementProvisional.type }
                .map { try $0.payload(StatementProvisional.self).statement }
                .filter { $0.customer == customer && $0.window.from >= instant("2026-01-31T19:00:00Z") }
            #expect(Set(told.map(\.id)) == Set(parts.map(\.id)) && told.count == 2)
        }
    }

    /// The other customers of the tenant see nothing of it, nor do other tenants.
    @Test func aCustomersOwnStatementIsNobodyElses() async throws {
        try await scene { scene in
            try await scene.publish()
            let before = scene.contract(CustomerID(), plan: "standard", until: "2026-04-16T00:00:00Z")
            let customer = try await scene.customer(before)
            try await scene.world.tell(
                SubscriptionStarted(subscription: scene.contract(customer, plan: "enterprise", from: "2026-04-16T00:00:00Z")))
            let other = try await scene.customer(scene.contract(CustomerID(), plan: "standard"))
            try await scene.move(to: "2026-05-02T00:00:00Z")
            let own = try #require(try await scene.statements("month=2026-04", of: customer).first)
            let stranger = try await scene.world.another()
            for path in ["", "/revisions", "/explanation"] {
                for caller in [Caller.of(scene.world.tenant, .owner, customer: other), stranger.admin] {
                    let answer = try await scene.world.service.send(.GET, "/v1/statements/\(own.id)\(path)", as: caller)
                    #expect(answer.status == 404, "\(path)")
                }
                _ = try await scene.world.get("/v1/statements/\(own.id)\(path)")
            }
        }
    }
}
