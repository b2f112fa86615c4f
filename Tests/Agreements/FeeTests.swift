import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

/// Fees that were charged: told to whoever counts credits from them.
@Suite struct FeeTests {
    @Test func aFeeIsRecordedPutRightAndTold() async throws {
        try await World.with { world in
            let all = try await world.full()
            let path = "/v1/subscriptions/\(all.subscription)/fees"
            let first = try await world.service.send(.POST, path, as: world.admin, json: Bodies.fee())
            try #require(first.status == 201, "\(first.text)")
            let more = #", "states": ["promotion"]"#
            let second = try await world.service.send(
                .POST, path, as: world.admin, json: Bodies.fee(minor: 80_000_000, more: more))
            #expect(second.status == 201 && second.at("id") == first.at("id") && second.at("revision") == "2")
            #expect(second.headers["etag"] == #""v2""#)
            let april = Bodies.fee(from: "2026-04-01T00:00:00Z", to: "2026-05-01T00:00:00Z")
            #expect(try await world.service.send(.POST, path, as: world.admin, json: april).status == 201)
            let platform = Bodies.fee("platform", from: "2026-03-10T00:00:00Z")
            #expect(try await world.service.send(.POST, path, as: world.admin, json: platform).status == 201)

            let owner = Caller.of(world.tenant, .owner, customer: all.customer)
            let listed = try await world.service.send(.GET, path, as: owner).decode(ListPage<FeeResource>.self).data
            #expect(listed.map(\.feeClass) == ["platform", "usage", "usage"])
            #expect(listed.map(\.amount.amountMinor) == [90_000_000, 90_000_000, 80_000_000])
            let other = Caller.of(world.tenant, .owner, customer: CustomerID())
            #expect(try await world.service.send(.GET, path, as: other).status == 404)
            #expect(try await world.service.send(.POST, path, as: owner, json: Bodies.fee()).status == 403)

            let told = try await world.service.told().filter { $0.type == FeesRecorded.type }
            let fees = try told.map { try $0.payload(FeesRecorded.self).fee }
            #expect(fees.map(\.revision) == [1, 2, 1, 1])
            #expect(fees[1].states == ["promotion"] && fees[1].customer == all.customer && fees[1].service == all.service)
        }
    }

    @Test func feesOfAClassDoNotOverlap() async throws {
        try await World.with { world in
            let all = try await world.full()
            let path = "/v1/subscriptions/\(all.subscription)/fees"
            let headers = ["idempotency-key": "fee-1"]
            let first = try await world.service.send(.POST, path, as: world.admin, json: Bodies.fee(), headers: headers)
            let again = try await world.service.send(.POST, path, as: world.admin, json: Bodies.fee(), headers: headers)
            #expect(first.status == 201 && again.body == first.body)
            for (from, to) in [
                ("2026-03-31T23:59:59Z", "2026-04-30T00:00:00Z"), ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"),
            ] {
                let answer = try await world.service.send(.POST, path, as: world.admin, json: Bodies.fee(from: from, to: to))
                #expect(try answer.status == 409 && answer.problem().slug == "overlap")
            }
            let wrong = try await world.service.send(.POST, path, as: world.admin, json: Bodies.fee(currency: "EUR"))
            #expect(try wrong.problem().errors.map(\.pointer) == ["#/amount/currency"])
            let backwards = Bodies.fee(from: "2026-03-02T00:00:00Z", to: "2026-03-02T00:00:00Z")
            let answer = try await world.service.send(.POST, path, as: world.admin, json: backwards)
            #expect(try answer.problem().errors.map(\.pointer) == ["#/to"])
        }
    }
}
