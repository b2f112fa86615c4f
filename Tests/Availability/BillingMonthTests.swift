import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Plan months are those of the customer's contract, from its billing day in the agreement's zone.
@Suite struct BillingMonthTests {
    private static let byPlanMonth: @Sendable (String) -> String = { $0.replacing("{kind: month", with: "{kind: plan-month") }

    private func windows(_ scene: Contracted, _ month: String, of customer: CustomerID?) async throws -> [String] {
        try await scene.statements("service=cpaas&month=\(month)", of: customer).map(\.window.label)
    }

    @Test func eachCustomerHasItsOwnMonths() async throws {
        try await Contracted.with { scene in
            try await scene.publish(1, Self.byPlanMonth)
            let last = try await scene.customer(scene.contract(CustomerID(), day: 31))
            let middle = try await scene.customer(scene.contract(CustomerID(), day: 15))
            let same = try await scene.customer(scene.contract(CustomerID(), day: 15))
            try await scene.move(to: "2026-04-20T00:00:00Z")
            // 31 January in Karachi, from which the window of day 31 runs, is still the 30th in UTC.
            try await scene.world.measure([scene.world.outage("n", "api", "2026-01-30T19:00:00Z", "2026-01-30T20:00:00Z")])
            #expect(
                try await windows(scene, "2026-02", of: last) == ["2026-01-31 to 2026-02-27", "2026-02-28 to 2026-03-30"])
            #expect(
                try await windows(scene, "2026-02", of: middle) == ["2026-01-15 to 2026-02-14", "2026-02-15 to 2026-03-14"])
            // Customers with the same billing day share their statements.
            let query = "service=cpaas&month=2026-02"
            #expect(try await scene.statements(query, of: same) == (try await scene.statements(query, of: middle)))
            #expect(try await windows(scene, "2026-02", of: nil).count == 4)
            let first = try #require(try await scene.statements(query, of: last).first)
            #expect(first.window.from == instant("2026-01-30T19:00:00Z") && first.window.to == instant("2026-02-27T19:00:00Z"))
            #expect(first.window.kind == .planMonth(day: 31) && first.verdict == .missed && first.seconds.down == 3_600)
            // The one that runs now.
            let open = try await scene.statements("service=cpaas", of: middle)
            #expect(open.map(\.window.label) == ["2026-04-15 to 2026-05-14"] && open.map(\.state) == [.open])
            let told = try await scene.told()
            #expect(told.filter { $0 == "2026-02-15 to 2026-03-14 v1" }.count == 1)
            #expect(told.contains("2026-02-28 to 2026-03-30 v1"))
        }
    }

    /// What has been judged by the old billing day stays, and is corrected like everything else.
    @Test func aBillingDayThatChangesLeavesTheStatementsThatWereMade() async throws {
        try await Contracted.with { scene in
            try await scene.publish(1, Self.byPlanMonth)
            var contract = scene.contract(CustomerID(), day: 15)
            let customer = try await scene.customer(contract)
            try await scene.move(to: "2026-04-20T00:00:00Z")
            let old = try #require(try await scene.statements("month=2026-02", of: customer).first)
            contract.billingAnchorDay = 20
            contract.revision = 2
            try await scene.world.tell(SubscriptionChanged(subscription: contract))
            #expect(
                try await windows(scene, "2026-02", of: customer) == ["2026-01-20 to 2026-02-19", "2026-02-20 to 2026-03-19"])
            try await scene.world.measure([scene.world.outage("n", "api", "2026-02-10T00:00:00Z", "2026-02-10T01:00:00Z")])
            let now = try #require(try await scene.statements("month=2026-02", of: customer).first)
            #expect(now.seconds.down == 3_600)
            let kept = try await scene.world.get("/v1/statements/\(old.id)").decode(StatementResource.self)
            #expect(kept.revision == 2 && kept.seconds.down == 3_600)
        }
    }

    /// Until somebody subscribes there is no billing day, and a plan month is a calendar month.
    @Test func withoutContractsItIsTheCalendarMonth() async throws {
        try await Contracted.with { scene in
            try await scene.publish(1, Self.byPlanMonth)
            #expect(try await scene.statements("service=cpaas").map(\.window.label) == ["2026-01-01 to 2026-01-31"])
        }
    }
}
