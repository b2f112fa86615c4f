import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// Month by month: which promises about tickets were kept, and by which clause.
@Suite struct SupportStatementTests {
    @Test func verdictsAreCountedByPromiseWhenTheMonthIsOver() async throws {
        try await World.with { world in
            world.clock.set(try at("2026-03-02T04:00:00Z"))
            let kept = try await world.ticket(priority: "high")
            let late = try await world.ticket(priority: "critical")
            world.clock.set(try at("2026-03-02T05:00:00Z"))
            try await world.say(kept.id, as: world.agent)
            world.clock.set(try at("2026-03-31T18:59:59Z"))
            while try await world.look() > 0 {}
            #expect(try await world.makeStatements() == 0, "the month in Karachi is not over")
            world.clock.set(try at("2026-03-31T19:00:00Z"))
            #expect(try await world.makeStatements() == 1)
            let made = try #require(try await world.statements().first)
            #expect(made.month == "2026-03" && made.customer == world.a && made.agreement == world.agreement)
            #expect(made.state == .provisional && made.revision == 1 && made.averages.isEmpty)
            let first = made.promises.filter { $0.measure == .firstResponse }
            let high = try #require(first.first { $0.priority == "high" })
            #expect(high.met == 1 && high.breached == 0 && high.clause == "S2-4.1a" && high.targetSeconds == 4 * 3600)
            let critical = try #require(first.first { $0.priority == "critical" })
            #expect(critical.met == 0 && critical.breached == 1 && critical.breachedTickets == [late.id])
            #expect(try await world.statements(as: world.member) == [made])
            #expect(try await world.statements(as: world.stranger).isEmpty)
            let path = "/v1/support-statements/\(made.id)"
            for target in [path, path + "/revisions"] {
                #expect(try await world.service.send(.GET, target, as: world.stranger).status == 404)
                #expect(try await world.service.send(.GET, target, as: world.member).status == 200)
            }
            let other = try await world.another()
            #expect(try await world.service.send(.GET, path, as: other.admin).status == 404)

            // Two days later it is final, as it was, once.
            world.clock.set(try at("2026-04-02T19:00:00Z"))
            for _ in 0..<2 { try await world.makeStatements() }
            let final = try #require(try await world.statements().first)
            #expect(final.state == .final && final.revision == 1 && final.promises == made.promises)
            #expect(
                try await world.told().filter { $0.hasPrefix("support_statement.") }
                    == ["support_statement.provisional", "support_statement.final"])
        }
    }

    /// A ticket that was resolved in time is taken up again a month later: the verdict stands no more, and is counted no more.
    @Test func whatChangesLaterRestates() async throws {
        try await World.with("infopromo.yaml", service: "communications") { world in
            world.clock.set(try at("2026-03-30T04:00:00Z"))
            let ticket = try await world.ticket(priority: "level-1")
            world.clock.set(try at("2026-03-30T04:05:00Z"))
            #expect(try await world.move(ticket.id, to: "resolved").status == 200)
            world.clock.set(try at("2026-04-10T00:00:00Z"))
            try await world.makeStatements()
            let before = try #require(try await world.statements().first)
            #expect(before.state == .final && before.promises.contains { $0.measure == .resolution && $0.met == 1 })
            #expect(try await world.move(ticket.id, to: "open").status == 200)
            try await world.makeStatements()
            let after = try #require(try await world.statements().first { $0.id == before.id })
            #expect(after.revision == 2 && after.state == .final)
            #expect(!after.promises.contains { $0.measure == .resolution })
            let revisions = try await world.service.send(
                .GET, "/v1/support-statements/\(before.id)/revisions", as: world.admin
            ).decode(ListPage<SupportStatementResource>.self).data
            #expect(revisions.map(\.revision) == [2, 1])
            #expect(try await world.told().filter { $0 == "support_statement.restated" }.count == 1)
        }
    }

    /// S0-8: chats are answered within three minutes on average; one that takes longer misses nothing by itself.
    @Test func averagesAreSumsOverTheTicketsOfTheMonth() async throws {
        try await World.with("zadarma.yaml", service: "telephony", plan: "any") { world in
            world.clock.set(try at("2026-03-10T04:00:00Z"))
            for seconds in [60, 400, 80] as [Int64] {
                let chat = try await world.ticket(more: #""channel":"chat","#)
                world.clock.advance(by: seconds)
                try await world.say(chat.id, as: world.agent)
            }
            let silent = try await world.ticket(more: #""channel":"chat","#)
            _ = try await world.ticket(more: #""channel":"ticket","#)
            world.clock.set(try at("2026-04-01T12:00:00Z"))
            try await world.makeStatements()
            let made = try #require(try await world.statements().first)
            let average = try #require(made.averages.first)
            #expect(made.averages.count == 1 && average.objective == "chat-response" && average.clause == "S0-8")
            #expect(average.answered == 3 && average.unanswered == 1 && average.totalSeconds == 540)
            #expect(average.meanSeconds == Rational(180) && average.verdict == .met)
            // The fourth is answered after all, three weeks late: the sum says so.
            try await world.say(silent.id, as: world.agent)
            try await world.makeStatements()
            let again = try #require(try await world.statements().first)
            #expect(again.revision == 2 && again.averages.first?.verdict == .missed)
            #expect(again.averages.first?.unanswered == 0 && again.averages.first?.answered == 4)
        }
    }
}

extension World {
    /// Makes the support statements that are due, as the background does.
    @discardableResult
    fileprivate func makeStatements() async throws -> Int {
        try await SupportStatements(chassis: service.chassis, documents: DocumentCache(), wake: Wake())
            .work(at: clock.now, limit: 64)
    }

    /// The support statements that somebody sees.
    fileprivate func statements(as caller: Caller? = nil) async throws -> [SupportStatementResource] {
        try await service.send(.GET, "/v1/support-statements", as: caller ?? admin)
            .decode(ListPage<SupportStatementResource>.self).data
    }
}
