import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Maintenance is excluded by the notice that customers had of it, where the agreement asks for notice (S2-2.4a: 48 hours).
@Suite struct NoticeTests {
    private let march = "service=cpaas&month=2026-03"

    /// A tenant that announces maintenance on 1 March for the night of the 10th, of three hours, which are all downtime; March
    /// is over.
    private func works(
        _ scene: Contracted, _ customers: Int = 2, extended: Bool = false
    ) async throws -> (MaintenanceID, [CustomerID]) {
        var made: [CustomerID] = []
        for _ in 0..<customers { made.append(try await scene.customer(scene.contract(CustomerID()))) }
        try await scene.move(to: "2026-03-01T00:00:00Z")
        let answer = try await scene.world.post(
            "/v1/maintenance",
            #"{"service":"cpaas","kind":"scheduled","from":"2026-03-09T21:00:00Z","to":"2026-03-10T00:00:00Z","title":"Work"}"#,
            as: scene.world.agent)
        let id = try answer.decode(MaintenanceResource.self).id
        if extended {
            try await scene.move(to: "2026-03-05T00:00:00Z")
            let longer = #"{"from":"2026-03-09T21:00:00Z","to":"2026-03-10T02:00:00Z","title":"Work, longer"}"#
            let changed = try await scene.world.service.send(
                .PUT, "/v1/maintenance/\(id)", as: scene.world.agent, json: longer, ifMatch: answer.headers["etag"])
            try #require(changed.status == 200, "\(changed.text)")
        }
        try await scene.move(to: "2026-04-02T00:00:00Z")
        let end = extended ? "2026-03-10T02:00:00Z" : "2026-03-10T00:00:00Z"
        try await scene.world.measure([scene.world.outage("n", "api", "2026-03-09T21:00:00Z", end)])
        return (id, made)
    }

    private func notice(of maintenance: MaintenanceID, to customers: [CustomerID], at given: String) -> NoticeGiven {
        NoticeGiven(
            notice: NoticeResource(
                id: NoticeID(), kind: .maintenance, agreement: nil, version: nil, maintenance: maintenance, customers: customers,
                channel: "email", givenAt: instant(given), recipient: "noc@acme.example", text: nil,
                textHash: String(repeating: "0", count: 64), recordedBy: "notifications", createdAt: instant(given)))
    }

    @Test func itIsExcludedWhenTheLastCustomerHadNoticeInTime() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let (id, customers) = try await works(scene)
            let untold = try await scene.world.statement(march)
            #expect(untold.seconds.excluded == 0 && untold.seconds.down == 3 * 3600)
            let refused = try #require(untold.qualifications.first)
            #expect(refused.outcome == .refused && refused.reason == .notProved && refused.clause == "S2-2.4a")
            #expect(refused.noticeSeconds == nil && refused.requiredNoticeSeconds == 172_800)

            let first = notice(of: id, to: [customers[0]], at: "2026-03-02T00:00:00Z")
            try await scene.world.tell(first)
            #expect(try await scene.world.statement(march) == untold)
            let last = notice(of: id, to: [customers[1]], at: "2026-03-07T20:00:00Z")
            try await scene.world.tell(last)
            let told = try await scene.world.statement(march)
            #expect(told.seconds.excluded == 3 * 3600 && told.seconds.down == 0)
            #expect(told.revision == untold.revision + 1 && told.reason == "notice" && told.verdict == .met)
            #expect(told.qualifications.first?.outcome == .counted)
            #expect(told.qualifications.first?.noticeSeconds == 176_400, "by the last of the first proofs")

