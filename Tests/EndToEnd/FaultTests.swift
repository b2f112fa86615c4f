import Contracts
import Foundation
import Glibc
import Hosting
import Terms
import TestSupport
import Testing

@testable import CLI

extension EndToEnd {
    /// Any process may be killed at any moment while measurements flow: what was acknowledged stays, and counts once.
    ///
    /// The same measurements are sent twice: for one tenant while a seeded hand kills processes, then for another in peace. In the end
    /// both tenants must have the same outages and the same statements, to the second.
    @Suite(.timeLimit(.minutes(12))) struct FaultTests {
        /// Any number; a failure is repeated with the same one.
        private static let seed: UInt64 = 20_260_401
        /// What is killed, in turns drawn from the seed; Redis also loses its data.
        private static let victims = [
            "availability", "gateway", "agreements", "redis", "postgres", "notifications", "claims", "ticketing",
        ]
        /// Every victim comes at least once.
        private static let kills = 10
        /// The month that is judged, long closed: March 2026 in Karachi.
        static let month = Interval(1_772_305_200, 1_774_983_600)

        @Test func whatWasAcknowledgedSurvivesEveryKillAndCountsOnce() async throws {
            var options = StackHarness.Options()
            options.demo = false
            try await StackHarness.with(options) { stack in
                let disturbed = try await TenantUnderFault(stack, key: "disturbed")
                let calm = try await TenantUnderFault(stack, key: "calm")
                let batches = FaultTelemetry(interval: Self.month, seed: Self.seed).batches()

                try await send(batches, as: disturbed, killing: Self.plan(batches.count), on: stack)
                try await stack.waitUntilReady()
                for batch in batches { try await calm.send(batch, retrying: false) }

                let expected = try await calm.findings(Self.month)
                let found = try await eventually("equal findings", within: 60) {
                    let found = try await disturbed.findings(Self.month)
                    return found == expected ? found : nil
                }
                #expect(found == expected)
                #expect(expected.outages.count > 10)
                #expect(expected.statements.first?.verdict == "missed")
                try await checkEvents(stack, disturbed)
            }
        }

        /// Which process is killed when so many batches have been acknowledged.
        private static func plan(_ batches: Int) -> [Int: String] {
            var random = SeededRandom(seed: seed)
            let moments = Array(1..<batches - 1).shuffled(using: &random).prefix(kills).sorted()
            let order = victims.shuffled(using: &random) + victims.shuffled(using: &random)
            return Dictionary(uniqueKeysWithValues: zip(moments, order))
        }

        /// Sends every batch until it is acknowledged, and never again after that; kills while the next one is under way.
        private func send(_ batches: [String], as tenant: TenantUnderFault, killing plan: [Int: String], on stack: StackHarness)
            async throws
        {
            for (index, batch) in batches.enumerated() {
                async let sending: Void = tenant.send(batch, retrying: true)
                if let victim = plan[index] { try await kill(victim, on: stack) }
                try await sending
            }
        }

        private func kill(_ name: String, on stack: StackHarness) async throws {
            // It may just be coming back from the kill before.
            let pid = try await eventually("a running \(name)") { try await stack.processID(name) }
            Glibc.kill(pid, SIGKILL)
            guard name == "redis" else { return }
            // The supervisor waits before it starts Redis again; by then its disk is empty.
            let data = "\(stack.state)/redis"
            let gone = "\(data)-\(UUID().uuidString)"
            try FileManager.default.moveItem(atPath: data, toPath: gone)
            try FileManager.default.removeItem(atPath: gone)
        }

        /// Each outage was told of as opened exactly once, and no service gave up on an event.
        private func checkEvents(_ stack: StackHarness, _ tenant: TenantUnderFault) async throws {
            let availability = try await StackDatabase(stack, service: "availability").connect()
            let told = try await availability.run(
                """
                select count(*), count(distinct envelope::jsonb ->> 'subject') from outbox
                where tenant_id = '\(tenant.id.uuid)' and type = 'pledge.availability.outage.opened.v1'
                """)
            let (all, distinct) = (told[0][0].flatMap { Int($0) } ?? 0, told[0][1].flatMap { Int($0) } ?? 0)
            #expect(distinct > 10)
            #expect(all == distinct)
            for service in DatabaseSetup.services {
                let admin = try await StackDatabase(stack, service: service.rawValue).connect()
                #expect(try await admin.run("select count(*) from dead_letters") == [["0"]])
            }
        }
    }
}
