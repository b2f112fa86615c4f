import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Declared outages of a share of users count where outages are weighed by users, by that share, and nowhere else.
@Suite struct PartialOutageTests {
    private let start = "2026-03-09T21:00:00Z"
    private let end = "2026-03-10T00:00:00Z"

    @Test func itCountsByItsShare() async throws {
        try await Weighed.with(at: "2026-03-20T00:00:00Z") { weighed in
            let world = weighed.world
            try await weighed.declare(start, end, "25")
            // A quarter of three hours, of 2,678.4 s.
            let open = try await weighed.statement()
            #expect(open.state == .open && open.seconds.down == 0 && open.budget.spentSeconds == 2_700)
            #expect(try await weighed.spent() == [2_700, 0])
            let listed = try await world.get("/v1/outages").decode(ListPage<OutageResource>.self).data
            #expect(listed.count == 1 && listed[0].affectedPercent == Percent("25") && listed[0].scope == .component)
            #expect(listed[0].state == .closed && listed[0].sources == ["declared"] && listed[0].customers == nil)
            let told = try await world.service.told().filter { $0.type == OutageOpened.type }
            #expect(try told.map { try $0.payload(OutageOpened.self).outage.affectedPercent } == [Percent("25")])
            let available = try await world.get("/v1/availability?service=cpaas&from=2026-03-01T00:00:00Z")
            #expect(available["timeline", "down_seconds"]?.json == "0")
            try await weighed.scene.move(to: "2026-04-02T00:00:00Z")
            let kept = try await weighed.statement()
            #expect(kept.id == open.id && kept.revision == 1 && kept.verdict == .missed && kept.remedy != nil)
            #expect(kept.availabilityPercent == "99.8991")
            let shown = try #require(kept.partialOutages)
            #expect(shown.count == 1 && shown[0].from == instant(start) && shown[0].to == instant(end))
            let explanation = try await world.get("/v1/statements/\(kept.id)/explanation")
            #expect(explanation["partial_outages", "0", "affected_percent"]?.text == "25", "\(explanation.text)")
            let time = try await weighed.statement("uptime")
            #expect(time.verdict == .met && time.partialOutages == nil)
        }
    }

    @Test func whatComesLateIsCorrectedOrWithdrawnRestates() async throws {
        try await Weighed.with(at: "2026-04-05T00:00:00Z") { weighed in
            let first = try await weighed.statement()
            #expect(first.state == .final && first.revision == 1 && first.budget.spentSeconds == 0)
            try await weighed.declare(start, end, "25")
            let late = try await weighed.statement()
            #expect(late.id == first.id && late.revision == 2 && late.reason == "measurements" && late.state == .final)
            try await weighed.declare(start, end, "12.5", revision: 2)
            #expect(try await weighed.spent() == [1_350, 0])
            // A repeat and an older revision change nothing.
            try await weighed.declare(start, end, "12.50", revision: 2)
            try await weighed.declare(start, end, "25")
            #expect(try await weighed.statement().revision == 3)
            // Of one revision that contradicts itself, what declares more stands.
            try await weighed.declare(start, end, "9", revision: 2)
            #expect(try await weighed.spent() == [1_350, 0])
            try await weighed.declare(start, "2026-03-09T22:00:00Z", "12.5", revision: 3)
            #expect(try await weighed.spent() == [450, 0])
            try await weighed.declare(start, end, nil, revision: 4)
            #expect(try await weighed.spent() == [10_800, 10_800])
            try await weighed.declare(start, end, "100", revision: 5)
            #expect(try await weighed.spent() == [10_800, 0])
            try await weighed.declare(start, end, "100", revision: 6, withdrawn: true)
            let last = try await weighed.statement()
            #expect(last.budget.spentSeconds == 0 && last.partialOutages == nil && last.revision == 7)
            let time = try await weighed.statement("uptime")
            #expect(time.revision == 3, "down and up again, and nothing else")
            let listed = try await weighed.world.get("/v1/outages").decode(ListPage<OutageResource>.self).data
            #expect(listed.allSatisfy { $0.state == .withdrawn })
        }
    }

