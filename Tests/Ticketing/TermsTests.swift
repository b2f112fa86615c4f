import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// Which version holds for a ticket: the one in force for its customer when it was made, for good.
@Suite struct TermsTests {
    @Test func aTicketKeepsTheVersionOfItsOpening() async throws {
        try await World.with { world in
            let old = try await world.ticket(priority: "high")
            // A faster agreement: high within an hour instead of four.
            let text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
            let faster = try AgreementYAML.node(Data(text.replacing("within: PT4H", with: "within: PT1H").utf8))
            try await world.publish(faster, version: 2, key: "cpaas", from: world.clock.now)
            let new = try await world.ticket(priority: "high")
            #expect(new.terms?.version == 2)
            #expect(try await world.clocks(new.id)[.firstResponse]?.targetSeconds == 3600)
            try await world.say(old.id, as: world.member)
            let clock = try await world.clocks(old.id)[.firstResponse]
            #expect(clock?.version == 1 && clock?.targetSeconds == 14_400)
        }
    }

    @Test func aVersionThatWaitsForNoticeHoldsForWhomItsNoticeHasRun() async throws {
        try await World.with { world in
            let start = world.clock.now
            try await world.publish(try World.demo("zecto.yaml"), version: 2, key: "cpaas", from: start, waits: true)
            let schedule = AgreementScheduleState(
                agreement: world.agreement, key: "sla", version: 2, customer: world.a, basis: .notice, state: .scheduled,
                replaces: 1, notice: NoticeID(), provedAt: start, effectiveFrom: start.advanced(by: 86_400), revision: 2,
                updatedAt: start)
            try await world.hear(AgreementScheduled(schedule: schedule))
            #expect(try await world.ticket().terms?.version == 1)
            world.clock.advance(by: 86_400)
            #expect(try await world.ticket().terms?.version == 2)
            #expect(try await world.ticket(as: world.stranger).terms?.version == 1, "nobody told customer b")
            // An older schedule that comes late changes nothing.
            var late = schedule
            late.revision = 1
            late.effectiveFrom = nil
            try await world.hear(AgreementScheduled(schedule: late))
            #expect(try await world.ticket().terms?.version == 2)
        }
    }

    @Test func aContractMayNameItsVersionAndSeveralContractsAskForAService() async throws {
        try await World.with { world in
            try await world.publish(try World.demo("zecto.yaml"), version: 2, key: "cpaas", from: World.beginning)
            try await world.subscribe(world.b, plan: "enterprise", version: 1)
            let named = try await world.ticket(as: world.stranger, more: #""service":"cpaas","#)
            #expect(named.terms?.version == 1 && named.terms?.plan == "enterprise", "the later contract for the service")
            #expect(try await world.ticket(as: world.stranger).terms == nil, "two contracts, and none is meant")
        }
    }

    @Test func whoIsForgottenLeavesNothing() async throws {
        try await World.with { world in
            let id = try await world.ticket().id
            try await world.say(id, as: world.agent)
            try await world.hear(TenantDeleted(id: world.tenant, deletedAt: world.clock.now))
            let admin = try await world.service.database.admin()
            for table in ["tickets", "ticket_events", "ticket_messages", "ticket_clocks", "clock_stamps", "known_agreements"] {
                #expect(try await admin.run("select 1 from \(table)").isEmpty, "\(table)")
            }
        }
    }
}
