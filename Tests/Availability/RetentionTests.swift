import Chassis
import Contracts
import Foundation
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// What a tenant no longer keeps of its samples: what was derived of them stands, and nobody can tell otherwise afterwards.
@Suite struct RetentionTests {
    /// 90 days before it begin at 9 February.
    private static let now = "2026-05-10T12:00:00Z"

    private static func probe(confirm: Int = 1, stale: Int64 = 90) -> MeasurementSource {
        .probe(ProbeSource(locations: ["khi"], quorum: 1, confirm: confirm, staleSeconds: stale))
    }

    /// A tenant whose API is probed, and whose SMS are declared.
    private func with(
        _ source: MeasurementSource = probe(), _ body: (World, ServiceID) async throws -> Void
    ) async throws {
        try await World.with(at: Self.now) { world in
            let service = try await world.define(
                "cpaas",
                [
                    ComponentState(key: "api", name: nil, source: source),
                    ComponentState(key: "sms", name: nil, source: .declared),
                ],
                .all([.component("api"), .component("sms")]))
            try await world.publish("zecto.yaml", [service])
            try await body(world, service.id)
        }
    }

    /// The tenant keeps 90 days, and what is older goes.
    private func keep90Days(_ world: World) async throws {
        try await world.keepSamples(days: 90, try AvailabilityParts(world.service.chassis).compactor)
    }

    private func sample(_ at: Instant, _ state: String) -> String {
        #"{"kind":"probe","service":"cpaas","component":"api","at":"\#(at)","state":"\#(state)"}"#
    }

