import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// An exclusion that was a mistake is taken back: its time counts again, what was said before is kept, and nobody does it alone.
@Suite struct ExclusionWithdrawalTests {
    private static let reason = #"{"reason":"the cut was ours"}"#

    private func with(_ body: (World) async throws -> Void) async throws {
        try await World.with(at: "2026-04-05T00:00:00Z") { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            try await world.measure([world.outage("noc-1", "api", "2026-03-10T10:00:00Z", "2026-03-10T13:00:00Z")])
            try await body(world)
        }
    }

    private func propose(_ world: World, _ more: String = "", by proposer: Caller? = nil) async throws -> ExclusionResource {
        let body = """
            {"service":"cpaas","ground":"third_party","from":"2026-03-10T10:00:00Z","to":"2026-03-10T12:00:00Z",\
            "evidence":"e","reason":"r"\(more)}
            """
        return try await world.post("/v1/exclusions", body, as: proposer ?? world.agent).decode(ExclusionResource.self)
    }

    private func approve(_ item: ExclusionResource, _ world: World) async throws {
        try await world.post(
            "/v1/exclusions/\(item.id)/decision", #"{"decision":"approved","reason":"seen"}"#, as: world.approver, expecting: 200)
    }

    private func withdraw(_ item: ExclusionResource, _ world: World, as caller: Caller, expecting status: Int = 200) async throws
        -> Answer
    {
        try await world.post("/v1/exclusions/\(item.id)/withdrawal", Self.reason, as: caller, expecting: status)
    }

    private func month(_ world: World, _ query: String = "") async throws -> StatementResource {
        try await world.statement("service=cpaas&commitment=uptime&month=2026-03\(query)")
    }

    @Test func itsTimeCountsAgain() async throws {
        try await with { world in
            let item = try await propose(world)
            try await approve(item, world)
            let excluded = try await month(world)
            #expect(excluded.seconds.excluded == 7_200 && excluded.seconds.down == 3_600)
            let answer = try await withdraw(item, world, as: world.approver).decode(ExclusionResource.self)
            #expect(answer.state == .withdrawn && answer.withdrawnBy == world.approver.principal)
            #expect(answer.withdrawnAt == world.service.clock.now && answer.withdrawalReason == "the cut was ours")
            #expect(answer.decidedBy == world.approver.principal && answer.version == 3)
            let counted = try await month(world)
            #expect(counted.seconds.excluded == 0 && counted.seconds.down == 10_800)
            #expect(counted.revision == excluded.revision + 1 && counted.reason == "exclusion")
            let revisions = try await world.get("/v1/statements/\(counted.id)/revisions")["data"]?.items ?? []
            #expect(revisions.count == counted.revision, "what was said before is kept")
            let told = try await world.service.told().filter { $0.type == ExclusionWithdrawn.type }
            #expect(try told.map { try $0.payload(ExclusionWithdrawn.self).exclusion } == [answer])
            // It is over: nothing can be done to it any more, and a new one may take its place.
            _ = try await withdraw(item, world, as: world.approver, expecting: 409)
            try await world.post(
                "/v1/exclusions/\(item.id)/decision", #"{"decision":"refused","reason":"r"}"#, as: world.approver, expecting: 409)
            try await approve(try await propose(world), world)
            #expect(try await month(world).seconds == excluded.seconds)
            #expect(try await world.get("/v1/exclusions?state=withdrawn")["data"]?.items?.count == 1)
        }
    }

    /// What counted for one customer alone counts again for it; the statement stays its own, and says what everybody's says.
    @Test(arguments: ["2026-03-20T00:00:00Z", "2026-04-05T00:00:00Z"]) func ofSomeCustomersItIsTheirsAgain(
        _ now: String
    ) async throws {
        try await Touched.with(at: now) { touched in
            let (start, middle, end) = ("2026-03-09T21:00:00Z", "2026-03-09T22:00:00Z", "2026-03-10T00:00:00Z")
            try await touched.declare(start, end, nil)
            let item = try await touched.propose(start, middle, [touched.customers[0]])
            _ = try await touched.decide(item)
            #expect(try await touched.excluded() == [3_600, 0, 0])
            _ = try await withdraw(item, touched.world, as: touched.world.approver)
            #expect(try await touched.excluded() == [0, 0, 0])
            let own = try await touched.statement(of: touched.customers[0])
            #expect(own.seconds == (try await touched.statement(of: nil)).seconds && own.customer == touched.customers[0])
        }
    }

    /// Before it is decided its proposer may, and any approver; what was approved nobody takes back who proposed it.
    @Test func nobodyDoesItAlone() async throws {
        try await with { world in
            let before = try await month(world)
            let own = try await propose(world)
            _ = try await withdraw(own, world, as: world.admin, expecting: 403)
            #expect(try await withdraw(own, world, as: world.agent).decode(ExclusionResource.self).decidedBy == nil)
            #expect(try await month(world) == before, "what was only proposed changes nothing")
            _ = try await withdraw(try await propose(world), world, as: world.approver)
            let approved = try await propose(world)
            try await approve(approved, world)
            for caller in [world.agent, world.admin] { _ = try await withdraw(approved, world, as: caller, expecting: 403) }
            let proposer = Caller.of(world.tenant, .approver, principal: "key_proposer")
            let theirs = try await propose(world, by: proposer)
            try await approve(theirs, world)
            let refused = try await withdraw(theirs, world, as: proposer, expecting: 403)
            #expect(try refused.problem().slug == "own-proposal")
            // What was refused counts nowhere: there is nothing to take back.
            let other = try await propose(world)
            try await world.post(
                "/v1/exclusions/\(other.id)/decision", #"{"decision":"refused","reason":"r"}"#, as: world.approver,
                expecting: 200)
            _ = try await withdraw(other, world, as: world.approver, expecting: 409)
            #expect(
                try await world.post("/v1/exclusions/\(other.id)/withdrawal", "{}", as: world.approver, expecting: 422).status
                    == 422)
        }
    }
}
