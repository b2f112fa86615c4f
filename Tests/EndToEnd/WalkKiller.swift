import Foundation
import Glibc
import Hosting
import TestSupport

@testable import CLI

/// Kills processes of a stack, one after the other, after so many requests as follow from a seed.
struct WalkKiller {
    /// Who is killed.
    static let victims = [
        "availability", "ticketing", "claims", "notifications", "gateway", "agreements", "redis", "postgres",
    ]
    /// Kills a round: enough that two of them fall into one step, few enough that a round ends.
    static let killsARound = 3

    /// One kill.
    struct Kill: CustomStringConvertible {
        let victim: String
        /// After so many requests of the round, or of those since the kill before was over.
        let requests: Int64
        /// Whether Redis loses its data too.
        let losesData: Bool

        var description: String { "\(victim)\(losesData ? " with its data" : "") after \(requests) requests" }
    }

    let plan: [Kill]

    /// The plan of a round; of as many rounds as there are victims everybody is killed as often.
    ///
    /// - Parameter requests: how many a round takes that nobody disturbs.
    init(seed: UInt64, round: Int, requests: Int64) {
        var random = SeededRandom(seed: seed &+ UInt64(round))
        plan = (0..<Self.killsARound).map { index in
            Kill(
                victim: Self.victims[(round * Self.killsARound + index) % Self.victims.count],
                requests: random.integer(in: 0...max(1, requests / Int64(Self.killsARound))),
                losesData: random.once(in: 2))
        }
    }

    /// Carries the plan out; kills for which the walks made too few requests come at their end.
    func run(on stack: StackHarness, counting steps: WalkSteps) async throws {
        for kill in plan {
            let moment = steps.count + kill.requests
            _ = try await eventually("request \(moment)", within: TenantOnWalk.patienceSeconds) {
                steps.count >= moment || steps.isOver ? true : nil
            }
            try await carryOut(kill, on: stack)
        }
    }

    private func carryOut(_ kill: Kill, on stack: StackHarness) async throws {
        let pid = try await eventually("a running \(kill.victim)") { try await stack.processID(kill.victim) }
        Glibc.kill(pid, SIGKILL)
        // Held and started again by hand: the supervisor would wait longer each time for what dies so often.
        try await pledge("stop", kill, on: stack)
        if kill.victim == "redis", kill.losesData {
            try FileManager.default.removeItem(atPath: "\(stack.state)/redis")
        }
        try await pledge("start", kill, on: stack)
    }

    private func pledge(_ command: String, _ kill: Kill, on stack: StackHarness) async throws {
        let result = try await stack.pledge(command, kill.victim)
        guard result.exit.isSuccess else { throw NeverCame(description: "\(command) \(kill.victim): \(result.output)") }
    }
}
