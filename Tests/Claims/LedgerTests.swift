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

/// Credits and the ledger: applied oldest first, and bounded by the database whatever the code does.
@Suite struct LedgerTests {
    /// Approved credits of two months of one customer: 25 % each of 1,000.00, the older first.
    private func credits(_ world: World) async throws -> [CreditResource] {
        let document = try World.document("zecto.yaml")
        try await world.publish(document)
        try await world.subscribe(fees: ["platform": 100_000])
        var credits: [CreditResource] = []
        for at in ["2026-04-20T00:00:00Z", "2026-05-02T00:00:00Z"] {
            let statement = try await world.settle(document, at: at, minutes: 450)
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            let decided = try await world.decide(claim.id).decode(ClaimResource.self)
            credits.append(try await world.credit(decided))
            world.service.clock.advance(by: 60)
        }
        return credits
    }

    private func apply(_ world: World, _ credit: CreditID, _ invoice: String, _ minor: Int64) async throws -> Answer {
        try await world.send(
            .POST, "/v1/credits/\(credit)/application",
            #"{"invoice": "\#(invoice)", "due": {"amount_minor": \#(minor), "currency": "PKR"}}"#)
    }

    @Test func theOldestIsAppliedFirstAndTheRestIsCarried() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            let credits = try await credits(world)
            #expect(credits.map(\.amount.amountMinor) == [25_000, 25_000])
            // The newer one is named; the older one goes first, and the rest of the newer one is carried.
            let first = try await apply(world, credits[1].id, "INV-1", 30_000)
            try #require(first.status == 201, "\(first.text)")
            let done = try first.decode(ApplicationResource.self)
            #expect(done.applied.amountMinor == 30_000 && done.left.amountMinor == 0)
            #expect(done.parts.map(\.credit) == credits.map(\.id))
            #expect(done.parts.map(\.amountMinor) == [25_000, 5_000])
            #expect(done.parts.map(\.remainingMinor) == [0, 20_000])
            let used = try await world.send(.GET, "/v1/credits/\(credits[0].id)").decode(CreditResource.self)
            #expect(used.state == .applied && used.remainingMinor == 0)
            #expect(used.applications.map(\.invoice) == ["INV-1"] && used.applications.map(\.amountMinor) == [25_000])
            // The same invoice again adds nothing, nor does another amount for it.
            #expect(try await apply(world, credits[1].id, "INV-1", 30_000).problem().slug == "nothing-to-apply")
            #expect(try await apply(world, credits[1].id, "INV-1", 40_000).problem().slug == "invoice-differs")
            let second = try await apply(world, credits[1].id, "INV-2", 1_000_000).decode(ApplicationResource.self)
            #expect(second.applied.amountMinor == 20_000 && second.left.amountMinor == 980_000)
            #expect(try await apply(world, credits[1].id, "INV-3", 1).problem().slug == "nothing-to-apply")
            #expect(try await world.told().filter { $0 == "credit.applied" }.count == 3)
            let admin = try await world.service.database.admin()
            let accounts = try await admin.run(
                "select account, sum(amount_minor) from ledger_entries group by account order by account")
            #expect(accounts == [["customer_credits", "0"], ["receivables", "-50000"], ["service_credits", "50000"]])
        }
    }

    @Test func applicationsAtOnceNeverPayTwice() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            let credits = try await credits(world)
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<12 {
                    group.addTask { try await apply(world, credits[index % 2].id, "INV-\(index % 3)", 9_000) }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            let applied = try answers.filter { $0.status == 201 }.map { try $0.decode(ApplicationResource.self) }
            #expect(applied.reduce(0) { $0 + $1.applied.amountMinor } == 27_000)
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select sum(remaining_minor) from credits").first == ["23000"])
            #expect(try await admin.run("select max(credited_minor) from invoices").first == ["9000"])
        }
    }

    @Test func whatIsLeftIsVoided() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            let credit = try await credits(world)[0]
            let path = "/v1/credits/\(credit.id)"
            let body = #"{"state": "voided", "reason": "Granted to the wrong customer."}"#
            #expect(try await world.send(.PUT, path, body, as: world.admin, ifMatch: #""v1""#).status == 403)
            #expect(try await world.send(.PUT, path, body, as: world.approver).status == 428)
            let answer = try await world.send(.PUT, path, body, as: world.approver, ifMatch: #""v1""#)
            let voided = try answer.decode(CreditResource.self)
            #expect(voided.state == .voided && voided.remainingMinor == 0 && voided.voidReason != nil)
            #expect(try await world.send(.PUT, path, body, as: world.approver, ifMatch: #""v2""#).status == 409)
            // Its breach may be credited again.
            let again = try await world.submit(credit.statement).decode(ClaimResource.self)
            #expect(again.verdicts.amount.amount?.amountMinor == 25_000)
            #expect(try await world.decide(again.id).decode(ClaimResource.self).state == .approved)
            #expect(try await world.told().contains("credit.voided"))
        }
    }

    @Test func creditsEndWithTheContract() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            let credits = try await credits(world)
            var ended = try await world.service.chassis.database.query(
                "select state::text from known_subscriptions", tenant: world.tenant.uuid
            ).decode(String.self).map { try PledgeJSON.decode(SubscriptionState.self, from: $0) }[0]
            ended.until = instant("2026-06-30T19:00:00Z")
            try await world.hear(SubscriptionEnded(subscription: ended), from: .agreements)
            let known = try await world.send(.GET, "/v1/credits/\(credits[0].id)").decode(CreditResource.self)
            #expect(known.expiresAt == ended.until && known.atTermination == .forfeited)
            let due = DueClaims(chassis: world.service.chassis, wake: Wake())
            #expect(try await due.work(at: instant("2026-06-30T18:59:59Z")) == 0)
            #expect(try await due.work(at: instant("2026-06-30T19:00:00Z")) == 2)
            let gone = try await world.send(.GET, "/v1/credits/\(credits[0].id)").decode(CreditResource.self)
            #expect(gone.state == .expired && gone.remainingMinor == 0)
            #expect(try await world.told().filter { $0 == "credit.expired" }.count == 2)
            #expect(try await due.work(at: instant("2026-07-30T19:00:00Z")) == 0)
        }
    }

    /// What code would have to do wrong, done: the database refuses it.
    @Test func theDatabaseHoldsTheRules() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            let credit = try await credits(world)[0]
            let (tenant, database) = (world.tenant, world.service.chassis.database)
            func refused(_ queries: [Query]) async throws -> String? {
                do {
                    _ = try await database.execute(queries, tenant: tenant.uuid)
                    return "nothing"
                } catch {
                    return error.constraint ?? error.sqlState?.rawValue
                }
            }
            let now = world.service.clock.now
            var more = credit
            more.remainingMinor = 25_001
            // More than is left; an entry without its other half; one that is issued twice.
            #expect(try await refused([LedgerStore.post(.void(more, by: "x", at: now), of: tenant)]) == "credits_remaining")
            let half: Query = """
                insert into ledger_entries (tenant_id, posting_id, line, kind, account, customer_id, credit_id, currency,
                    amount_minor, posted_at)
                values (\(tenant), \(UUID()), 1::smallint, 'void', 'customer_credits', \(credit.customer), \(credit.id), 'PKR',
                    5::bigint, \(now))
                """
            #expect(try await refused([half]) == "ledger_entries_balance")
            #expect(try await refused([LedgerStore.post(.issue(credit), of: tenant)]) != "nothing")
            // A second credit for the breach, and one above the cap.
            let body = try PledgeJSON.encodeText(credit).replacing(credit.id.description, with: CreditID().description)
            let twin: CreditResource = try PledgeJSON.decode(from: body)
            #expect(try await refused([CreditStore.insert(twin, of: tenant)]) == "credits_once")
            let other: CreditResource = try PledgeJSON.decode(
                from: body.replacing(credit.statement.description, with: StatementID().description))
            #expect(
                try await refused([CreditStore.insert(other, of: tenant), LedgerStore.post(.issue(other), of: tenant)])
                    == "nothing")
            var large = try PledgeJSON.encodeText(other).replacing("\"amount_minor\":25000", with: "\"amount_minor\":25001")
            large = large.replacing(other.id.description, with: CreditID().description)
            large = large.replacing(other.statement.description, with: StatementID().description)
            let above: CreditResource = try PledgeJSON.decode(from: large)
            #expect(
                try await refused([CreditStore.insert(above, of: tenant), LedgerStore.post(.issue(above), of: tenant)])
                    == "credit_limits_cap")
            // The ledger is not changed, and balances are not written beside it.
            for statement: Query in [
                "update ledger_entries set amount_minor = 1", "update credits set remaining_minor = 1",
                "update credit_limits set credited_minor = 0", "update invoices set credited_minor = 0",
            ] {
                #expect(try await refused([statement]) == "42501")
            }
            #expect(try await refused(["delete from ledger_entries"]) == "ledger_entries_stay")
        }
    }
}
