import Chassis
import Contracts
import Foundation
import Hosting
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Claims

/// What falls due by the clock alone.
@Suite struct DueTests {
    @Test func draftsLapseAndAnswersAreOverdue() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            try await world.subscribe()
            try await world.subscribe(world.b)
            let statement = try await world.settle(document, minutes: 450)
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            let due = DueClaims(chassis: world.service.chassis, wake: Wake())
            func pass(_ time: String) async throws -> Int {
                world.service.clock.set(instant(time))
                return try await due.work(at: world.service.clock.now)
            }
            // The answer is due at the closing of the fifth business day; that second is in time.
            #expect(claim.review?.dueAt == instant("2026-05-08T13:00:00Z"))
            #expect(try await pass("2026-05-08T13:00:00Z") == 0)
            #expect(try await pass("2026-05-08T13:00:01Z") == 1)
            let overdue = try await world.claim("?customer=\(world.a)")
            #expect(overdue.review?.overdueSince == instant("2026-05-08T13:00:00Z") && overdue.state == .underReview)
            #expect(try await pass("2026-05-09T00:00:00Z") == 0)
            // The other customer's draft lapses with the deadline.
            #expect(try await pass("2026-05-10T18:59:59Z") == 0)
            #expect(try await pass("2026-05-10T19:00:00Z") == 1)
            #expect(try await world.claim("?customer=\(world.b)").state == .expired)
            #expect(try await world.told().suffix(2) == ["claim.overdue", "claim.expired"])
            // What is overdue can be answered still, and stays overdue.
            let decided = try await world.decide(claim.id).decode(ClaimResource.self)
            #expect(decided.state == .approved && decided.review?.overdueSince != nil)
        }
    }

    @Test func replicasTakeEachOnce() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            _ = try await world.april()
            let due = DueClaims(chassis: world.service.chassis, wake: Wake())
            let late = instant("2026-06-01T00:00:00Z")
            let taken = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 { group.addTask { try await due.work(at: late) } }
                return try await group.reduce(0, +)
            }
            #expect(taken == 1)
            #expect(try await world.told() == ["claim.drafted", "claim.expired"])
        }
    }
}
