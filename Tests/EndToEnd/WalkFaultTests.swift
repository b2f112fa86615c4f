import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import CLI

extension EndToEnd {
    /// The long walk while any process may be killed at any moment: it ends as it does in peace.
    ///
    /// A few rounds among the tests; `PLEDGE_TEST_WALK_ROUNDS=50 ./pledge test --filter WalkFaultTests --minutes 60` is the long
    /// form.
    @Suite(.timeLimit(.minutes(60))) struct WalkFaultTests {
        private static let environment = ProcessInfo.processInfo.environment
        /// Eight victims, three a round: everybody is killed.
        private static let rounds = environment["PLEDGE_TEST_WALK_ROUNDS"].flatMap { Int($0) } ?? 3
        /// Any number; a failure names it, and is repeated with it.
        private static let seed = environment["PLEDGE_TEST_WALK_SEED"].flatMap { UInt64($0) } ?? 20_260_420
        /// Seconds until nothing changes any more after a walk: some hundred windows of a rolling promise are evaluated again.
        private static let settlingSeconds = 60.0
        /// Two agreements that credit, and one of those that do not.
        private static func plots(_ round: Int) -> [WalkPlot] {
            [.zecto, .infopromo, round.isMultiple(of: 2) ? .connectEngage : .zadarma]
        }

        @Test func aWalkEndsTheSameWhoeverIsKilled() async throws {
            let mail = try await MailCatcher()
            defer { mail.stop() }
            let smtp = try await mail.url()
            let hooks = Receiver()
            try await hooks.run { url in
                var options = StackHarness.Options()
                options.demo = false
                options.environment = [
                    "PLEDGE_SMTP_URL": smtp, "PLEDGE_SMTP_SENDER": "notices@pledge.example", "PLEDGE_SMTP_ENCRYPTION": "none",
                    "PLEDGE_WEBHOOK_NETWORKS": "127.0.0.0/8", "PLEDGE_RATE_LIMIT_ADDRESS": "off",
                    "PLEDGE_RATE_LIMIT_KEY": "1000000/60", "PLEDGE_RATE_LIMIT_TENANT": "1000000/60",
                ]
                try await StackHarness.with(options) { stack in
                    try await rounds(WalkMessages(stack: stack, hooks: hooks, mail: mail), url)
                }
            }
        }

        private func rounds(_ messages: WalkMessages, _ url: String) async throws {
            let stack = messages.stack
            let calmSteps = WalkSteps()
            let calm = try await Self.tenants([.zecto, .infopromo, .connectEngage, .zadarma], "calm", on: stack, url, calmSteps)
            try await Self.walk(calm, calmSteps)
            let expected = try await ends(calm, messages)
            var all = calm
            var kills: [String: Int] = [:]
            for round in 0..<Self.rounds {
                let clock = ContinuousClock()
                let started = clock.now
                let steps = WalkSteps()
                let tenants = try await Self.tenants(Self.plots(round), "r\(round)", on: stack, url, steps)
                let made = clock.now
                let killer = WalkKiller(seed: Self.seed, round: round, requests: calmSteps.count)
                let name = "seed \(Self.seed), round \(round), \(killer.plan)"
                do {
                    async let kills: Void = killer.run(on: stack, counting: steps)
                    try await Self.walk(tenants, steps)
                    try await kills
                } catch {
                    Issue.record("\(name): \(error)")
                    throw error
                }
                let walked = clock.now
                try await stack.waitUntilReady()
                for tenant in tenants { try await check(tenant, expected[tenant.plot.demo], name) }
                all += tenants
                for kill in killer.plan { kills[kill.victim, default: 0] += 1 }
                print("\(name): made in \(made - started), walked in \(walked - made), checked in \(clock.now - walked)")
            }
            let killed = kills.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            print("\(Self.rounds) rounds, killed: \(killed); \(try await messages.check(all))")
            // Nothing came after the end.
            for tenant in all { try await check(tenant, expected[tenant.plot.demo], "seed \(Self.seed), after all rounds") }
            try await expectNothingGivenUp(stack)
        }

        /// How the walks in peace have ended, by the demonstration's tenants.
        private func ends(_ calm: [TenantOnWalk], _ messages: WalkMessages) async throws -> [String: TenantOnWalk.Findings] {
            let availability = try await StackDatabase(messages.stack, service: "availability").connect()
            _ = try await eventually("the end of all evaluation", within: Self.settlingSeconds) {
                let due = try await availability.run("select count(*) from statement_work where due_at <= now()")
                return due == [["0"]] ? true : nil
            }
            // When all of it is told, nothing follows any more.
            print("In peace: \(try await messages.check(calm))")
            var expected: [String: TenantOnWalk.Findings] = [:]
            for tenant in calm {
                let findings = try await tenant.findings()
                for posting in ["issue", "application"] {
                    #expect(findings.text.contains("\n\(posting) 1 ") == !tenant.plot.fees.isEmpty, "\(posting) of \(tenant.key)")
                }
                expected[tenant.plot.demo] = findings
            }
            return expected
        }

        private static func tenants(
            _ plots: [WalkPlot], _ name: String, on stack: StackHarness, _ url: String, _ steps: WalkSteps
        ) async throws -> [TenantOnWalk] {
            var tenants: [TenantOnWalk] = []
            for plot in plots {
                tenants.append(try await TenantOnWalk(plot, on: stack, key: "\(name)-\(plot.demo)", hooks: url, steps))
            }
            return tenants
        }

        private static func walk(_ tenants: [TenantOnWalk], _ steps: WalkSteps) async throws {
            defer { steps.end() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for tenant in tenants { group.addTask { try await tenant.walk() } }
                try await group.waitForAll()
            }
        }

        private func check(_ tenant: TenantOnWalk, _ expected: TenantOnWalk.Findings?, _ name: String) async throws {
            let expected = try require(expected, "a walk in peace")
            var found = try await tenant.findings()
            // What follows last, such as an incident that hears of its outage's end, may still be under way.
            _ = try? await eventually("equal findings", within: Self.settlingSeconds) {
                found = try await tenant.findings()
                return found == expected ? true : nil
            }
            let difference = found.difference(from: expected)
            #expect(difference.isEmpty && found == expected, "\(name), \(tenant.key):\n\(difference)")
        }

        /// No service gave up on an event.
        private func expectNothingGivenUp(_ stack: StackHarness) async throws {
            for service in DatabaseSetup.services {
                let admin = try await StackDatabase(stack, service: service.rawValue).connect()
                #expect(try await admin.run("select count(*) from dead_letters") == [["0"]], "\(service.rawValue)")
            }
        }
    }
}
