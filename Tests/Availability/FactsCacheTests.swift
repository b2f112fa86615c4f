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
            #expect(read == (try await tables(world)))
            #expect(read.count == 6)
        }
    }

    /// Otherwise two of them could wait for each other: for the lock, and for the row that has the version.
    @Test func whoeverChangesThemHoldsTheTenantsLock() async throws {
        try await Contracted.with(at: "2026-03-20T12:00:00Z") { contracted in
            let world = contracted.world
            try await world.service.database.admin().run(
                """
                alter function facts_changed() rename to facts_changed_unlocked;
                create function facts_changed() returns trigger language plpgsql as $$
                begin
                    if not exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted) then
                        raise exception 'facts are changed without the lock';
                    end if;
                    return null;
                end $$;
                """)
            for table in try await tables(world) {
                try await world.service.database.admin().run(
                    """
                    create trigger held after insert or update or delete on \(table)
                        for each statement execute function facts_changed()
                    """)
            }
            try await contracted.publish()
            let customer = CustomerID()
            let contract = contracted.contract(customer, until: "2026-12-01T00:00:00Z")
            try await world.tell(SubscriptionStarted(subscription: contract))
            try await world.measure([
                world.outage("one", "api", "2026-03-18T10:00:00Z", "2026-03-18T13:00:00Z"),
                world.outage("own", "api", "2026-03-18T10:00:00Z", "2026-03-18T13:00:00Z", more: #","affected_percent":"20""#),
            ])
            _ = try await world.get(Self.query)
            try await maintain(world, customer)
            for act in ["decision", "withdrawal"] {
                let item = try await world.post(
                    "/v1/exclusions",
                    """
                    {"service":"cpaas","ground":"third_party","from":"2026-03-18T10:00:00Z","to":"2026-03-18T11:00:00Z",\
                    "evidence":"e","reason":"r"}
                    """, as: world.agent
                ).decode(ExclusionResource.self)
                let decision = act == "decision" ? #""decision":"approved","# : ""
                try await world.post(
                    "/v1/exclusions/\(item.id)/\(act)", "{\(decision)\"reason\":\"r\"}", as: world.approver, expecting: 200)
            }
            try await world.tell(SubscriptionEnded(subscription: contract))
            try await world.tell(CustomerDeleted(id: customer, deletedAt: world.service.clock.now))
            try await world.tell(TenantDeleted(id: world.tenant, deletedAt: world.service.clock.now))
        }
    }

    /// Works that are announced, of which a customer has notice, and whose time passes; and others that are cancelled.
    private func maintain(_ world: World, _ customer: CustomerID) async throws {
        func announce(_ from: String, _ to: String) async throws -> MaintenanceResource {
            let body = #"{"service":"cpaas","kind":"emergency","from":"\#(from)","to":"\#(to)","title":"W"}"#
            return try await world.post("/v1/maintenance", body, as: world.agent).decode(MaintenanceResource.self)
        }
        let works = try await announce("2026-03-20T13:00:00Z", "2026-03-20T14:00:00Z")
        let now = world.service.clock.now
        try await world.tell(
            NoticeGiven(
                notice: NoticeResource(
                    id: NoticeID(), kind: .maintenance, agreement: nil, version: nil, maintenance: works.id,
                    customers: [customer],
                    channel: "email", givenAt: now, recipient: "noc@acme.example", text: nil,
                    textHash: String(repeating: "0", count: 64), recordedBy: "notifications", createdAt: now)))
        world.service.clock.advance(by: 3_600)
        try await AvailabilityParts(world.service.chassis).due.work(at: world.service.clock.now)
        #expect(try await world.get("/v1/maintenance/\(works.id)").decode(MaintenanceResource.self).state == .inProgress)
        let others = try await announce("2026-03-21T13:00:00Z", "2026-03-21T14:00:00Z")
        let path = "/v1/maintenance/\(others.id)"
        let etag = try await world.get(path).headers["etag"]
        let answer = try await world.service.send(.DELETE, path, as: world.agent, ifMatch: etag)
        #expect(answer.status == 200, "\(answer.text)")
    }

    /// The tables whose changes give the facts another version.
    private func tables(_ world: World) async throws -> Set<String> {
        let rows = try await world.service.database.admin().run(
            "select distinct tgrelid::regclass from pg_trigger where tgname = 'facts_changed'")
        return Set(rows.compactMap { $0[0] })
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
