import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Approved exclusions that name customers count in what these customers are told of their own, and in nothing else.
@Suite struct CustomerExclusionTests {
    private let start = "2026-03-09T21:00:00Z"
    private let middle = "2026-03-09T22:00:00Z"
    private let end = "2026-03-10T00:00:00Z"

    @Test func itCountsForWhomItNamesAlone() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            let (a, b, world) = (touched.customers[0], touched.customers[1], touched.world)
            try await touched.declare(start, end, nil)
            let everybodys = try await touched.statement(of: nil)
            // By the customer's key.
            let key = #"["c\#("\(a)".lowercased())"]"#
            let item = try await world.post("/v1/exclusions", touched.proposal(start, middle, key), as: world.agent)
                .decode(ExclusionResource.self)
            #expect(item.customers == [a] && item.state == .proposed)
            #expect(try await touched.excluded() == [0, 0, 0])
            #expect(try await touched.statement(of: a).customer == nil, "what is only proposed changes nothing")
            #expect(try await touched.decide(item).customers == [a])
            #expect(try await world.get("/v1/exclusions/\(item.id)").decode(ExclusionResource.self).customers == [a])
            #expect(try await touched.excluded() == [3_600, 0, 0])
            #expect(try await touched.down() == [7_200, 10_800, 10_800])
            let open = try await touched.statement(of: a)
            #expect(open.state == .open && open.customer == a)
            #expect(try await touched.statement(of: nil) == everybodys)
            #expect(try await touched.statement(of: b) == everybodys)

