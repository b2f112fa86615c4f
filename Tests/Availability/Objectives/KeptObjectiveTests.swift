import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// What objectives came to is kept when their windows end, in revisions, told and signed.
@Suite struct KeptObjectiveTests {
    /// May ends at 19:00Z in Karachi.
    private static let end = "2026-05-31T19:00:00Z"
    private static let may = "2026-05"

    private func with(at start: String, _ body: (ObjectiveHistory) async throws -> Void) async throws {
        try await World.with(at: start) { world in try await body(try await ObjectiveHistory("zecto.yaml", world)) }
    }

    /// Messages that were delivered, in an hour of the tenth of a month.
    private func delivered(_ hits: Int, of all: Int = 10_000, _ month: String = may, hour: String = "10", more: String = "")
        -> String
    {
        """
        {"kind":"metric","service":"cpaas","component":"sms","of":"messages_to_valid_numbers_on_operational_networks",\
        "metric":"delivered","at":"\(month)-10T\(hour):00:00Z","period_seconds":3600,\(more)"counts":{"hits":\(hits),"all":\(all)}}
        """
    }

    private func rate(_ history: ObjectiveHistory, _ month: String = may, _ query: String = "") async throws -> ObjectiveResource
    {
        let found = try await history.results(month, "&objective=sms-delivery-rate\(query)")
        try #require(found.count == 1)
        return found[0]
    }

    /// Moves the clock, and does what is due then.
    private func pass(_ history: ObjectiveHistory, _ time: String) async throws {
        let service = history.world.service
        service.clock.set(instant(time))
        try await AvailabilityParts(service.chassis).due.work(at: service.clock.now)
    }

    /// Sends measurements, which are folded at once.
    private func measure(_ history: ObjectiveHistory, _ items: [String]) async throws {
        try await history.world.measure(items)
        try await AvailabilityParts(history.world.service.chassis).folder.settle(history.world.tenant)
    }

    /// What was told of a result: what happened, with the revision.
    private func told(_ history: ObjectiveHistory, _ id: ObjectiveID) async throws -> [String] {
        try await history.world.service.told().filter { $0.subject == id.description }.map { event in
            switch event.type {
            case ObjectiveProvisional.type: "provisional \(try event.payload(ObjectiveProvisional.self).objective.revision)"
            case ObjectiveRestated.type: "restated \(try event.payload(ObjectiveRestated.self).objective.revision)"
            case ObjectiveFinal.type: "final \(try event.payload(ObjectiveFinal.self).objective.revision)"
            default: event.type
            }
        }
    }

    private struct Shown: Decodable {
        let revision: Int
        let state: StatementResource.State
        let verdict: ObjectiveResult.Verdict
        let chain: [ChainEntryResource]
    }

