import Foundation
import NIOCore

/// An approved exclusion that touches a whole tenant: until every statement of the month says so.
enum Restatement: Subject {
    static let name = "restatement"

    private static let services = 4
    /// What the restating of 10,000 customers' months may take.
    private static let limitSeconds = 3.0
    private static let waitSeconds = 120

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        let customers = stand.isQuick ? 200 : 10_000
        return [
            try await measure(stand, customers, window: "month", limit: limitSeconds, "customers share their statements"),
            try await measure(
                stand, customers / 10, window: "plan-month", limit: nil, "each has statements of its own, by its billing day"),
        ]
    }

    private static func measure(
        _ stand: Stand, _ customers: Int, window: String, limit: Double?, _ note: String
    ) async throws -> Comparison {
        try await Stack.with(stand) { stack in
            stand.progress("restatement: \(customers) customers of \(services) services, window: \(window)")
            let tenant = try await MonthBehind.make(on: stack, services: services, customers: customers, window: window)
            let statements = try await tenant.statements()
            var round = 0
            let took = try await stand.rounds.median {
                stand.progress("restatement: an exclusion of all services is approved")
                let proposal = try await tenant.propose(minute: round)
                round += 1
                let before = try await tenant.revisions()
                return try await seconds {
                    try await tenant.approve(proposal)
                    try await tenant.settled(revisions: before + statements, within: waitSeconds)
                }.0
            }
            let title = "restating \(customers) customers x \(services) services (\(window))"
            let text = "\(note): \(statements) statements, from the approval to the last revision"
            guard let limit else {
                return .rate(
                    title, ours: Double(statements) / took, peer: Double(statements) / took, peerName: "itself",
                    unit: "statements/s", atLeast: nil, note: text)
            }
            return .limit(title, ours: took, below: limit, unit: "s", note: text)
        }
    }
}
