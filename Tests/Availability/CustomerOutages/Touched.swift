import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// A tenant whose outages touch some of its customers only.
struct Touched {
    let scene: Contracted
    /// The customers, each with a contract since January.
    let customers: [CustomerID]

    var world: World { scene.world }

    /// Runs `body` with two customers under a published agreement.
    static func with(at start: String, _ body: (Touched) async throws -> Void) async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            var customers: [CustomerID] = []
            for _ in 0..<2 { customers.append(try await scene.customer(scene.contract(CustomerID()))) }
            try await scene.move(to: start)
            try await body(Touched(scene: scene, customers: customers))
        }
    }

    /// An outage of the component `api` that touched these customers; nil for everybody.
    func outage(
        _ from: String, _ to: String?, _ touched: [CustomerID]?, revision: Int = 1, withdrawn: Bool = false, id: String = "n"
    ) -> String {
        let list = touched.map { #","customers":[\#($0.map { "\"\($0)\"" }.joined(separator: ","))]"# } ?? ""
        return world.outage(id, "api", from, to, more: #","revision":\#(revision),"withdrawn":\#(withdrawn)\#(list)"#)
    }

    /// Declares that outage.
    func declare(
        _ from: String, _ to: String?, _ touched: [CustomerID]?, revision: Int = 1, withdrawn: Bool = false, id: String = "n"
    ) async throws {
        try await world.measure([outage(from, to, touched, revision: revision, withdrawn: withdrawn, id: id)])
    }

    /// The statement of a month that a customer is judged by, as both sides see it; nil for everybody's.
    func statement(_ month: String = "2026-03", of customer: CustomerID?) async throws -> StatementResource {
        let found = try await scene.statements("service=cpaas&month=\(month)", of: customer)
        try #require(found.count == 1)
        return found[0]
    }

    /// Downtime of a month by what each customer and, at the end, everybody is judged by.
    func down(_ month: String = "2026-03") async throws -> [Int64] {
        var seconds: [Int64] = []
        for customer in customers.map(Optional.init) + [nil] {
            seconds.append(try await statement(month, of: customer).seconds.down)
        }
        return seconds
    }
}
