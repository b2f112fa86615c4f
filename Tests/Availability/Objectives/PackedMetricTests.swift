import Chassis
import Contracts
import Foundation
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// Past the lateness horizon metrics are packed, and nobody can tell.
@Suite struct PackedMetricTests {
    private static let now = "2026-04-20T12:00:00Z"
    private static let stretch = Interval(instant("2026-01-01T00:00:00Z"), instant("2026-04-21T00:00:00Z"))
    private static let months = ["2026-01", "2026-02", "2026-03", "2026-04"]

    private func with(_ body: (ObjectiveHistory) async throws -> Void) async throws {
        try await World.with(at: Self.now) { world in try await body(try await ObjectiveHistory("zecto.yaml", world)) }
    }

    /// Messages that were delivered, in an hour.
    private func delivered(
        _ hits: Int, of all: Int = 10_000, at: String = "2026-03-10T01:00:00Z", revision: Int = 1
    ) -> String {
        """
        {"kind":"metric","service":"cpaas","component":"sms","of":"messages_to_valid_numbers_on_operational_networks",\
        "metric":"delivered","at":"\(at)","period_seconds":3600,"revision":\(revision),"counts":{"hits":\(hits),"all":\(all)}}
        """
    }

    private func rate(_ history: ObjectiveHistory) async throws -> ObjectiveResource {
        try #require(try await history.results("2026-03", "&objective=sms-delivery-rate").first)
    }

    /// Everything that objectives are judged by, as whoever reads it finds it.
    private func samples(
        _ history: ObjectiveHistory, in stretch: Interval = stretch, limit: Int? = nil, as reader: World? = nil
    ) async throws -> [MetricRecord.Stream: [ObjectiveSample: Int]] {
        let streams = history.document.objectives.map { MetricRecord.Stream($0, of: history.service.id) }
        let wanted = Dictionary(streams.map { ($0, stretch) }, uniquingKeysWith: { first, _ in first })
        let rows = try await history.world.service.chassis.database.execute(
            MetricStore.find(wanted, limit: limit, of: history.world.tenant), tenant: (reader ?? history.world).tenant.uuid)
        return try MetricStore.decode(rows[...]).mapValues { found in
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.interval.start <= $1.interval.start })
            return found.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    /// Rows, rows of days past the horizon, and what is in blocks.
    private func counts(_ history: ObjectiveHistory) async throws -> [Int] {
        let row = try await history.world.service.database.admin().run(
            """
            select (select count(*) from metric_records), (select count(*) from metric_records where starts_at < '2026-04-13'),
                (select coalesce(sum(measurements), 0) from metric_blocks)
            """)[0]
        return row.compactMap { $0.flatMap { Int($0) } }
    }

    private func everything(_ history: ObjectiveHistory) async throws -> [String] {
        var texts: [String] = []
        for month in Self.months {
            texts.append(try await history.world.get("/v1/objectives?service=cpaas&month=\(month)").text)
        }
        let told = try await history.world.service.database.admin().run("select count(*) from outbox")
        return texts + told[0].compactMap { $0 }
    }

