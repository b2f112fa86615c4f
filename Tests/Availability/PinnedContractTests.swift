import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// A customer's statements are judged by the version that binds it.
@Suite struct PinnedContractTests {
    private static let better: @Sendable (String) -> String = { $0.replacing("target: \"99.9\"", with: "target: \"99.95\"") }

    /// Version 1 until February, then version 2 for everybody.
    private func twoVersions(_ scene: Contracted) async throws {
        try await scene.publish(1)
        try await scene.publish(2, from: "2026-02-01T00:00:00Z", Self.better)
        try await scene.publish(1, until: "2026-02-01T00:00:00Z")
    }

    @Test func whoNamesAVersionIsJudgedByIt() async throws {
        try await Contracted.with { scene in
            try await scene.publish(1)
            let pinned = try await scene.customer(scene.contract(CustomerID(), version: 1))
            let free = try await scene.customer(scene.contract(CustomerID()))
            try await scene.publish(2, from: "2026-02-01T00:00:00Z", Self.better)
            try await scene.publish(1, until: "2026-02-01T00:00:00Z")
            try await scene.move(to: "2026-05-10T00:00:00Z")
            for month in ["2026-03", "2026-04", "2026-05"] {
                #expect(try await scene.judges(month, of: pinned) == [1])
                #expect(try await scene.judges(month, of: free) == [2])
                #expect(try await scene.judges(month) == [1, 2])
            }
            let told = try await scene.told()
            #expect(told.contains("2026-04 v1") && told.contains("2026-04 v2"))
            // Both are made anew when facts change.
            try await scene.world.measure([scene.world.outage("n", "api", "2026-03-10T00:00:00Z", "2026-03-10T00:44:00Z")])
            let march = "service=cpaas&month=2026-03"
            #expect(try await scene.statements(march, of: pinned).map(\.verdict) == [.met])
            #expect(try await scene.statements(march, of: free).map(\.verdict) == [.missed])
            #expect(try await scene.statements(march).map(\.revision) == [2, 2])
        }
    }

    /// Recorded late, for the past: the statements that nobody needed before are made then, and told.
    @Test func aContractThatIsRecordedLateHasItsStatementsToo() async throws {
        try await Contracted.with { scene in
            try await twoVersions(scene)
            try await scene.move(to: "2026-05-10T00:00:00Z")
            #expect(try await scene.judges("2026-03") == [2])
            let pinned = try await scene.customer(scene.contract(CustomerID(), version: 1, from: "2026-02-10T00:00:00Z"))
            #expect(try await scene.judges("2026-03", of: pinned) == [1])
            #expect(try await scene.judges("2026-05", of: pinned) == [1])
            try await scene.move(to: "2026-06-10T00:00:00Z")
            #expect(try await scene.judges("2026-05", of: pinned) == [1])
            let told = try await scene.told()
            #expect(told.contains("2026-02 v1") && told.contains("2026-03 v1") && told.contains("2026-05 v1"))
        }
    }

    /// When the contract has ended, so have the statements by the version that it names, and the customer's view.
    @Test func afterTheLastSuchContractNoMoreAreMade() async throws {
        try await Contracted.with { scene in
            try await twoVersions(scene)
            var contract = scene.contract(CustomerID(), version: 1)
            let pinned = try await scene.customer(contract)
            contract.until = instant("2026-03-20T00:00:00Z")
            contract.revision = 2
            try await scene.world.tell(SubscriptionEnded(subscription: contract))
            try await scene.move(to: "2026-06-10T00:00:00Z")
            #expect(try await scene.judges("2026-03", of: pinned) == [1])
            #expect(try await scene.judges("2026-04", of: pinned) == [])
            #expect(try await scene.judges("2026-04") == [2])
            #expect(try await !scene.told().contains("2026-04 v1"))
        }
    }

    /// Whoever was bound by nothing when the window began is judged by what bound it first.
    @Test func whoComesWithinAWindowIsJudgedByTheVersionThen() async throws {
        try await Contracted.with { scene in
            try await scene.publish(1)
            try await scene.publish(2, from: "2026-03-10T00:00:00Z", Self.better)
            try await scene.publish(1, until: "2026-03-10T00:00:00Z")
            let early = try await scene.customer(scene.contract(CustomerID(), from: "2026-03-05T00:00:00Z"))
            let late = try await scene.customer(scene.contract(CustomerID(), from: "2026-03-20T00:00:00Z"))
            try await scene.move(to: "2026-05-10T00:00:00Z")
            #expect(try await scene.judges("2026-02", of: early) == [])
            #expect(try await scene.judges("2026-03", of: early) == [1])
            #expect(try await scene.judges("2026-03", of: late) == [2])
            #expect(try await scene.judges("2026-04", of: late) == [2])
            let march = try #require(try await scene.statements("month=2026-03", of: late).first)
            #expect(march.customer == late, "nobody else's March is judged by version 2")
            #expect(try await scene.statements("month=2026-04", of: late).map(\.customer) == [nil])
            try await scene.world.measure([scene.world.outage("n", "api", "2026-03-21T00:00:00Z", "2026-03-21T01:00:00Z")])
            #expect(try await scene.statements("month=2026-03", of: late).map(\.revision) == [2])
        }
    }

    @Test func aCustomersStatementsAreItsOwnPeoplesAndTheTenants() async throws {
        try await Contracted.with { scene in
            try await twoVersions(scene)
            let (a, b) = (try await scene.customer(scene.contract(CustomerID())), CustomerID())
            let owner = Caller.of(scene.world.tenant, .owner, customer: a)
            let stranger = try await scene.world.another()
            for path in ["/v1/statements", "/v1/budgets"] {
                let send = { (query: String, caller: Caller) in
                    try await scene.world.service.send(.GET, "\(path)?\(query)", as: caller).status
                }
                #expect(try await send("customer=\(a)", owner) == 200)
                #expect(try await send("customer=\(b)", owner) == 404)
                #expect(try await send("customer=\(b)", scene.world.admin) == 404)
                #expect(try await send("customer=\(a)", stranger.admin) == 404)
                #expect(try await send("customer=nobody", scene.world.admin) == 400)
            }
        }
    }
}
