import Foundation
import Hosting
import NIOHTTP1
import TestSupport
import Testing

@testable import CLI

extension EndToEnd {
    /// A disk that is really full: what `up` says, and what a running stack does until there is room again.
    @Suite(
        .timeLimit(.minutes(8)),
        .enabled(if: SmallDisk.obstacle == nil, Comment(rawValue: SmallDisk.obstacle ?? "")))
    struct FullDiskTests {
        /// Enough for a start without the demo, with little to spare.
        private static let megabytes = 400

        @Test func upOnAFullDiskSaysSoAndWhatToDo() async throws {
            try await SmallDisk.with(megabytes: 32) { disk in
                for isFull in [false, true] {
                    if isFull { try disk.fill() }
                    let result = try await StackHarness.up(state: "\(disk.path)/state-\(isFull)")
                    #expect(!result.exit.isSuccess)
                    let words = isFull ? "No space left on device" : "MB left; the stack needs"
                    #expect(result.output.contains(words) || result.output.contains("has 0 MB left"), "\(result.output)")
                    #expect(result.output.contains("Free some space"), "\(result.output)")
                    #expect(!FileManager.default.fileExists(atPath: "\(disk.path)/state-\(isFull)/postgres"))
                }
            }
        }

        @Test func aDiskThatFillsWhileTheStackComesUpIsNamedAndTheNextTryGoesOn() async throws {
            try await SmallDisk.with(megabytes: Self.megabytes) { disk in
                let state = "\(disk.path)/state"
                async let ending = StackHarness.up(state: state)
                _ = try await eventually("the making of a cluster") {
                    (try? FileManager.default.contentsOfDirectory(atPath: state))?.first { $0.hasPrefix("postgres") }
                }
                try disk.fill()
                let result = try await ending
                #expect(!result.exit.isSuccess)
                #expect(
                    result.output.contains("Free some space") || result.output.contains("free some space"), "\(result.output)")

                disk.makeRoom()
                var options = StackHarness.Options()
                options.demo = false
                options.state = state
                try await StackHarness.with(options) { stack in
                    let answer = try await stack.send(.GET, "/v1/tenants", key: stack.secret("operator-key"))
                    #expect(answer.status == 200)
                }
            }
        }

        @Test func aRunningStackWithoutRoomRefusesKeepsWhatItHasAndRecovers() async throws {
            try await SmallDisk.with(megabytes: Self.megabytes) { disk in
                var options = StackHarness.Options()
                options.demo = false
                options.state = "\(disk.path)/state"
                try await StackHarness.with(options) { stack in
                    let tenant = try await TenantUnderFault(stack, key: "cramped")
                    let batches = FaultTelemetry(interval: FaultTests.month, seed: 3).batches()
                    let half = batches.count / 2
                    for batch in batches[..<half] { try await tenant.send(batch, retrying: false) }

                    let refusals = try await refusals(disk, stack, tenant, Array(batches[half...]))
                    #expect(refusals.contains { $0.status == 503 })
                    for refusal in refusals {
                        #expect([502, 503, 504].contains(refusal.status), "\(refusal.status) \(refusal.text)")
                        #expect(refusal.headers["content-type"] == "application/problem+json")
                        #expect(refusal.headers["retry-after"].flatMap { Int($0) } != nil)
                        #expect(!refusal.text.contains("No space left"), "what the server says is for the log")
                    }

                    disk.makeRoom()
                    try await stack.waitUntilReady()
                    for batch in batches[half...] { try await tenant.send(batch, retrying: true) }
                    // The same measurements in peace: what was acknowledged before, and what came after, all counts, once.
                    let calm = try await TenantUnderFault(stack, key: "roomy")
                    for batch in batches { try await calm.send(batch, retrying: false) }
                    let expected = try await calm.findings(FaultTests.month)
                    let found = try await eventually("equal findings") {
                        let found = try await tenant.findings(FaultTests.month)
                        return found == expected ? found : nil
                    }
                    #expect(found == expected)
                    #expect(expected.outages.count > 10)
                    // No event was given up for want of room.
                    #expect(try await stack.pledge("dead-letters").output == "No dead letters.\n")
                }
            }
        }

        /// Keeps the disk full and sends until the database cannot take any more; what was answered then.
        private func refusals(_ disk: SmallDisk, _ stack: StackHarness, _ tenant: TenantUnderFault, _ batches: [String])
            async throws -> [Answer]
        {
            var refusals: [Answer] = []
            _ = try await eventually("refusals for want of room", within: 120) {
                try disk.fill()
                for batch in batches {
                    let answer = try await tenant.attempt(batch)
                    if answer.status != 202 { refusals.append(answer) }
                }
                return refusals.contains { $0.status == 503 } ? true : nil
            }
            return refusals
        }
    }
}