            // Told again, and later once more: nothing is different.
            try await scene.world.tell(last)
            try await scene.world.tell(notice(of: id, to: customers, at: "2026-03-09T00:00:00Z"))
            #expect(try await scene.world.statement(march) == told)
        }
    }

    @Test func lateNoticeDisqualifiesUntilAnEarlierOneIsProved() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let (id, customers) = try await works(scene, 1)
            try await scene.world.tell(notice(of: id, to: customers, at: "2026-03-07T21:00:01Z"))
            let late = try await scene.world.statement(march)
            #expect(late.seconds.excluded == 0 && late.qualifications.first?.reason == .shortNotice)
            #expect(late.qualifications.first?.noticeSeconds == 172_799)
            let explained = try await scene.world.get("/v1/statements/\(late.id)/explanation")
            #expect(explained["qualifications", "0", "reason"]?.text == "short_notice")
            #expect(explained["qualifications", "0", "clause"]?.text == "S2-2.4a")
            // What was told before it was announced told of something else.
            try await scene.world.tell(notice(of: id, to: customers, at: "2026-02-20T00:00:00Z"))
            #expect(try await scene.world.statement(march).seconds.excluded == 0)
            try await scene.world.tell(notice(of: id, to: customers, at: "2026-03-07T21:00:00Z"))
            #expect(try await scene.world.statement(march).seconds.excluded == 3 * 3600)
        }
    }

    @Test func anExtensionNeedsNoticeOfItsOwn() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let (id, customers) = try await works(scene, 1, extended: true)
            try await scene.world.tell(notice(of: id, to: customers, at: "2026-03-01T00:00:00Z"))
            let part = try await scene.world.statement(march)
            #expect(part.seconds.excluded == 3 * 3600 && part.seconds.down == 2 * 3600)
            try await scene.world.tell(notice(of: id, to: customers, at: "2026-03-06T00:00:00Z"))
            #expect(try await scene.world.statement(march).seconds.excluded == 5 * 3600)
        }
    }

    /// S3-7a strives for two weeks: lateness is reported, and the time stays excluded.
    @Test func whereNoticeIsAnAimItIsOnlyReported() async throws {
        try await Contracted.with { scene in
            try await scene.publish {
                $0.replacing("    notice: PT48H\n", with: "    notice: PT48H\n    notice_strength: target\n")
            }
            let (id, customers) = try await works(scene, 1)
            let untold = try await scene.world.statement(march)
            #expect(untold.seconds.excluded == 3 * 3600 && untold.qualifications.first?.noticeSeconds == nil)
            try await scene.world.tell(notice(of: id, to: customers, at: "2026-03-09T20:00:00Z"))
            let late = try await scene.world.statement(march)
            #expect(late.seconds.excluded == 3 * 3600 && late.qualifications.first?.noticeSeconds == 3600)
        }
    }

    @Test func noticeIsOwedToWhoHadAContractWhenItWasAnnounced() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let (id, _) = try await works(scene, 0)
            let unowed = try await scene.world.statement(march)
            #expect(unowed.seconds.excluded == 3 * 3600, "nobody was owed it: its announcement counts")
            _ = try await scene.customer(scene.contract(CustomerID(), from: "2026-03-02T00:00:00Z"))
            #expect(try await scene.world.statement(march) == unowed, "who came later knew of it")
            // A contract that is recorded late is protected like the rest.
            let late = try await scene.customer(scene.contract(CustomerID()))
            let refused = try await scene.world.statement(march)
            #expect(refused.seconds.excluded == 0 && refused.revision == unowed.revision + 1)
            try await scene.world.tell(notice(of: id, to: [late], at: "2026-03-02T00:00:00Z"))
            #expect(try await scene.world.statement(march).seconds.excluded == 3 * 3600)
        }
    }

    @Test func aStatementOfOnesOwnAsksForNobodyElsesNotice() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let attributes = [
                SubscriptionAttribute(
                    name: "account", value: "suspended", from: instant("2026-03-20T00:00:00Z"),
                    until: instant("2026-03-21T00:00:00Z"))
            ]
            let own = try await scene.customer(scene.contract(CustomerID(), attributes: attributes))
            let (id, _) = try await works(scene, 1)
            try await scene.world.tell(notice(of: id, to: [own], at: "2026-03-02T00:00:00Z"))
            let statement = try #require(try await scene.statements(march, of: own).first)
            #expect(statement.customer == own && statement.seconds.down == 0)
            #expect(try await scene.world.statement("\(march)").seconds.down == 3 * 3600)
        }
    }

    @Test func anotherTenantsNoticeProvesNothing() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            let (id, customers) = try await works(scene, 1)
            let other = try await scene.world.another()
            try await other.tell(notice(of: id, to: customers, at: "2026-03-02T00:00:00Z"))
            #expect(try await scene.world.statement(march).seconds.excluded == 0)
        }
    }
}