    @Test(arguments: [("sum", 17_280), ("highest", 15_120)] as [(String, Int64)])
    func sharesGoTogetherAsTheAgreementSays(_ overlap: String, _ spent: Int64) async throws {
        try await Weighed.with(at: "2026-04-02T00:00:00Z", overlap: overlap) { weighed in
            // Three hours of 10 %: 1,080 s; three of 80 % and 50 %: 10,800 s or 8,640 s; three of 50 %: 5,400 s. One id names
            // an outage of each component.
            try await weighed.declare("2026-03-09T15:00:00Z", "2026-03-09T18:00:00Z", "10")
            try await weighed.declare("2026-03-09T18:00:00Z", "2026-03-09T21:00:00Z", "80", component: "sms")
            try await weighed.declare("2026-03-09T18:00:00Z", end, "50", component: "voice")
            #expect(try await weighed.spent() == [spent, 0])
        }
    }

    /// Excluded time is not weighed, and downtime of the whole service touches all.
    @Test func whatElseHappenedCountsAsEver() async throws {
        try await Weighed.with(at: "2026-04-02T00:00:00Z") { weighed in
            let world = weighed.world
            let customer = try await weighed.scene.customer(weighed.scene.contract(CustomerID()))
            try await weighed.declare(start, end, "50")
            // The service was up but for the share: of a single component there is nothing to take out.
            for (more, spent) in [(#","components":["api"]"#, 5_400), ("", 3_600)] as [(String, Int64)] {
                let body = """
                    {"service":"cpaas","ground":"ddos","from":"\(start)","to":"2026-03-09T22:00:00Z","evidence":"e",\
                    "reason":"r"\(more)}
                    """
                let item = try await world.post("/v1/exclusions", body, as: world.agent).decode(ExclusionResource.self)
                try await world.post(
                    "/v1/exclusions/\(item.id)/decision", #"{"decision":"approved","reason":"seen"}"#, as: world.approver,
                    expecting: 200)
                #expect(try await weighed.spent() == [spent, 0])
            }
            try await weighed.declare("2026-03-09T23:00:00Z", "2026-03-10T01:00:00Z", nil, id: "all", component: "sms")
            #expect(try await weighed.spent() == [7_200 + 1_800, 7_200])
            // A customer who was down for longer has the share as everybody does.
            try await world.measure([
                world.outage(
                    "own", "sms", "2026-03-10T01:00:00Z", "2026-03-10T02:00:00Z", more: #","customers":["\#(customer)"]"#)
            ])
            #expect(try await weighed.statement(of: customer).budget.spentSeconds == 10_800 + 1_800)
            #expect(try await weighed.spent() == [7_200 + 1_800, 7_200])
        }
    }

    @Test func withoutEndItHoldsWhatWeighsIt() async throws {
        try await Weighed.with(at: "2026-03-31T00:00:00Z") { weighed in
            let world = weighed.world
            try await weighed.declare("2026-03-30T19:00:00Z", nil, "50")
            #expect(try await weighed.statement().partialOutages?.map(\.to) == [instant("2026-03-31T00:00:00Z")])
            try await weighed.scene.move(to: "2026-04-05T00:00:00Z")
            let held = try await weighed.statement()
            #expect(held.state == .provisional && held.budget.spentSeconds == 43_200)
            let explanation = try await world.get("/v1/statements/\(held.id)/explanation")
            #expect(explanation["held_by", "0", "id"]?.text == "n", "\(explanation.text)")
            #expect(try await weighed.statement("uptime").state == .final)
            let listed = try await world.get("/v1/outages?open=true").decode(ListPage<OutageResource>.self).data
            #expect(listed.map(\.affectedPercent) == [Percent("50")])
            // It goes on in the next month.
            try await weighed.scene.move(to: "2026-05-03T00:00:00Z")
            #expect(try await weighed.spent("2026-04") == [15 * 86_400, 0])
            try await weighed.declare("2026-03-30T19:00:00Z", "2026-03-31T20:00:00Z", "50", revision: 2)
            try await weighed.scene.move(to: "2026-05-03T00:00:10Z")
            let final = try await weighed.statement()
            #expect(final.state == .final && final.revision == held.revision)
            #expect(try await weighed.spent("2026-04") == [1_800, 0])
        }
    }

    /// What is weighed spends the budget of those who weigh it, and warns them, each at its second.
    @Test func budgetsAreSpentAndGivenBack() async throws {
        try await Weighed.with(at: "2026-03-20T00:00:00Z") { weighed in
            func spent() async throws -> [String: String] {
                let budgets = try await weighed.world.get("/v1/budgets?service=cpaas")["data"]?.items ?? []
                let pairs = budgets.map { ($0["commitment"]?.text ?? "", $0["budget"]?["spent_seconds"]?.json ?? "") }
                return Dictionary(pairs, uniquingKeysWith: { $1 })
            }
            try await weighed.declare(start, end, "25")
            #expect(try await spent() == ["users": "2700", "uptime": "0"])
            #expect(try await weighed.statement().verdict == .missed, "it cannot be kept any more")
            #expect(try await weighed.statement("uptime").verdict == .pending)
            try await weighed.scene.move(to: "2026-03-20T00:00:10Z")
            // 2,678.4 s are allowed, and each second is worth a quarter.
            let all = [
                "50 2026-03-09T22:29:17Z", "80 2026-03-09T23:22:51Z", "100 2026-03-09T23:58:34Z", "certain 2026-03-09T23:58:34Z",
            ]
            #expect(try await weighed.told() == all.map { "users \($0)" })
            try await weighed.declare(start, end, "25", revision: 2, withdrawn: true)
            #expect(try await spent() == ["users": "0", "uptime": "0"])
            try await weighed.scene.move(to: "2026-03-20T00:00:20Z")
            #expect(try await weighed.told().last == "users recovered 50 80 100 certain")
        }
    }

    /// Nothing arrives: the outage goes on, and is looked at when the next threshold is reached.
    @Test func anOutageThatGoesOnCrossesThemByItself() async throws {
        try await Weighed.with(at: "2026-03-20T00:00:00Z") { weighed in
            try await weighed.declare("2026-03-19T23:00:00Z", nil, "50")
            #expect(try await weighed.spent() == [1_800, 0])
            try await weighed.scene.move(to: "2026-03-20T00:00:10Z")
            let half = "users 50 2026-03-19T23:44:39Z"
            #expect(try await weighed.told() == [half])
            try await weighed.scene.move(to: "2026-03-20T00:11:25Z")
            #expect(try await weighed.told() == [half])
            try await weighed.scene.move(to: "2026-03-20T00:11:26Z")
            #expect(try await weighed.told() == [half, "users 80 2026-03-20T00:11:26Z"])
        }
    }

    /// What was declared before anybody was warned of it is told once, from the upgrade on.
    @Test func whatWasDeclaredBeforeIsToldToo() async throws {
        try await Weighed.with(at: "2026-03-20T00:00:00Z") { weighed in
            try await weighed.declare(start, end, "15")
            #expect(try await weighed.spent() == [1_620, 0])
            // As the upgrade finds an installation.
            let admin = try await weighed.world.service.database.admin()
            try await admin.run("update budget_watches set due_at = window_end")
            try await weighed.scene.move(to: "2026-03-20T00:00:10Z")
            #expect(try await weighed.told().isEmpty)
            let migration = try String(
                contentsOf: SourceTree.url("Services/Availability/Migrations/0023_weighed_budgets.sql"), encoding: .utf8)
            let update = try #require(migration.split(separator: ";").first { $0.contains("update budget_watches") })
            try await admin.run(String(update))
            try await weighed.scene.move(to: "2026-03-20T00:00:20Z")
            #expect(try await weighed.told() == ["users 50 2026-03-09T23:28:48Z"])
        }
    }

    @Test func sharesAreBounded() async throws {
        try await Weighed.with(at: "2026-03-20T00:00:00Z") { weighed in
            let world = weighed.world
            func send(_ more: String) async throws -> Answer {
                let item = world.outage("n", "api", start, end, more: ",\(more)")
                return try await world.service.send(
                    .POST, "/v1/measurements", as: world.sender, body: Data(item.utf8),
                    headers: ["content-type": "application/x-ndjson"])
            }
            let wrong = [
                #""0""#, #""0.000000""#, #""100.000001""#, #""101""#, #""-1""#, #""1e1""#, #""1.1234567""#, #""12 %""#, #""""#,
                "50",
                "12.5", "null", "true", #"["50"]"#,
            ]
            for share in wrong {
                let answer = try await send(#""affected_percent":\#(share)"#)
                #expect(answer.status == 422, "\(share)")
                #expect(answer["errors", "0", "pointer"]?.text == "#/lines/1/affected_percent", "\(answer.text)")
            }
            let both = try await send(#""affected_percent":"50","customers":["acme"]"#)
            #expect(both.status == 422 && both.text.contains("not both"), "\(both.text)")
            for share in ["0.000001", "100", "099.9", "100.000000"] {
                #expect(try await send(#""affected_percent":"\#(share)""#).status == 202, "\(share)")
            }
            let probe =
                #"{"kind":"probe","service":"s","component":"c","at":"2026-03-20T00:00:00Z","state":"up","affected_percent":"1"}"#
            let refused = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, json: #"{"measurements":[\#(probe)]}"#)
            #expect(refused.status == 422)
        }
    }
}