    @Test func aWindowThatEndsIsKeptRestatedAndSettles() async throws {
        try await with(at: "2026-05-30T00:00:00Z") { history in
            let world = history.world
            try await world.measure([delivered(9_995)])
            let open = try await rate(history)
            #expect(open.state == .open && open.revision == 0 && open.reason == nil && open.verdict == .pending)
            let path = "/v1/objectives/\(open.id)"
            #expect(try await world.get(path).decode(ObjectiveResource.self) == open)
            #expect(try await world.get("\(path)/revisions").decode(ListPage<Shown>.self).data.map(\.revision) == [0])

            try await pass(history, Self.end)
            #expect(try await told(history, open.id) == ["provisional 1"])
            let first = try await world.get(path)
            let kept = try first.decode(ObjectiveResource.self)
            #expect(kept.revision == 1 && kept.state == .provisional && kept.reason == "window_ended" && kept.verdict == .met)
            #expect(kept.findings[0].low == "99.9500" && kept.asOf == instant(Self.end))
            #expect(try await rate(history) == kept)

            // What comes late makes another revision; the same again, and what begins in June, makes none.
            try await measure(history, [delivered(9_000, hour: "11")])
            try await pass(history, "2026-05-31T19:00:10Z")
            #expect(try await told(history, open.id) == ["provisional 1", "restated 2"])
            try await measure(history, [delivered(9_000, hour: "11")])
            try await pass(history, "2026-06-01T00:00:00Z")
            try await measure(
                history,
                [
                    delivered(1, "2026-05", hour: "11", more: #""id":"other","#).replacing("05-10T11", with: "05-31T19")
                ])
            try await pass(history, "2026-06-01T00:00:10Z")
            let second = try await rate(history)
            #expect(second.revision == 2 && second.reason == "measurements" && second.verdict == .missed)

            // A decided exclusion takes it out again, at once.
            _ = try await history.exclude(
                "third_party", ["sms"], Interval(instant("2026-05-10T11:00:00Z"), instant("2026-05-10T12:00:00Z")))
            let third = try await rate(history)
            #expect(third.revision == 3 && third.reason == "exclusion" && third.verdict == .met && third.excludedSeconds == 3_600)

            try await pass(history, "2026-06-02T18:59:59Z")
            #expect(try await told(history, open.id).last == "restated 3")
            try await pass(history, "2026-06-02T19:00:00Z")
            #expect(try await told(history, open.id).last == "final 3")
            #expect(try await rate(history) == third.settled)
            #expect(try await world.get(path).headers["etag"] != first.headers["etag"])

            // A correction after that restates it, and it stays final.
            try await world.measure([delivered(8_000, more: #""revision":2,"#)])
            #expect(try await rate(history).state == .final)
            let all = ["provisional 1", "restated 2", "restated 3", "final 3", "restated 4"]
            try await pass(history, "2026-06-20T00:00:00Z")
            #expect(try await told(history, open.id) == all)

            let shown = try await world.get("\(path)/revisions").decode(ListPage<Shown>.self).data
            #expect(shown.map(\.revision) == [4, 3, 2, 1])
            #expect(shown.map(\.verdict) == [.missed, .met, .missed, .met])
            let reasons = shown.map { $0.chain.compactMap(\.content?.reason) }
            #expect(reasons == [["measurements"], ["exclusion", "settled"], ["measurements"], ["window_ended"]])
            let who = shown.map { $0.chain.compactMap(\.content?.by) }
            #expect(who == [["key_sender"], ["key_approver", "system"], ["key_sender"], ["system"]])
            #expect(shown.flatMap(\.chain).allSatisfy { $0.content?.objective == open.id && $0.content?.statement == nil })
        }
    }

    /// History that is published late is made at once, and a batch that says nothing new of it tells nothing.
    @Test func historyIsMadeAndSettled() async throws {
        try await with(at: "2026-05-10T00:00:00Z") { history in
            try await history.world.measure([delivered(9_995, "2026-03")])
            let march = try await rate(history, "2026-03")
            #expect(march.revision == 1 && march.state == .final && march.verdict == .met)
            #expect(try await told(history, march.id) == ["provisional 1", "final 1"])
            let february = try await rate(history, "2026-02")
            #expect(february.revision == 1 && february.verdict == .notMeasurable)
        }
    }

    @Test func replicasMakeItOnce() async throws {
        try await with(at: "2026-05-30T00:00:00Z") { history in
            let world = history.world
            let replicas = try (0..<4).map { _ in try AvailabilityParts(world.service.chassis) }
            let id = try await rate(history).id
            world.service.clock.set(instant(Self.end))
            for round in 1...4 {
                try await world.measure([delivered(9_000 + round, more: #""revision":\#(round),"#)])
                world.service.clock.advance(by: StatementWorkStore.quietSeconds)
                try await replicas[0].folder.settle(world.tenant)
                world.service.clock.advance(by: StatementWorkStore.quietSeconds)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for replica in replicas { group.addTask { try await replica.objectives.settle(world.tenant) } }
                    try await group.waitForAll()
                }
            }
            #expect(try await rate(history).revision == 4)
            #expect(try await told(history, id) == ["provisional 1", "restated 2", "restated 3", "restated 4"])
            // All thirteen of the agreement are kept, each once.
            let count = try await world.service.database.admin().run(
                "select count(*), count(distinct id) from objective_results where window_end = '\(Self.end)'")
            #expect(count == [[String(history.document.objectives.count), String(history.document.objectives.count)]])
        }
    }

    /// What was agreed before results were kept is waited for from the upgrade on.
    @Test func whatWasAgreedBeforeIsKeptToo() async throws {
        try await Contracted.with("zecto.yaml", at: "2026-05-10T00:00:00Z") { scene in
            try await scene.publish { text in
                text.replacing(
                    #"limit: {at_most: "200", unit: ms}"#,
                    with: """
                        limit: {at_most: "200", unit: ms}
                            limits: [{when: {plan: enterprise}, at_most: "100", unit: ms}]
                        """)
            }
            let customer = try await scene.customer(scene.contract(CustomerID()))
            let world = scene.world
            let query = "/v1/objectives?service=cpaas&month=2026-03"
            func read() async throws -> [ObjectiveResource] {
                try await world.get(query).decode(ListPage<ObjectiveResource>.self).data
                    + world.get("\(query)&customer=\(customer)").decode(ListPage<ObjectiveResource>.self).data
            }
            let before = try await read()
            #expect(before.contains { $0.customer == customer } && before.allSatisfy { $0.revision == 1 })
            // As the upgrade finds an installation and leaves it.
            let admin = try await world.service.database.admin()
            try await admin.run("delete from objective_results")
            try await admin.run("delete from objective_work")
            #expect(try await read().isEmpty)
            let migration = try String(
                contentsOf: SourceTree.url("Services/Availability/Migrations/0016_objectives.sql"), encoding: .utf8)
            let seed = try #require(migration.split(separator: ";").first { $0.contains("union all") })
            try await admin.run(String(seed).replacing("now()", with: "timestamptz '2026-05-10T00:00:00Z'"))
            try await scene.move(to: "2026-05-10T00:00:01Z")
            #expect(Set(try await read()) == Set(before))
        }
    }

    /// A customer's own result is kept for its contract, and is nobody else's to read.
    @Test func aCustomersOwnIsKeptForItsContract() async throws {
        try await Contracted.with("zecto.yaml", at: "2026-05-10T00:00:00Z") { scene in
            try await scene.publish { text in
                text.replacing(
                    #"limit: {at_most: "200", unit: ms}"#,
                    with: """
                        limit: {at_most: "200", unit: ms}
                            limits: [{when: {plan: enterprise}, at_most: "100", unit: ms}]
                        """)
            }
            let world = scene.world
            let contract = scene.contract(CustomerID())
            let customer = try await scene.customer(contract)
            let other = try await scene.customer(scene.contract(CustomerID(), plan: "standard"))
            try await world.measure([
                """
                {"kind":"metric","service":"cpaas","component":"sms","of":"api_requests","metric":"response_time","unit":"ms",\
                "at":"2026-03-10T00:00:00Z","period_seconds":86400,"histogram":{"bounds":[100,200],"counts":[90,9,1]}}
                """
            ])
            let owner = Caller.of(world.tenant, .owner, customer: customer)
            let found = try await world.get("/v1/objectives?objective=sms-api-response-time&month=2026-03", as: owner)
                .decode(ListPage<ObjectiveResource>.self).data
            let own = try #require(found.first)
            #expect(found.count == 1 && own.subscription == contract.id && own.verdict == .missed && own.revision == 1)
            for caller in [owner, world.admin] {
                #expect(try await world.get("/v1/objectives/\(own.id)", as: caller).decode(ObjectiveResource.self) == own)
                let revisions = try await world.get("/v1/objectives/\(own.id)/revisions", as: caller)
                #expect(try revisions.decode(ListPage<Shown>.self).data.map(\.revision) == [1])
            }
            let stranger = Caller.of(world.tenant, .owner, customer: other)
            let answer = try await world.service.send(.GET, "/v1/objectives/\(own.id)", as: stranger)
            #expect(answer.status == 404)
            let tenant = try await world.another()
            #expect(try await tenant.service.send(.GET, "/v1/objectives/\(own.id)", as: tenant.admin).status == 404)
        }
    }
}