    @Test func whatIsToldOfThemStays() async throws {
        try await with { history in
            var random = Seeded(3)
            let until = Interval(Self.stretch.start, instant("2026-04-20T00:00:00Z"))
            let facts = MetricFacts(history.document, within: until, &random)
            try await history.world.measure(facts.items + [delivered(9, of: 10, at: "2026-04-20T03:00:00Z")])
            let (before, kept) = (try await everything(history), try await samples(history))
            let all = try await counts(history)[0]
            // Two replicas at once, while somebody reads.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 { group.addTask { try await history.pack() } }
                for _ in 0..<4 {
                    group.addTask {
                        let seen = try await samples(history)
                        #expect(seen == kept)
                    }
                }
                try await group.waitForAll()
            }
            let packed = try await counts(history)
            #expect(packed[0] > 0 && packed[1] == 0 && packed[2] > 0 && packed[0] + packed[2] == all)
            #expect(try await samples(history) == kept)
            #expect(try await everything(history) == before)

            // The same again is the same, as rows beside blocks and in blocks.
            try await history.world.measure(facts.items.shuffled(using: &random))
            #expect(try await everything(history) == before)
            #expect(try await counts(history)[0] > packed[0])
            #expect(try await samples(history) == kept)
            try await history.pack()
            #expect(try await counts(history) == packed)
            #expect(try await samples(history) == kept)
            #expect(try await everything(history) == before)
        }
    }

    @Test func whatIsPackedIsCorrected() async throws {
        try await with { history in
            let world = history.world
            try await world.measure([delivered(9_995, revision: 2)])
            let first = try await rate(history)
            #expect(first.verdict == .met && first.revision == 1)
            try await history.pack()
            #expect(try await counts(history) == [0, 0, 1])
            // What is older, and what looked at fewer.
            try await world.measure([delivered(0, revision: 1)])
            #expect(try await rate(history) == first)
            try await world.measure([delivered(0, of: 9_999, revision: 2)])
            #expect(try await rate(history) == first)
            #expect(try await counts(history) == [1, 1, 1])

            try await world.measure([delivered(9_000, revision: 3)])
            let second = try await rate(history)
            #expect(second.verdict == .missed && second.revision == 2 && second.reason == "measurements")
            #expect(second.findings.map(\.population) == [10_000])
            try await history.pack()
            #expect(try await counts(history) == [0, 0, 1])
            try await world.measure([delivered(9_995, revision: 2)])
            #expect(try await rate(history) == second)
            try await history.pack()

            // Another hour of the same day joins the block.
            try await world.measure([delivered(10_000, at: "2026-03-10T07:00:00Z"), delivered(20_000, of: 20_000, revision: 3)])
            let third = try await rate(history)
            #expect(third.verdict == .met && third.revision == 3 && third.findings.map(\.population) == [30_000])
            try await history.pack()
            #expect(try await counts(history) == [0, 0, 2])
            try await world.measure([delivered(10_000, at: "2026-03-10T07:00:00Z")])
            #expect(try await rate(history) == third)
        }
    }

    /// A tenant of metrics alone is looked at, too, until all of them are packed.
    @Test func metricsAloneAreLookedAt() async throws {
        try await with { history in
            let service = history.world.service
            let compactor = try AvailabilityParts(service.chassis).compactor
            let admin = try await service.database.admin()
            func looks() async throws -> String? { try await admin.run("select count(*) from compaction_work")[0][0] }
            try await history.world.measure([delivered(1), delivered(1, at: "2026-04-20T01:00:00Z")])
            _ = try await rate(history)
            #expect(try await looks() == "1")
            service.clock.advance(by: 7 * 86_400 - 1)
            try await compactor.work(at: service.clock.now)
            #expect(try await counts(history) == [2, 1, 0])
            service.clock.advance(by: 1)
            try await compactor.work(at: service.clock.now)
            // A day that has not ended a horizon ago is as it was told.
            #expect(try await counts(history) == [1, 0, 1])
            #expect(try await looks() == "1")
            service.clock.advance(by: Compactor.lookSeconds)
            try await compactor.work(at: service.clock.now)
            #expect(try await counts(history) == [0, 0, 2])
            #expect(try await looks() == "0")
        }
    }

    /// What was kept before there were blocks is packed from the upgrade on.
    @Test func whatWasKeptBeforeIsPackedToo() async throws {
        try await with { history in
            let service = history.world.service
            try await history.world.measure([delivered(1)])
            _ = try await rate(history)
            // As the upgrade finds an installation and leaves it.
            let admin = try await service.database.admin()
            try await admin.run("delete from compaction_work")
            let migration = try String(
                contentsOf: SourceTree.url("Services/Availability/Migrations/0022_packed_metrics.sql"), encoding: .utf8)
            let seed = try #require(migration.split(separator: ";").first { $0.contains("insert into compaction_work") })
            try await admin.run(String(seed).replacing("now()", with: "timestamptz '\(Self.now)'"))
            try await AvailabilityParts(service.chassis).compactor.work(at: service.clock.now)
            #expect(try await counts(history) == [0, 0, 1])
        }
    }

    @Test func aLimitIsOfRowsAndBlocksTogether() async throws {
        try await with { history in
            let days = (10...19).map { "2026-03-\($0)" }
            try await history.world.measure(
                days.flatMap { day in ["01", "02", "03"].map { delivered(1, at: "\(day)T\($0):00:00Z") } })
            _ = try await rate(history)
            try await history.pack()
            try await history.world.measure(
                days.flatMap { day in ["03", "04"].map { delivered(1, at: "\(day)T\($0):00:00Z") } })
            _ = try await rate(history)
            #expect(try await counts(history) == [20, 20, 30])
            for limit in 1...42 {
                let found = try await samples(history, limit: limit).values.flatMap(\.values).reduce(0, +)
                #expect(found >= min(limit, 40) && found <= 40, "\(found) of \(limit)")
            }
            let few = try await samples(history, limit: 1).values.flatMap(\.values).reduce(0, +)
            #expect(few < 10)
        }
    }

    /// Windows end where days do in somebody's zone, blocks where they do in UTC.
    @Test func aStretchCutsDays() async throws {
        try await with { history in
            let times = ["09T18", "09T19", "09T23", "10T00", "10T18", "10T19"].map { "2026-03-\($0):00:00Z" }
            try await history.world.measure(times.map { delivered(1, at: $0) })
            _ = try await rate(history)
            try await history.pack()
            #expect(try await counts(history) == [0, 0, 6])
            let stretch = Interval(instant("2026-03-09T19:00:00Z"), instant("2026-03-10T19:00:00Z"))
            for limit in [nil, 4, 5] {
                let found = try await samples(history, in: stretch, limit: limit).values.flatMap(\.keys)
                #expect(Set(found.map(\.interval.start)) == Set(times[1...4].map { instant($0) }))
            }
        }
    }

    @Test func aTenantsBlocksAreItsOwnAndGoWithIt() async throws {
        try await with { history in
            let other = try await ObjectiveHistory("zecto.yaml", try await history.world.another())
            for tenant in [history, other] {
                try await tenant.world.measure([delivered(9_000), delivered(1, at: "2026-03-11T01:00:00Z")])
                _ = try await rate(tenant)
                try await tenant.pack()
                try await tenant.world.measure([delivered(9_000, revision: 2)])
                _ = try await rate(tenant)
            }
            let kept = try await samples(other)
            #expect(kept.values.flatMap(\.values).reduce(0, +) == 2)
            #expect(try await samples(other, as: history.world).isEmpty)
            #expect(try await counts(history) == [2, 2, 4])
            try await history.world.tell(TenantDeleted(id: history.world.tenant, deletedAt: history.world.service.clock.now))
            #expect(try await counts(history) == [1, 1, 2])
            #expect(try await samples(other) == kept)
        }
    }

    /// Four weeks of five minutes' histograms, packed in steps that cut days: a tenth of what rows take.
    @Test func packedTheyAreSmall() async throws {
        try await with { history in
            let (streams, days, slots) = (3, 28, 288)
            let bounds = [50, 100, 200, 400, 800, 1_600].map { Rational($0) }
            var random = Seeded(8)
            let first = MetricBlock.day(of: instant("2026-03-01T00:00:00Z"))
            for stream in 0..<streams {
                let of = MetricRecord.Stream(service: history.service.id, component: "", population: "p", metric: "m\(stream)")
                let records = try (0..<days * slots).map { slot in
                    let start = MetricBlock.start(of: first).advanced(by: Int64(slot) * 300)
                    let counts = [600, 300, 100, 30, 8, 2, 1].map { Int64.random(in: $0 / 2...$0, using: &random) }
                    let histogram = try #require(Histogram(bounds: bounds, counts: counts))
                    return MetricRecord(
                        stream: of, id: "", revision: 1,
                        sample: ObjectiveSample(
                            interval: Interval(start, start.advanced(by: 300)), unit: "ms", reading: .histogram(histogram)))
                }
                _ = try await history.world.service.chassis.database.execute(
                    MetricStore.write(records, of: history.world.tenant), tenant: history.world.tenant.uuid)
            }
            let admin = try await history.world.service.database.admin()
            func bytes(_ table: String) async throws -> Int {
                try await admin.run("vacuum analyze \(table)")
                let size = try await admin.run("select pg_total_relation_size('\(table)')")[0][0].flatMap { Int($0) }
                return try #require(size) / (streams * days * slots)
            }
            let rows = try await bytes("metric_records")
            try await history.pack()
            #expect(try await counts(history) == [0, 0, streams * days * slots])
            #expect(try await admin.run("select count(*) from metric_blocks")[0][0] == "\(streams * days)")
            let blocks = try await bytes("metric_blocks")
            #expect(blocks <= 15 && blocks * 10 < rows, "\(blocks) bytes a measurement, of \(rows) in a row")
        }
    }
}
