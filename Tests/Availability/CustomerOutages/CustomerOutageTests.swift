import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Declared outages that touched some customers count in the statements of these customers, and in nobody else's.
@Suite struct CustomerOutageTests {
    private let start = "2026-03-09T21:00:00Z"
    private let end = "2026-03-10T00:00:00Z"

    @Test func itCountsForWhomItTouchedAlone() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            // By the customer's key.
            try await touched.world.measure([
                touched.world.outage("n", "api", start, end, more: #","customers":["c\#("\(a)".lowercased())"]"#)
            ])
            let open = try await touched.statement(of: a)
            #expect(open.state == .open && open.customer == a && open.seconds.down == 10_800)
            #expect(try await touched.down() == [10_800, 0, 0])
            try await touched.scene.move(to: "2026-04-02T00:00:00Z")
            let kept = try await touched.statement(of: a)
            #expect(kept.id == open.id && kept.revision == 1 && kept.customer == a && kept.verdict == .missed)
            #expect(try await touched.statement(of: b).customer == nil)
            #expect(try await touched.down() == [10_800, 0, 0])
            let told = try await touched.world.service.told().filter { $0.type == StatementProvisional.type }
                .map { try $0.payload(StatementProvisional.self).statement }.filter { $0.window.label == kept.window.label }
            #expect(told.count == 2 && told.compactMap(\.customer) == [a])
            // The month after is everybody's again.
            #expect(try await touched.statement("2026-04", of: a).customer == nil)
        }
    }

    /// Maintenance, exclusions and other outages bear on it as on any downtime.
    @Test func whatElseHappenedCountsAsEver() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (world, a) = (touched.world, touched.customers[0])
            try await touched.declare(start, end, [a])
            try await world.measure([
                world.outage("all", "voice", "2026-03-09T23:00:00Z", "2026-03-10T01:00:00Z"),
                touched.outage("2026-03-09T22:00:00Z", "2026-03-10T00:30:00Z", [a], id: "second"),
            ])
            #expect(try await touched.down() == [14_400, 7_200, 7_200])
            let body = """
                {"service":"cpaas","components":["api"],"ground":"ddos","from":"\(start)","to":"2026-03-09T22:00:00Z",\
                "evidence":"e","reason":"r"}
                """
            let item = try await world.post("/v1/exclusions", body, as: world.agent).decode(ExclusionResource.self)
            try await world.post(
                "/v1/exclusions/\(item.id)/decision", #"{"decision":"approved","reason":"seen"}"#, as: world.approver,
                expecting: 200)
            #expect(try await touched.down() == [10_800, 7_200, 7_200])
            #expect(try await touched.statement(of: a).seconds.excluded == 3_600)
            #expect(try await touched.statement(of: nil).seconds.excluded == 0)
        }
    }

    @Test func aCorrectionMovesIt() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            try await touched.declare(start, end, [a])
            let first = try await touched.statement(of: a)
            try await touched.declare(start, end, [b], revision: 2)
            #expect(try await touched.down() == [0, 10_800, 0])
            // What was said to a customer is restated, not left behind.
            let second = try await touched.statement(of: a)
            #expect(second.id == first.id && second.revision == 2 && second.reason == "measurements")
            try await touched.declare(start, end, [a, b], revision: 3)
            #expect(try await touched.down() == [10_800, 10_800, 0])
            // A repeat and an older revision change nothing.
            try await touched.declare(start, end, [b], revision: 2)
            try await touched.declare(start, end, [b, a], revision: 3)
            #expect(try await touched.statement(of: a).revision == 3)
            try await touched.declare(start, end, nil, revision: 4)
            #expect(try await touched.down() == [10_800, 10_800, 10_800])
            try await touched.declare(start, end, [b], revision: 5)
            #expect(try await touched.down() == [0, 10_800, 0])
            try await touched.declare(start, end, [b], revision: 6, withdrawn: true)
            #expect(try await touched.down() == [0, 0, 0])
            let last = try await touched.statement(of: b)
            #expect(last.customer == b && last.revision == 2)
        }
    }

    @Test func itMovesInTime() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let a = touched.customers[0]
            try await touched.declare(start, end, [a])
            #expect(try await touched.down() == [10_800, 0, 0])
            try await touched.declare("2026-02-09T21:00:00Z", "2026-02-09T22:00:00Z", [a], revision: 2)
            #expect(try await touched.down() == [0, 0, 0])
            #expect(try await touched.down("2026-02") == [3_600, 0, 0])
            #expect(try await touched.statement(of: a).revision == 2)
        }
    }

    /// A statement of their own is held by it; everybody's settles.
    @Test func withoutEndItHoldsTheirStatementAlone() async throws {
        try await Touched.with(at: "2026-03-31T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            try await touched.declare("2026-03-30T19:00:00Z", nil, [a])
            try await touched.scene.move(to: "2026-04-05T00:00:00Z")
            let held = try await touched.statement(of: a)
            #expect(held.state == .provisional && held.seconds.down == 86_400)
            let explanation = try await touched.world.get("/v1/statements/\(held.id)/explanation")
            #expect(explanation["held_by", "0", "id"]?.text == "n")
            let everybodys = try await touched.statement(of: b)
            #expect(everybodys.state == .final && everybodys.seconds.down == 0)
            let nothing = try await touched.world.get("/v1/statements/\(everybodys.id)/explanation")
            #expect(nothing["held_by"]?.items?.isEmpty == true)
            // It goes on in the next month, which is the customer's own, too.
            try await touched.scene.move(to: "2026-05-03T00:00:00Z")
            #expect(try await touched.down("2026-04") == [30 * 86_400, 0, 0])
            #expect(try await touched.down("2026-05")[1...] == [0, 0])
            try await touched.declare("2026-03-30T19:00:00Z", "2026-03-31T20:00:00Z", [a], revision: 2)
            try await touched.scene.move(to: "2026-05-03T00:00:10Z")
            let final = try await touched.statement(of: a)
            #expect(final.state == .final && final.revision == held.revision)
            #expect(try await touched.down("2026-04") == [3_600, 0, 0])
        }
    }

    @Test func whatIsTakenFromACustomerReleasesIt() async throws {
        try await Touched.with(at: "2026-03-31T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            try await touched.declare("2026-03-30T18:00:00Z", nil, [a])
            try await touched.scene.move(to: "2026-04-05T00:00:00Z")
            #expect(try await touched.statement(of: a).state == .provisional)
            try await touched.declare("2026-03-30T18:00:00Z", nil, [b], revision: 2)
            try await touched.scene.move(to: "2026-04-05T00:00:10Z")
            #expect(try await touched.statement(of: a).state == .final)
            #expect(try await touched.statement(of: b).state == .provisional)
        }
    }

    @Test func whatComesLateRestates() async throws {
        try await Touched.with(at: "2026-04-05T00:00:00Z") { touched in
            let a = touched.customers[0]
            let shared = try await touched.statement(of: a)
            #expect(shared.state == .final && shared.customer == nil)
            try await touched.declare(start, end, [a])
            let own = try await touched.statement(of: a)
            #expect(own.id != shared.id && own.revision == 1 && own.state == .final && own.seconds.down == 10_800)
            try await touched.declare("2026-03-11T00:00:00Z", "2026-03-11T00:10:00Z", [a], id: "later")
            let restated = try await touched.statement(of: a)
            #expect(restated.id == own.id && restated.revision == 2 && restated.seconds.down == 11_400)
            #expect(restated.state == .final)
            #expect(try await touched.statement(of: nil) == shared)
        }
    }

    /// The later revision first: who was named by the earlier one has nothing of it.
    @Test func theOrderOfRevisionsDoesNotMatter() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            try await touched.declare(start, end, [b], revision: 2)
            try await touched.declare(start, end, [a])
            #expect(try await touched.down() == [0, 10_800, 0])
            // Of one revision that contradicts itself, what touched more stands.
            try await touched.declare(start, end, [a], revision: 3)
            try await touched.declare(start, end, [a, b], revision: 3)
            try await touched.declare(start, end, [b], revision: 3)
            #expect(try await touched.down() == [10_800, 10_800, 0])
        }
    }

    /// Between services no order is promised.
    @Test func contractsAndAgreementsMayComeAfterIt() async throws {
        try await Contracted.with { scene in
            let known = try await scene.customer(scene.contract(CustomerID()))
            let other = scene.contract(CustomerID())
            try await scene.world.tell(
                CustomerCreated(
                    customer: CustomerState(
                        id: other.customer, key: "other", name: "Other", timeZone: nil, contactEmail: nil, revision: 1,
                        createdAt: other.createdAt, updatedAt: other.createdAt)))
            try await scene.move(to: "2026-04-02T00:00:00Z")
            let touched = Touched(scene: scene, customers: [known, other.customer])
            try await touched.declare(start, end, [known, other.customer])
            _ = try await scene.world.get("/v1/outages")
            try await scene.publish()
            #expect(try await touched.statement(of: known).seconds.down == 10_800)
            try await scene.world.tell(SubscriptionStarted(subscription: other))
            #expect(try await touched.down() == [10_800, 10_800, 0])
        }
    }

    @Test func budgetsAreSpentAndGivenBack() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            let a = touched.customers[0]
            func told() async throws -> [String] {
                try await touched.world.service.told().filter { $0.type.contains(".budget.") }.map(\.type)
            }
            try await touched.declare(start, end, [a])
            let shown = try await touched.world.get("/v1/budgets?service=cpaas&customer=\(a)")
            #expect(shown["data", "0", "budget", "spent_seconds"]?.json == "10800", "\(shown.text)")
            try await touched.scene.move(to: "2026-03-20T00:00:10Z")
            let spent = try await told()
            #expect(!spent.isEmpty)
            try await touched.declare(start, end, [a], revision: 2, withdrawn: true)
            let given = try await touched.world.get("/v1/budgets?service=cpaas&customer=\(a)")
            #expect(given["data", "0", "budget", "spent_seconds"]?.json == "0", "\(given.text)")
            try await touched.scene.move(to: "2026-03-20T00:00:30Z")
            #expect(try await told().count > spent.count, "what was told is taken back")
        }
    }
}
