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

/// The copies that the service keeps of statements, fees and schedules.
@Suite struct KnownTests {
    @Test func theLatestRevisionOfAStatementIsKept() async throws {
        try await World.with { world in
            let document = try World.document("zecto.yaml")
            let id = StatementID()
            func make(_ revision: Int, hours: Int64) throws -> (resource: StatementResource, down: CountedDowntime) {
                let start = instant("2026-04-10T00:00:00Z")
                return try world.statement(
                    document, at: "2026-04-10T00:00:00Z", down: [Interval(start, start.advanced(by: hours * 3600))],
                    revision: revision, id: id)
            }
            func kept() async throws -> KnownStatement? {
                let rows = try await world.service.chassis.database.query(
                    KnownStatementStore.find(id, of: world.tenant), tenant: world.tenant.uuid)
                return try rows.first.map(KnownStatementStore.decode)
            }
            let (first, second) = (try make(1, hours: 8), try make(2, hours: 9))
            try await world.hear(
                StatementProvisional(statement: first.resource, countedDown: first.down), from: .availability)
            #expect(try await kept()?.isFinal == false)
            try await world.hear(
                StatementFinal(statement: first.resource.settled, countedDown: first.down), from: .availability)
            #expect(try await kept()?.isFinal == true)
            try await world.hear(
                StatementRestated(statement: second.resource.settled, countedDown: second.down), from: .availability)
            // What comes late again changes nothing.
            try await world.hear(
                StatementFinal(statement: first.resource.settled, countedDown: first.down), from: .availability)
            let last = try #require(try await kept())
            #expect(last.resource.revision == 2 && last.isFinal && last.down.seconds == 9 * 3600)
            #expect(last.resource.verdict == .missed)
        }
    }

    @Test func copiesLeaveWithTheirTenant() async throws {
        try await World.with { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            let subscription = try await world.subscribe()
            let made = try world.statement(document, at: "2026-04-10T00:00:00Z", down: [])
            try await world.hear(StatementProvisional(statement: made.resource, countedDown: made.down), from: .availability)
            let amount = try #require(Money(amountMinor: 5, currency: "PKR"))
            let now = world.service.clock.now
            let fee = FeeResource(
                id: FeeID(), subscription: subscription.id, customer: world.a, service: world.sold, feeClass: "usage",
                from: now, to: now.advanced(by: 60), amount: amount, states: [], revision: 1, createdAt: now, updatedAt: now)
            try await world.hear(FeesRecorded(fee: fee), from: .agreements)
            let schedule = AgreementScheduleState(
                agreement: world.agreement, key: "sla", version: 1, customer: world.a, basis: .noReduction, state: .scheduled,
                replaces: nil, notice: nil, provedAt: nil, effectiveFrom: now, revision: 1, updatedAt: now)
            try await world.hear(AgreementScheduled(schedule: schedule), from: .agreements)
            func counts() async throws -> [String: String] {
                let admin = try await world.service.database.admin()
                var counts: [String: String] = [:]
                for table in AgreementsEvents.own {
                    counts[table] = try await admin.run("select count(*) from \(table)").first?[0]
                }
                return counts
            }
            let before = try await counts()
            for table in ["known_statements", "known_fees", "known_schedules"] { #expect(before[table] == "1", "\(table)") }
            try await world.hear(TenantDeleted(id: world.tenant, deletedAt: now), from: .agreements)
            #expect(try await counts().values.allSatisfy { $0 == "0" })
        }
    }
}
