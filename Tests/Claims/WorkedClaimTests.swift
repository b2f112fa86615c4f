import Chassis
import Contracts
import Foundation
import Hosting
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Claims

/// Worked examples 7, 9 and 10, through the service's API.
@Suite struct WorkedClaimTests {
    /// 7: 216 minutes of April under Standard are 99.5 %; what that is worth is the interpretation's choice.
    @Test(arguments: [("pro_rata", Int64(50_000)), ("complete", 0), ("started", 100_000)])
    func seventh(counting: String, minor: Int64) async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document(
                "infopromo.yaml", replacing: [("counting: pro_rata", "counting: \(counting)")])
            try await world.publish(document, service: "communications")
            try await world.subscribe(plan: "standard", fees: ["subscription": 1_000_000], currency: "USD")
            // Downtime at the end of April: seven days from the failure have not passed.
            let statement = try await world.settle(
                document, "uptime-standard", at: "2026-04-29T00:00:00Z", minutes: 216)
            #expect(statement.availabilityPercent == "99.5000")
            let claim = try await world.submit(statement.id, more: "").decode(ClaimResource.self)
            #expect(claim.verdicts.amount.appliedPercent == Rational(Int128(minor) * 100, over: 1_000_000), "\(counting)")
            #expect(claim.verdicts.amount.amount == Money(amountMinor: minor, currency: "USD"))
            #expect(claim.verdicts.amount.clauses.contains("S1-12"))
            if minor == 0 {
                #expect(claim.decision?.refusal == .nothingDue)
            } else {
                let decided = try await world.decide(claim.id).decode(ClaimResource.self)
                #expect(try await world.credit(decided).amount.amountMinor == minor)
            }
        }
    }

    /// 9: the outage ended on 1 March, 10:00 in Karachi. The claim is accepted at once, waits for March to close, and was in time
    /// until 31 March, 23:59:59 there.
    @Test func ninth() async throws {
        try await World.with(at: "2026-03-31T18:59:59Z") { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            try await world.subscribe()
            try await world.subscribe(world.b)
            func body(_ customer: CustomerID) -> String {
                #"""
                {"customer": "\#(customer)", "agreement": "\#(world.agreement)", "commitment": "uptime",
                 "service": "\#(world.sold)", "at": "2026-03-01T04:00:00Z"\#(World.times)}
                """#
            }
            let early = try await world.send(.POST, "/v1/claims", body(world.a), as: world.member())
            try #require(early.status == 201, "\(early.text)")
            let claim = try early.decode(ClaimResource.self)
            #expect(claim.state == .awaitingWindow && claim.statement == nil)
            #expect(claim.window.label == "2026-03")
            #expect(claim.review?.beginsAt == instant("2026-03-31T19:00:00Z"))
            #expect(try await world.told() == ["claim.submitted", "claim.awaiting_window"])
            // A second later it is too late, which shows when the window has closed.
            world.service.clock.set(instant("2026-03-31T19:00:00Z"))
            let late = try await world.send(.POST, "/v1/claims", body(world.b), as: world.admin).decode(ClaimResource.self)
            #expect(late.state == .awaitingWindow)

            // Two hours and more, ended at 05:00Z; provisional first, which settles nothing.
            let start = instant("2026-03-01T02:00:00Z")
            let made = try world.statement(
                document, at: "2026-03-01T02:00:00Z", down: [Interval(start, instant("2026-03-01T05:00:00Z"))])
            try await world.hear(
                StatementProvisional(statement: made.resource, countedDown: made.down), from: .availability)
            let waiting = try await world.claim("?customer=\(world.a)")
            #expect(waiting.state == .awaitingWindow && waiting.statement == made.resource.id)
            #expect(waiting.verdicts.breach.verdict == .missed && !waiting.verdicts.breach.isFinal)
            world.service.clock.set(instant("2026-04-02T19:00:00Z"))
            try await world.hear(
                StatementFinal(statement: made.resource.settled, countedDown: made.down), from: .availability)
            let reviewed = try await world.claim("?customer=\(world.a)")
            #expect(reviewed.state == .underReview)
            #expect(reviewed.verdicts.timeliness.verdict == .inTime)
            #expect(reviewed.verdicts.timeliness.lastSecond == instant("2026-03-31T18:59:59Z"))
            #expect(reviewed.verdicts.timeliness.clauses.contains("S2-5.3d"))
            let refused = try await world.claim("?customer=\(world.b)")
            #expect(refused.decision?.refusal == .late)
        }
    }

    /// 10: 94 %, platform fee 100,000.00, usage 900,000.00: the cap; a second claim finds the credit and adds nothing.
    @Test func tenth() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april(minutes: 43_200 * 6 / 100)
            #expect(statement.availabilityPercent == "94.0000")
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(claim.verdicts.amount.most == Money(amountMinor: 5_000_000, currency: "PKR"))
            let decided = try await world.decide(claim.id).decode(ClaimResource.self)
            let credit = try await world.credit(decided)
            #expect(credit.amount == Money(amountMinor: 5_000_000, currency: "PKR"))
            #expect(Set(credit.clauses).isSuperset(of: ["S2-5.2", "S2-5.3b"]))
            let second = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(second.id != claim.id && second.decision?.refusal == .alreadyCredited)
            #expect(second.verdicts.amount.amount?.amountMinor == 0)
            let credits = try await world.send(.GET, "/v1/credits").decode(ListPage<CreditResource>.self).data
            #expect(credits.map(\.id) == [credit.id])
        }
    }
}
