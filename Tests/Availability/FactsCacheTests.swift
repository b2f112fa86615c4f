import Chassis
import Contracts
import Foundation
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// What happened is remembered between readings, and believed only as long as nothing of it has changed.
@Suite struct FactsCacheTests {
    private static let query = "/v1/statements?service=cpaas&commitment=uptime"

    /// An open window with an outage in it, of a commitment whose windows move on with each second where that is wanted.
    private func with(rolling: Bool = false, _ body: (World, ServiceState) async throws -> Void) async throws {
        try await World.with(at: "2026-03-20T12:00:00Z") { world in
            let service = try await world.defineDeclared()
            let zecto = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
            let text = rolling ? zecto.replacing("window: {kind: month", with: "window: {kind: rolling-3d") : zecto
            try #require(!rolling || text != zecto)
            try await world.publish(try AgreementYAML.node(Array(text.utf8)), [service], from: instant("2025-11-16T19:00:00Z"))
            try await world.measure([world.outage("first", "api", "2026-03-18T10:00:00Z", "2026-03-18T13:00:00Z")])
            try await body(world, service)
        }
    }

    private func read(_ world: World) async throws -> StatementResource {
        try await world.statement(String(Self.query.dropFirst(15)))
    }

    /// The tables that the facts are read from, by the plans of their queries, are those that tell of changes.
    @Test func everyTableOfFactsTellsOfChanges() async throws {
        try await with { world, service in
            let known = try #require(KnownService(id: service.id, editions: [.init(from: .earliest, state: service)]))
            let stretch = ServiceStretch(service: known, stretch: Interval(0, 86_400))
            let database = world.service.chassis.database
            var read: Set<String> = []
            for query in FactsStore.queries([stretch], of: world.tenant) {
                let plan = try await database.query("explain (format json) " + query, tenant: world.tenant.uuid)
                let text = try plan.decode(String.self).joined()
                for match in text.matches(of: /"Relation Name": "([a-z_]+)"/) { read.insert(String(match.1)) }
            }
            let triggers = try await world.service.database.admin().run(
                "select tgrelid::regclass from pg_trigger where tgname = 'facts_changed'")
            #expect(read == Set(triggers.compactMap { $0[0] }))
            #expect(read.count == 6)
        }
    }

    /// Only the version says that something has changed: what is remembered is not asked for again.
    @Test func whatIsRememberedIsNotAskedForAgain() async throws {
        try await with { world, service in
            let before = try await read(world)
            #expect(before.seconds.down == 10_800)
            let admin = try await world.service.database.admin()
            try await admin.run(
                "alter table component_transitions disable trigger facts_changed; delete from component_transitions")
            #expect(try await read(world) == before)
            try await admin.run("update known_tenants set facts_version = facts_version - 1")
            #expect(try await read(world).seconds.down == 0)
        }
    }