            try await touched.scene.move(to: "2026-04-02T00:00:00Z")
            let kept = try await touched.statement(of: a)
            #expect(kept.id == open.id && kept.revision == 1 && kept.customer == a)
            #expect(try await touched.excluded() == [3_600, 0, 0])
            let explanation = try await world.get("/v1/statements/\(kept.id)/explanation")
            #expect(explanation.text.contains("\(item.id)"))
            let shared = try await touched.statement(of: b)
            #expect(try await !world.get("/v1/statements/\(shared.id)/explanation").text.contains("\(item.id)"))
            let told = try await world.service.told().filter { $0.type == StatementProvisional.type }
                .map { try $0.payload(StatementProvisional.self).statement }.filter { $0.window.label == kept.window.label }
            #expect(told.count == 2 && told.compactMap(\.customer) == [a])
            // The month after is everybody's again.
            #expect(try await touched.statement("2026-04", of: a).customer == nil)
        }
    }

    @Test func whatIsRefusedCountsForNobody() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            try await touched.declare(start, end, nil)
            let before = try await touched.statement(of: touched.customers[0])
            let item = try await touched.propose(start, middle, touched.customers)
            #expect(try await touched.decide(item, "refused").state == .refused)
            #expect(try await touched.excluded() == [0, 0, 0])
            #expect(try await touched.statement(of: touched.customers[0]) == before && before.customer == nil)
        }
    }

    /// What is over is restated for those who are named; everybody's and other customers' own stay as they are.
    @Test func whatIsOverIsRestated() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (a, b, world) = (touched.customers[0], touched.customers[1], touched.world)
            try await touched.declare(start, end, nil)
            // The other one has a statement of its own, too.
            try await touched.declare("2026-03-20T00:00:00Z", "2026-03-20T01:00:00Z", [b], id: "own")
            let others = (try await touched.statement(of: nil), try await touched.statement(of: b))
            #expect(others.1.customer == b)
            try await touched.exclude(start, middle, [a])
            let first = try await touched.statement(of: a)
            #expect(first.revision == 1 && first.customer == a && first.seconds.excluded == 3_600)
            try await touched.exclude(middle, "2026-03-09T22:30:00Z", [a])
            let second = try await touched.statement(of: a)
            #expect(second.id == first.id && second.revision == 2 && second.reason == "exclusion")
            #expect(second.seconds.excluded == 5_400)
            #expect(try await touched.statement(of: nil) == others.0)
            #expect(try await touched.statement(of: b) == others.1)
            let restated = try await world.service.told().filter { $0.type == StatementRestated.type }
                .map { try $0.payload(StatementRestated.self).statement }
            #expect(restated.filter { $0.reason == "exclusion" }.map(\.customer) == [a])
            // And one of everybody is everybody's, in whosever statement.
            try await touched.exclude("2026-03-09T23:00:00Z", end, nil)
            #expect(try await touched.excluded() == [9_000, 3_600, 3_600])
        }
    }

    @Test func anOutageOfSomeIsExcludedForWhomItNames() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            try await touched.declare(start, end, [a, b])
            try await touched.exclude(start, middle, [b])
            #expect(try await touched.down() == [10_800, 7_200, 0])
            // The outage is taken back from one: what was excluded of it has nothing to exclude, and counts again with it.
            try await touched.declare(start, end, [a], revision: 2)
            #expect(try await touched.down() == [10_800, 0, 0])
            #expect(try await touched.excluded() == [0, 0, 0])
            try await touched.declare(start, end, nil, revision: 3)
            #expect(try await touched.down() == [10_800, 7_200, 10_800])
        }
    }

    /// A plan that changes within the month splits it; both parts know what is excluded of them.
    @Test func contractsThatChangeTakeItAlong() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let first = scene.contract(CustomerID(), plan: "standard", until: "2026-03-09T22:30:00Z")
            let customer = try await scene.customer(first)
            let other = try await scene.customer(scene.contract(CustomerID(), plan: "standard"))
            let second = scene.contract(customer, plan: "enterprise", from: "2026-03-09T22:30:00Z")
            try await scene.world.tell(SubscriptionStarted(subscription: second))
            try await scene.move(to: "2026-04-02T00:00:00Z")
            let touched = Touched(scene: scene, customers: [customer, other])
            try await touched.declare(start, end, nil)
            func sums() async throws -> [Int64] {
                var sums: [Int64] = []
                for customer in [customer, other, nil] {
                    let found = try await scene.statements("service=cpaas&month=2026-03", of: customer)
                    sums.append(found.reduce(0) { $0 + $1.seconds.excluded })
                }
                return sums
            }
            try await touched.exclude(middle, "2026-03-09T23:00:00Z", [customer])
            #expect(try await sums() == [3_600, 0, 0])
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
            try await touched.declare(start, end, nil)
            try await touched.exclude(start, middle, [known, other.customer])
            try await scene.publish()
            #expect(try await touched.statement(of: known).seconds.excluded == 3_600)
            try await scene.world.tell(SubscriptionStarted(subscription: other))
            #expect(try await touched.excluded() == [3_600, 3_600, 0])
        }
    }

    @Test func budgetsAreGivenBack() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            try await touched.declare(start, end, nil)
            try await touched.scene.move(to: "2026-03-20T00:00:10Z")
            try await touched.exclude(start, end, [touched.customers[0]])
            for (customer, spent) in zip(touched.customers, ["0", "10800"]) {
                let shown = try await touched.world.get("/v1/budgets?service=cpaas&customer=\(customer)")
                #expect(shown["data", "0", "budget", "spent_seconds"]?.json == spent, "\(shown.text)")
            }
        }
    }

    /// Objectives leave the time out for whom it names, while they are open, when they are kept, and when they were.
    @Test func objectivesLeaveItOut() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            let (a, b, world) = (touched.customers[0], touched.customers[1], touched.world)
            func seconds() async throws -> [Int64] {
                var seconds: [Int64] = []
                for query in ["&customer=\(a)", "&customer=\(b)", ""] {
                    let path = "/v1/objectives?service=cpaas&month=2026-03&objective=sms-delivery-rate\(query)"
                    let found = try await world.get(path).decode(ListPage<ObjectiveResource>.self).data
                    try #require(found.count == 1 && found[0].customer == nil || query == "&customer=\(a)")
                    seconds.append(found[0].excludedSeconds)
                }
                return seconds
            }
            try await world.measure(
                (10...12).map { hour in
                    """
                    {"kind":"metric","service":"cpaas","component":"sms","of":"messages_to_valid_numbers_on_operational_networks",\
                    "metric":"delivered","at":"2026-03-10T\(hour):00:00Z","period_seconds":3600,"counts":{"hits":9,"all":10}}
                    """
                })
            func exclude(_ hour: Int) async throws {
                try await touched.exclude(
                    "2026-03-10T\(hour):00:00Z", "2026-03-10T\(hour + 1):00:00Z", [a], ground: "third_party", component: "sms")
            }
            try await exclude(10)
            #expect(try await seconds() == [3_600, 0, 0])
            try await touched.scene.move(to: "2026-04-02T00:00:00Z")
            #expect(try await seconds() == [3_600, 0, 0])
            try await exclude(11)
            #expect(try await seconds() == [7_200, 0, 0])
            let told = try await world.service.told().filter { $0.type == ObjectiveRestated.type }
                .map { try $0.payload(ObjectiveRestated.self).objective }.filter { $0.objective == "sms-delivery-rate" }
            #expect(told.map(\.customer) == [a] && told.map(\.reason) == ["exclusion"])
        }
    }

    /// Of a customer that leaves nothing is left.
    @Test func whoLeavesTakesItAlong() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            try await touched.declare(start, end, nil)
            try await touched.exclude(start, middle, [a, b])
            try await touched.world.tell(CustomerDeleted(id: a, deletedAt: touched.world.service.clock.now))
            let admin = try await touched.world.service.database.admin()
            let rows = try await admin.run("select customer_id from customer_exclusions")
            #expect(rows.map { $0[0] } == ["\(b.uuid)".lowercased()])
            #expect(try await touched.statement(of: b).seconds.excluded == 3_600)
        }
    }
}