    private func refused(_ item: String, _ world: World) async throws -> Bool {
        let answer = try await world.service.send(
            .POST, "/v1/measurements", as: world.sender, json: #"{"measurements": [\#(item)]}"#)
        try #require(answer.status == 202, "\(answer.text)")
        return answer["rejected_count"]?.json == "1" && answer.text.contains("too_old")
    }

    private func january(_ world: World) async throws -> StatementResource {
        try await world.statement("service=cpaas&month=2026-01")
    }

    @Test func factsAboutTimeThatIsGoneAreRefused() async throws {
        try await with { world, _ in
            let start = instant("2026-01-20T00:00:00Z")
            try await world.measure((0..<60).map { sample(start.advanced(by: $0 * 60), $0 < 30 ? "up" : "down") })
            let before = try await january(world)
            #expect(before.seconds.down == 30 * 60 + 30)
            try await keep90Days(world)
            for time in ["2026-01-20T00:10:00Z", "2026-02-08T23:59:59Z"] {
                #expect(try await refused(sample(instant(time), "down"), world))
            }
            #expect(try await refused(world.outage("o1", "api", "2026-01-20T00:00:00Z", "2026-01-20T03:00:00Z"), world))
            #expect(try await january(world) == before)
            // From that day on everything is as ever.
            try await world.measure([sample(instant("2026-02-09T00:00:00Z"), "down")])
            #expect(try await world.statement("service=cpaas&month=2026-02").seconds.down == 90)
        }
    }

    @Test func whatStandsIsStillJudged() async throws {
        try await with { world, _ in
            try await world.measure([world.outage("o1", "api", "2026-01-20T00:00:00Z", "2026-01-20T02:00:00Z")])
            #expect(try await january(world).seconds.down == 7_200)
            try await keep90Days(world)
            // Of what was only ever declared nothing is gone.
            try await world.measure([world.outage("o2", "sms", "2026-01-21T00:00:00Z", "2026-01-21T01:00:00Z")])
            #expect(try await january(world).seconds.down == 3 * 3_600)
            // Nor can the outage be taken back, which may have hidden what was measured.
            let withdrawn = world.outage(
                "o1", "api", "2026-01-20T00:00:00Z", "2026-01-20T02:00:00Z", more: #","revision":2,"withdrawn":true"#)
            #expect(try await refused(withdrawn, world))
            let body = #"""
                {"service": "cpaas", "ground": "third_party", "from": "2026-01-20T00:00:00Z", "to": "2026-01-20T02:00:00Z",
                 "evidence": "carrier notice 17", "reason": "backbone failure"}
                """#
            let exclusion = try await world.post("/v1/exclusions", body, as: world.agent).decode(ExclusionResource.self)
            try await world.post(
                "/v1/exclusions/\(exclusion.id)/decision", #"{"decision": "approved", "reason": "seen"}"#, as: world.approver,
                expecting: 200)
            let excluded = try await january(world)
            #expect(excluded.seconds.excluded == 7_200 && excluded.seconds.down == 3_600 && excluded.reason == "exclusion")
        }
    }

    /// An outage that began in time that is gone and goes on counts from there on, and is over when somebody says so.
    @Test func anOutageThatReachesBackCountsFromThere() async throws {
        try await with { world, _ in
            try await keep90Days(world)
            try await world.measure([world.outage("o1", "api", "2026-02-08T22:00:00Z", nil)])
            let february = "service=cpaas&month=2026-02"
            let rest = instant("2026-02-28T19:00:00Z") - instant("2026-02-09T00:00:00Z")
            #expect(try await world.statement(february).seconds.down == rest)
            try await world.measure([
                world.outage("o1", "api", "2026-02-08T22:00:00Z", "2026-02-09T02:00:00Z", more: #","revision":2"#)
            ])
            #expect(try await world.statement(february).seconds.down == 7_200)
        }
    }

    /// A batch that was acknowledged while its time was kept changes nothing when it is folded after that.
    @Test func whatWaitsMeanwhileIsPassedOver() async throws {
        try await with { world, service in
            let before = try await january(world)
            try await keep90Days(world)
            let key = SeriesKey(service: service, component: "api", kind: .probe, instance: "khi")
            let at = instant("2026-01-20T00:00:00Z").epochSeconds
            let batch = Batch(runs: [.init(key: key, samples: [Sample(at: at, first: 1)])], declared: [])
            _ = try await world.service.chassis.database.query(
                BatchStore.insert(batch, by: nil, of: world.tenant), tenant: world.tenant.uuid)
            #expect(try await january(world) == before)
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select count(*) from series_blocks")[0][0] == "0")
        }
    }

    /// However far back a definition looks, what is kept is measured by it.
    @Test func aDefinitionThatLooksFarBackStillMeasures() async throws {
        try await with(Self.probe(confirm: 100, stale: 86_400)) { world, _ in
            try await keep90Days(world)
            let start = instant("2026-05-10T10:00:00Z")
            try await world.measure((0..<100).map { sample(start.advanced(by: $0 * 60), "down") })
            #expect(try await world.statement("service=cpaas").seconds.down == 7_200)
        }
    }

    @Test func proposalsOfTimeThatIsGoneCanOnlyBeRefused() async throws {
        try await with { world, service in
            let (from, to) = (instant("2026-01-20T00:00:00Z"), instant("2026-01-20T02:00:00Z"))
            let incident = IncidentResource(
                id: IncidentID(), services: [service], serviceKeys: ["cpaas"], title: "No SMS", priority: nil, status: .resolved,
                origin: .declared, published: true, countsAsDown: true, startedAt: from, declaredAt: from, resolvedAt: to,
                proposedOutage: .init(services: [service], from: from, to: to), declaredBy: "key_agent", revision: 1,
                updatedAt: to)
            try await world.tell(IncidentResolved(incident: incident, update: nil))
            try await keep90Days(world)
            let path = "/v1/outages/proposals"
            let proposal = try #require(try await world.get(path).decode(ListPage<OutageProposal>.self).data.first)
            func decide(_ more: String, _ status: Int) async throws {
                try await world.post(
                    "\(path)/\(proposal.id)/decision", #"{"decision": "approved", "reason": "seen"\#(more)}"#, as: world.approver,
                    expecting: status)
            }
            try await decide("", 409)
            try await decide(#", "components": ["sms"]"#, 200)
            #expect(try await january(world).seconds.down == 7_200)
        }
    }
}
