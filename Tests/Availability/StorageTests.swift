import Chassis
import Contracts
import Foundation
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// Past the lateness horizon samples take next to no room, and nothing that was said of them changes.
@Suite struct StorageTests {
    /// 100 MB for 1,000 components and 365 days.
    private static let bytesADay = 274
    private static let days: Int64 = 60
    private static let first = instant("2026-03-01T00:00:00Z").epochSeconds
    private static let probed = ["api", "sms", "voice"]
    private static let tables = [
        "series": 2, "series_runs": 1, "series_blocks": 1, "component_transitions": 1, "outages": 4,
    ]

    @Test func aSeasonOfMinutesStaysSmallAndSaysTheSame() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            let service = try await define(world)
            try await world.publish("zecto.yaml", [service])
            var random = Seeded(11)
            for key in Self.probed { try await send(history(key, &random), world) }
            let compactor = try AvailabilityParts(world.service.chassis).compactor
            let before = try await everything(world)
            let admin = try await world.service.database.admin()

            // What was imported is exact for the horizon from then on.
            world.service.clock.advance(by: 7 * 86_400 - 1)
            try await compactor.work(at: world.service.clock.now)
            #expect(try await admin.run("select count(*) from series_runs")[0][0] == "0")
            world.service.clock.advance(by: 1)
            try await compactor.work(at: world.service.clock.now)
            let runs = try await admin.run("select sum(samples), count(*) from series_runs")[0]
            #expect(runs == [String(Self.days * 1_440 * 3), "6"])
            #expect(try await admin.run("select count(*) from series_blocks")[0][0] == "0")
            #expect(try await admin.run("select count(*) from compaction_work")[0][0] == "0")
            #expect(try await everything(world) == before)

            let bytes = try await size(admin) / (Int(Self.days) * Self.probed.count)
            #expect(bytes < Self.bytesADay, "\(bytes) bytes a component and day")

