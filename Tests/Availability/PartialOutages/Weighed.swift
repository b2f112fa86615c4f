import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// A tenant that promises the time, `uptime`, and the same weighed by the users who are touched, `users`.
struct Weighed {
    let scene: Contracted

    var world: World { scene.world }

    /// Runs `body` with such a tenant.
    static func with(at start: String, overlap: String = "sum", _ body: (Weighed) async throws -> Void) async throws {
        try await Contracted.with { scene in
            let weighed = ZectoAgreement(
                commitment: "users", title: "Weighed by users", measure: "{kind: affected_users, overlap: \(overlap)}",
                target: "99.9")
            try await scene.publish { weighed.added(to: $0) }
            try await scene.move(to: start)
            try await body(Weighed(scene: scene))
        }
    }

    /// Declares an outage that touched so many per cent of the users; nil for one in which the component was down.
    func declare(
        _ from: String, _ to: String?, _ percent: String?, revision: Int = 1, withdrawn: Bool = false, id: String = "n",
        component: String = "api"
    ) async throws {
        let share = percent.map { #","affected_percent":"\#($0)""# } ?? ""
        try await world.measure([
            world.outage(
                id, component, from, to, more: #","revision":\#(revision),"withdrawn":\#(withdrawn)\#(share)"#)
        ])
    }

    /// The statement of a commitment and a month, which a backtest over the same facts has as well.
    func statement(
        _ commitment: String = "users", _ month: String = "2026-03", of customer: CustomerID? = nil
    ) async throws -> StatementResource {
        let query = "service=cpaas&commitment=\(commitment)&month=\(month)"
        let found = try await scene.statements(query, of: customer)
        try #require(found.count == 1)
        guard customer == nil else { return found[0] }
        let (from, to) = (found[0].window.from, min(found[0].window.to, world.service.clock.now))
        let report = try await world.post(
            "/v1/backtests", #"{"agreement":{"id":"zecto-sla"},"from":"\#(from)","to":"\#(to)"}"#, as: world.admin,
            expecting: 200
        ).decode(BacktestReport.self)
        try #require(!report.notEvaluated.contains { $0.kind == .commitment })
        let tried = try #require(report.statements.first { $0.commitment == commitment && $0.window == found[0].window })
        try #require(tried.availability == found[0].availability && tried.budget == found[0].budget)
        try #require(tried.partialOutages == found[0].partialOutages && tried.verdict == found[0].verdict)
        return found[0]
    }

    /// What was spent of a month's budget, weighed by users and by the time.
    func spent(_ month: String = "2026-03") async throws -> [Int64] {
        [try await statement("users", month).budget.spentSeconds, try await statement("uptime", month).budget.spentSeconds]
    }

    /// What was told of budgets, in order, with the commitment that each is of.
    func told() async throws -> [String] {
        try await world.budgetEvents().map { "\($0.budget.commitment) \($0.text)" }
    }
}
