import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Chassis

@Suite struct MigratorTests {
    func step(_ number: Int, _ sql: String, module: String = "claims") -> Migration {
        Migration(module: module, number: number, name: "000\(number)_step", sql: sql)
    }

    func migrator(_ clients: TestClients, _ steps: [Migration]) -> Migrator {
        Migrator(
            database: clients.owner, steps: steps, app: clients.database.app.user, worker: clients.database.worker.user,
            logger: TestClients.quiet)
    }

    func numbers(_ clients: TestClients) async throws -> [Int] {
        try await clients.owner.query("select number from schema_migrations order by number").decode(Int.self)
    }

    @Test func appliesWhatIsNewAndNothingTwice() async throws {
        try await TestClients.with(migrations: []) { (clients) async throws in
            let first = step(1, "create table a (x int); insert into a values (1); -- a ; in a comment\nselect 'a;b'")
            #expect(try await migrator(clients, [first]).run() == 1)
            #expect(try await migrator(clients, [first]).run() == 0)
            let second = step(2, "alter table a add y int; grant select on a to ${app}, ${worker};")
            #expect(try await migrator(clients, [first, second]).run() == 1)
            #expect(try await numbers(clients) == [1, 2])
            #expect(try await clients.app.query("select x, y from a").decode((Int, Int?).self).count == 1)
        }
    }

    @Test func aStepThatFailsLeavesNothing() async throws {
        try await TestClients.with(migrations: []) { (clients) async throws in
            let bad = step(1, "create table a (x int); select 1 / 0;")
            let error = await #expect(throws: MigrationError.self) { try await migrator(clients, [bad]).run() }
            #expect(error?.description.contains("claims 0001_step") == true)
            #expect(try await numbers(clients).isEmpty)
            #expect(try await clients.owner.query("select to_regclass('a')::text").decodeOne(String?.self) == nil)
            #expect(try await migrator(clients, [step(1, "create table a (x int)")]).run() == 1)
        }
    }

    @Test func refusesAHistoryThatItDoesNotKnow() async throws {
        try await TestClients.with(migrations: []) { (clients) async throws in
            let (first, second) = (step(1, "create table a (x int)"), step(2, "create table b (x int)"))
            try await migrator(clients, [first, second]).run()
            let older = await #expect(throws: MigrationError.self) { try await migrator(clients, [first]).run() }
            #expect(older?.description.contains("does not know") == true)
            let changed = await #expect(throws: MigrationError.self) {
                try await migrator(clients, [first, step(2, "create table c (x int)")]).run()
            }
            #expect(changed?.description.contains("was changed") == true)
            let swapped = await #expect(throws: MigrationError.self) {
                try await migrator(clients, [step(1, second.sql), step(2, first.sql)]).run()
            }
            #expect(swapped != nil)
        }
    }

    @Test func replicasMigrateOneAtATime() async throws {
        try await TestClients.with(migrations: []) { (clients) async throws in
            let steps = (1...5).map { step($0, "create table t\($0) (x int)") }
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await self.migrator(clients, steps).run() } }
                return try await group.reduce(0, +)
            }
            #expect(applied == 5)
            #expect(try await numbers(clients) == [1, 2, 3, 4, 5])
        }
    }

    @Test func aMarkedStepRunsOutsideATransaction() async throws {
        try await TestClients.with(migrations: []) { (clients) async throws in
            let steps = [
                step(1, "create table a (x int)"), step(2, "-- no transaction\ncreate index concurrently a_x on a (x);"),
            ]
            #expect(try await migrator(clients, steps).run() == 2)
            #expect(try await clients.owner.query("select to_regclass('a_x')::text").decodeOne(String?.self) == "a_x")
        }
    }

    @Test func filesMustBeNumberedWithoutGaps() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "migrations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String) throws { try Data("select 1".utf8).write(to: folder.appending(path: name)) }
        try write("0001_a.sql")
        try write("notes.txt")
        #expect(try Migration.load(module: "x", folder: folder).map(\.number) == [1])
        try write("0003_c.sql")
        #expect(throws: MigrationError.self) { try Migration.load(module: "x", folder: folder) }
        try write("0002_b.sql")
        #expect(try Migration.load(module: "x", folder: folder).map(\.number) == [1, 2, 3])
        try write("b.sql")
        #expect(throws: MigrationError.self) { try Migration.load(module: "x", folder: folder) }
    }

    /// Every service's schema can be made, stands the check, and the check finds what is wrong.
    @Test(arguments: [ServiceName.agreements, .availability, .ticketing, .claims, .notifications])
    func servicesSchemasAreSound(_ service: ServiceName) async throws {
        try await TestClients.with(migrations: []) { (clients) async throws in
            let folder = SourceTree.url("Services/\(service.rawValue.capitalized)/Migrations")
            let steps = try Migrator.steps(service: service, folder: folder)
            let check = SchemaCheck(steps: steps)
            #expect(try await check.problems(clients.app) == ["the database has no schema: run migrate"])
            try await migrator(clients, steps).run()
            #expect(try await check.problems(clients.app).isEmpty)
            #expect(try await check.roleProblems(clients.worker).isEmpty)
        }
    }

    @Test func theCheckFindsWhatBreaksTenancy() async throws {
        try await TestClients.with(migrations: []) { (clients) async throws in
            let steps = try Migrator.steps(service: .claims, folder: SourceTree.url("Services/Claims/Migrations"))
            try await migrator(clients, steps).run()
            let check = SchemaCheck(steps: steps + [step(99, "select 1")])
            func problems(after sql: String) async throws -> [String] {
                _ = try await clients.owner.query(Query(raw: sql))
                return try await check.problems(clients.app).filter { !$0.contains("to be applied") }
            }
            #expect(try await check.problems(clients.app).contains { $0.contains("1 migrations are to be applied") })
            let unforced = ["table open does not force row level security"]
            let unguarded = ["table open has no policy for reading and writing by tenant"]
            #expect(try await problems(after: "create table open (tenant_id uuid)") == unforced)
            #expect(try await problems(after: "alter table open enable row level security") == unforced)
            #expect(try await problems(after: "alter table open force row level security") == unguarded)
            let halfway = "create policy p on open using (tenant_id = nullif(current_setting('pledge.tenant', true), '')::uuid)"
            #expect(try await problems(after: halfway) == unguarded)
            #expect(try await problems(after: "drop policy p on open") == unguarded)
            #expect(try await problems(after: "select protect_tenant_table('open')").isEmpty)
            #expect(try await problems(after: "create view v as select * from open").count == 1)
            #expect(try await problems(after: "alter view v set (security_invoker = true)").isEmpty)
            #expect(try await check.roleProblems(clients.owner).contains { $0.contains("owns tables") })
        }
    }
}