            // Derived anew from what is left of the samples, everything is what it was; and so when they are told again.
            try await deriveAnew(service, world)
            #expect(try await everything(world) == before)
            var again = Seeded(11)
            for key in Self.probed { try await send(history(key, &again), world) }
            #expect(try await everything(world) == before)
            #expect(try await admin.run("select count(*) from series_blocks")[0][0] == "0")
        }
    }

    /// What comes after the horizon is a correction, and is compacted a horizon later.
    @Test func whatComesLateCorrects() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            let service = try await define(world)
            let start = Self.first
            try await send((0..<600).map { line("api", start + $0 * 60, false) }, world)
            // Whoever reads has what was sent before folded.
            _ = try await everything(world)
            let compactor = try AvailabilityParts(world.service.chassis).compactor
            world.service.clock.advance(by: 7 * 86_400)
            try await compactor.work(at: world.service.clock.now)
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select samples from series_runs") == [["600"]])

            try await send([line("api", start + 6_000, true), line("api", start + 6_060, true)], world)
            let outages = try await world.get("/v1/outages?component=api").decode(ListPage<OutageResource>.self).data
            #expect(outages.map(\.startedAt.epochSeconds) == [start + 6_000])
            #expect(outages.map(\.endedAt?.epochSeconds) == [start + 6_120])
            let before = try await everything(world)
            #expect(try await admin.run("select samples from series_blocks") == [["2"]])

            world.service.clock.advance(by: 8 * 86_400)
            try await compactor.work(at: world.service.clock.now)
            #expect(try await admin.run("select samples from series_runs") == [["600"]])
            #expect(try await admin.run("select count(*) from series_blocks")[0][0] == "0")
            try await deriveAnew(service, world)
            #expect(try await everything(world) == before)
        }
    }

    /// Two replicas, and a fold between them.
    @Test func replicasMayCompactAtOnce() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            try await define(world)
            let lines = (0..<20_000).map { line(Self.probed[Int($0 % 3)], Self.first + $0 * 20, $0 / 3 % 997 < 3) }
            try await send(lines, world)
            let before = try await everything(world)
            world.service.clock.advance(by: 7 * 86_400)
            let now = world.service.clock.now
            let compactors = try (0..<2).map { _ in try AvailabilityParts(world.service.chassis).compactor }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for compactor in compactors { group.addTask { try await compactor.work(at: now) } }
                group.addTask { try await send(lines, world) }
                try await group.waitForAll()
            }
            #expect(try await everything(world) == before)
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select sum(samples) from series_runs")[0][0] == "20000")
        }
    }

    /// What was derived stands, what comes for the time that is gone is refused.
    @Test func aTenantKeepsSamplesForAsLongAsItSays() async throws {
        try await World.with(at: "2026-05-05T00:00:00Z") { world in
            let service = try await define(world)
            var random = Seeded(5)
            try await send(history("api", &random), world)
            let before = try await everything(world)
            let compactor = try AvailabilityParts(world.service.chassis).compactor
            world.service.clock.advance(by: 7 * 86_400)
            try await compactor.work(at: world.service.clock.now)
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select span from series_runs order by span") == [["641"], ["642"]])

            try await world.keepSamples(days: 90, compactor)
            #expect(try await admin.run("select count(*) from series_runs")[0][0] == "2")
            // The middle of July: what was before the span that holds the middle of April goes.
            world.service.clock.advance(by: 63 * 86_400)
            try await compactor.work(at: world.service.clock.now)
            #expect(try await admin.run("select span from series_runs") == [["642"]])

            try await deriveAnew(service, world)
            #expect(try await everything(world) == before)
            let body = "service,component,location,at,state\n" + line("api", Self.first + 7_200, true) + "\n"
            let answer = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, body: Data(body.utf8), headers: ["content-type": "text/csv"])
            #expect(answer["accepted"]?.json == "0" && answer.text.contains("too_old"), "\(answer.text)")
            try await send([line("api", Self.first + 50 * 86_400, false)], world)
        }
    }

    // MARK: What is sent and read

    @discardableResult
    private func define(_ world: World) async throws -> ServiceState {
        let probe = ProbeSource(locations: ["khi"], quorum: 1, confirm: 2, staleSeconds: 90)
        let keys = Self.probed + ["whatsapp", "email"]
        let components = keys.map { key in
            ComponentState(key: key, name: nil, source: Self.probed.contains(key) ? .probe(probe) : .declared)
        }
        return try await world.define("cpaas", components, .all(keys.map { .component($0) }))
    }

    private func line(_ component: String, _ at: Int64, _ isDown: Bool) -> String {
        "cpaas,\(component),khi,\(at),\(isDown ? "down" : "up")"
    }

    /// A sample a minute with seconds of jitter; twice a month it is down for some minutes.
    private func history(_ component: String, _ random: inout Seeded) -> [String] {
        var lines: [String] = []
        var downUntil: Int64 = 0
        for minute in 0..<Self.days * 1_440 {
            if Int.random(in: 0..<21_900, using: &random) == 0 { downUntil = minute + Int64.random(in: 2...40, using: &random) }
            lines.append(line(component, Self.first + minute * 60 + Int64.random(in: 0...5, using: &random), minute < downUntil))
        }
        return lines
    }

    private func send(_ lines: [String], _ world: World) async throws {
        let body = "service,component,location,at,state\n" + lines.joined(separator: "\n") + "\n"
        let answer = try await world.service.send(
            .POST, "/v1/measurements", as: world.sender, body: Data(body.utf8), headers: ["content-type": "text/csv"])
        try #require(answer.status == 202 && answer["accepted"]?.json == String(lines.count), "\(answer.text)")
    }

    /// Everything that can be read of the history.
    private func everything(_ world: World) async throws -> [String] {
        var texts: [String] = []
        for path in [
            "/v1/statements?service=cpaas&month=2026-03", "/v1/statements?service=cpaas&month=2026-04", "/v1/outages",
            "/v1/availability?service=cpaas&from=2026-02-28T00:00:00Z&to=2026-05-02T00:00:00Z",
        ] {
            texts.append(try await world.get(path).text)
        }
        let told = try await world.service.database.admin().run("select count(*) from outbox")
        return texts + told[0].compactMap { $0 }
    }

    private func deriveAnew(_ service: ServiceState, _ world: World) async throws {
        let all = Batch(
            rederivations: Self.probed.map { .init(service: service.id, component: $0, from: Self.first - 86_400) })
        _ = try await world.service.chassis.database.execute(
            [BatchStore.insert(all, by: nil, of: world.tenant)], tenant: world.tenant.uuid)
    }

    /// Bytes of all rows, and of a rather full entry in each index: what whole pages add does not show at this size.
    private func size(_ admin: AdminConnection) async throws -> Int {
        let entry = 90
        var bytes = 0
        for (table, indexes) in Self.tables {
            let row = try await admin.run("select coalesce(sum(pg_column_size(t.*)), 0), count(*) from \(table) t")[0]
            let count = try #require(row[1].flatMap { Int($0) })
            bytes += try #require(row[0].flatMap { Int($0) }) + count * (4 + entry * indexes)
        }
        return bytes
    }
}