    /// Whatever changes, at whichever process, the next reading at any knows it.
    @Test func whatAnotherProcessChangesIsSeen() async throws {
        try await with { world, service in
            try await world.service.beside { process in
                let other = world.at(process)
                var seen: [StatementResource] = []
                func look(_ what: Comment) async throws {
                    let (here, there) = (try await read(world), try await read(other))
                    #expect(here == there, what)
                    #expect(!seen.contains(here), what)
                    seen.append(here)
                    let again = try await read(other)
                    #expect(again == there, "and nothing else")
                }
                try await look("an outage")
                try await world.measure([
                    world.outage("first", "api", "2026-03-18T10:00:00Z", "2026-03-18T12:00:00Z", more: #","revision":2"#)
                ])
                try await look("a correction")
                try await other.measure([world.outage("second", "sms", "2026-03-17T10:00:00Z", "2026-03-17T10:30:00Z")])
                try await look("an outage that came at the other process")
                try await world.post(
                    "/v1/maintenance",
                    #"{"service":"cpaas","kind":"emergency","from":"2026-03-20T11:00:00Z","to":"2026-03-20T13:00:00Z","title":"W"}"#,
                    as: world.agent)
                try await world.measure([world.outage("third", "api", "2026-03-20T11:10:00Z", "2026-03-20T11:40:00Z")])
                try await look("maintenance, and an outage in it")
                let item = try await other.post(
                    "/v1/exclusions",
                    """
                    {"service":"cpaas","ground":"third_party","from":"2026-03-18T10:00:00Z","to":"2026-03-18T11:00:00Z",\
                    "evidence":"e","reason":"r"}
                    """, as: world.agent
                ).decode(ExclusionResource.self)
                try await other.post(
                    "/v1/exclusions/\(item.id)/decision", #"{"decision":"approved","reason":"seen"}"#, as: world.approver,
                    expecting: 200)
                try await look("an exclusion")
                try await world.post(
                    "/v1/exclusions/\(item.id)/withdrawal", #"{"reason":"it was ours"}"#, as: world.approver, expecting: 200)
                try await world.measure([
                    world.outage("second", "sms", "2026-03-17T10:00:00Z", "2026-03-17T10:45:00Z", more: #","revision":2"#)
                ])
                try await look("an exclusion taken back")
            }
        }
    }

    /// A process that remembers says what one says that has just started, wherever the window has moved to.
    @Test(arguments: [false, true]) func windowsMoveOn(_ rolling: Bool) async throws {
        try await with(rolling: rolling) { world, _ in
            for seconds: Int64 in [0, 1, 59, 43_139, 1, 86_400, 3 * 86_400, 1] {
                world.service.clock.advance(by: seconds)
                let warm = try await world.get(Self.query).text
                try await world.service.beside { process in
                    let cold = try await world.at(process).get(Self.query).text
                    #expect(cold == warm, "after \(seconds) s")
                }
            }
        }
    }

    /// What lies beside the window on the same day is read with it, and left out of what it says.
    @Test func theRestOfTheDayIsNotInTheWindow() async throws {
        try await with(rolling: true) { world, _ in
            #expect(try await read(world).seconds.down == 10_800)
            try await world.post(
                "/v1/maintenance",
                #"{"service":"cpaas","kind":"emergency","from":"2026-03-20T14:00:00Z","to":"2026-03-20T15:00:00Z","title":"W"}"#,
                as: world.agent)
            try await world.measure([world.outage("early", "sms", "2026-03-17T09:00:00Z", "2026-03-17T11:00:00Z")])
            let statement = try await read(world)
            #expect(statement.seconds.down == 10_800 && statement.qualifications.isEmpty)
        }
    }

    private func entry(_ version: Int64, transitions: Int, _ id: ServiceID = ServiceID()) throws -> FactsCache.Entry {
        let state = ServiceState(
            id: id, key: "s", name: "s", components: [], tree: .all([]), revision: 1, createdAt: .earliest, updatedAt: .earliest)
        let service = try #require(KnownService(id: id, editions: [.init(from: .earliest, state: state)]))
        let changes = (0..<transitions).map { Transition(at: Int64($0), state: $0 % 2 == 0 ? .down : .up) }
        let facts = ServiceFacts(
            service: service, stretch: Interval(0, 100), timelines: ["c": Timeline(initial: .up, transitions: changes)],
            maintenance: [], notices: NoticeBook(), exclusions: [])
        return FactsCache.Entry(definitions: 1, version: version, facts: [id: facts])
    }

    @Test func whatIsRememberedIsBounded() async throws {
        let cache = FactsCache()
        let tenants = (0..<50).map { _ in TenantID() }
        let (half, all) = (FactsCache.maximumChanges / 2 - 100, FactsCache.maximumChanges + 1)
        for tenant in tenants { await cache.keep(try entry(1, transitions: half), tenant) }
        var kept = 0
        for tenant in tenants where await cache.entry(tenant, definitions: 1) != nil { kept += 1 }
        #expect(kept == 2)
        let last = TenantID()
        await cache.keep(try entry(1, transitions: all), last)
        #expect(await cache.entry(last, definitions: 1) == nil, "too much for one")
        // What is too much beside the rest of the same tenant leaves none of it, and room for others.
        for _ in 0..<3 { await cache.keep(try entry(1, transitions: half), last) }
        #expect(await cache.entry(last, definitions: 1) == nil)
        await cache.keep(try entry(1, transitions: half), tenants[1])
        #expect(await cache.entry(tenants[1], definitions: 1) != nil)
    }

    @Test func onlyTheSameVersionsStandBesideEachOther() async throws {
        let cache = FactsCache()
        let tenant = TenantID()
        await cache.keep(try entry(1, transitions: 1), tenant)
        await cache.keep(try entry(1, transitions: 1), tenant)
        #expect(await cache.entry(tenant, definitions: 1)?.facts.count == 2)
        await cache.keep(try entry(2, transitions: 1), tenant)
        #expect(await cache.entry(tenant, definitions: 1)?.facts.count == 1)
        #expect(await cache.entry(tenant, definitions: 2) == nil)
        await cache.forget(tenant)
        #expect(await cache.entry(tenant, definitions: 1) == nil)
    }
}
