import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Which version judges a window, while customers are on different ones.
@Suite struct VersionTests {
    private struct Scene {
        let world: World
        let service: ServiceState
        let agreement = AgreementID()

        func state(_ version: Int, _ target: String, from: String, waits: Bool = false, switches: Bool = false) throws
            -> AgreementVersionState
        {
            var text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
                .replacing("target: \"99.9\"", with: "target: \"\(target)\"")
            if switches {
                text = text.replacing("    notice_days: 30\n", with: "    notice_days: 30\n    running_windows: switch\n")
            }
            let node = try AgreementYAML.node(Array(text.utf8))
            let rules = [
                NoticeRule(replaces: 1, clause: "S2-10.2", days: 30, channels: [], timeZone: "Asia/Karachi", reductions: [])
            ]
            return AgreementVersionState(
                agreement: agreement, key: "zecto-sla", title: "SLA", version: version, document: node,
                services: ["cpaas": service.id], publishedAt: instant(from), effectiveFrom: instant(from), effectiveUntil: nil,
                noticeRules: waits ? rules : nil)
        }

        func schedule(_ customer: CustomerID, _ from: String?, revision: Int64 = 1) async throws {
            try await world.tell(
                AgreementScheduled(
                    schedule: AgreementScheduleState(
                        agreement: agreement, key: "zecto-sla", version: 2, customer: customer, basis: .notice,
                        state: from == nil ? .awaitingNotice : .scheduled, replaces: 1, notice: nil, provedAt: nil,
                        effectiveFrom: from.map(instant), revision: revision, updatedAt: world.service.clock.now)))
        }

        func subscribe(_ customer: CustomerID) async throws {
            let now = world.service.clock.now
            let state = SubscriptionState(
                id: SubscriptionID(), customer: customer, service: service.id, agreement: agreement, agreementVersion: nil,
                plan: "enterprise", currency: "PKR", fees: [:], billingAnchorDay: 1, trial: false, from: now, until: nil,
                revision: 1, createdAt: now, updatedAt: now)
            try await world.tell(SubscriptionStarted(subscription: state))
        }

        func judged(_ month: String, as caller: Caller? = nil) async throws -> [Int] {
            let answer = try await world.get("/v1/statements?service=cpaas&month=\(month)", as: caller)
            return try answer.decode(ListPage<StatementResource>.self).data.map(\.agreementVersion).sorted()
        }
    }

    private func with(_ body: (Scene) async throws -> Void) async throws {
        try await World.with(at: "2026-01-05T00:00:00Z") { world in
            try await body(Scene(world: world, service: try await world.defineDeclared()))
        }
    }

    @Test func aVersionThatWaitsJudgesForThoseWhoAreOnIt() async throws {
        try await with { scene in
            let (a, b) = (CustomerID(), CustomerID())
            try await scene.world.tell(AgreementPublished(version: try scene.state(1, "99.9", from: "2025-11-16T19:00:00Z")))
            for customer in [a, b] { try await scene.subscribe(customer) }
            try await scene.world.tell(
                AgreementPublished(version: try scene.state(2, "99.5", from: "2026-01-05T00:00:00Z", waits: true)))
            try await scene.schedule(a, nil)
            try await scene.schedule(b, nil)
            #expect(try await scene.judged("2026-01") == [1])
            try await scene.schedule(a, "2026-02-10T00:00:00Z", revision: 2)
            // What is told again, or late, changes nothing.
            try await scene.schedule(a, nil, revision: 1)

            scene.world.service.clock.set(instant("2026-05-10T00:00:00Z"))
            let parts = try AvailabilityParts(scene.world.service.chassis)
            try await parts.due.work(at: scene.world.service.clock.now)
            // The window that ran keeps the version that it began with.
            #expect(try await scene.judged("2026-02") == [1])
            #expect(try await scene.judged("2026-03") == [1, 2])
            #expect(try await scene.judged("2026-05") == [1, 2])
            let (ofA, ofB) = (
                Caller.of(scene.world.tenant, .owner, customer: a), Caller.of(scene.world.tenant, .owner, customer: b)
            )
            #expect(try await scene.judged("2026-02", as: ofA) == [1])
            #expect(try await scene.judged("2026-03", as: ofA) == [2])
            #expect(try await scene.judged("2026-03", as: ofB) == [1])
        }
    }

    @Test func afterAChangeWithinAWindowTheNextOnesAreMadeToo() async throws {
        try await with { scene in
            var first = try scene.state(1, "99.9", from: "2025-11-16T19:00:00Z")
            try await scene.world.tell(AgreementPublished(version: first))
            try await scene.world.tell(AgreementPublished(version: try scene.state(2, "99.95", from: "2026-01-15T00:00:00Z")))
            first.effectiveUntil = instant("2026-01-15T00:00:00Z")
            try await scene.world.tell(AgreementSuperseded(version: first, by: 2))
            scene.world.service.clock.set(instant("2026-05-10T00:00:00Z"))
            #expect(try await scene.judged("2026-01") == [1])
            for month in ["2026-02", "2026-03", "2026-04", "2026-05"] { #expect(try await scene.judged(month) == [2]) }
        }
    }

    @Test func runningWindowsSwitchWhereTheRuleSaysSo() async throws {
        try await with { scene in
            var first = try scene.state(1, "99.9", from: "2025-11-16T19:00:00Z", switches: true)
            try await scene.world.tell(AgreementPublished(version: first))
            try await scene.world.tell(AgreementPublished(version: try scene.state(2, "99.95", from: "2026-01-15T00:00:00Z")))
            first.effectiveUntil = instant("2026-01-15T00:00:00Z")
            try await scene.world.tell(AgreementSuperseded(version: first, by: 2))
            scene.world.service.clock.set(instant("2026-03-10T00:00:00Z"))
            #expect(try await scene.judged("2026-01") == [2])
            #expect(try await scene.judged("2026-02") == [2])
        }
    }
}
