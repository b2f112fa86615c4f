import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Promises of good executions: every request that was reported counts, whenever it was reported, and for as long as the tenant
/// is there.
@Suite struct CountingTests {
    @Test func everyReportCounts() async throws {
        try await Counting.with(at: "2026-03-20T00:00:00Z") { tenant in
            let world = tenant.world
            let open = try await tenant.statement()
            #expect(open.availability == nil && open.verdict == .pending, "nothing was counted")
            try await world.measure([
                tenant.count("2026-03-10T10:00:00Z", 700, 1), tenant.count("2026-03-10T10:01:00Z", 0, 0),
                tenant.count("2026-03-10T10:00:00Z", 300, 4, of: "sms"),
            ])
            #expect(try await tenant.ratio() == Ratio(199, of: 200))
            // The same minute again is the same minute; of two reports the worse one stands.
            try await world.measure([tenant.count("2026-03-10T10:00:00Z", 700, 1), tenant.count("2026-03-10T10:00:00Z", 700, 6)])
            #expect(try await tenant.ratio() == Ratio(99, of: 100))
            // What belongs to another month counts there.
            try await world.measure([tenant.count("2026-02-28T18:59:00Z", 1_000, 1_000)])
            #expect(try await tenant.ratio() == Ratio(99, of: 100))
            world.service.clock.set(instant("2026-04-05T00:00:00Z"))
            let kept = try await tenant.statement()
            #expect(kept.revision == 1 && kept.verdict == .met && kept.availabilityPercent == "99.0000")
        }
    }

    /// How fast calls are lost is known at once, how much of the month's budget that is only at its end: 1 % may be lost.
    @Test func burnRatesAreOfWhatWasCounted() async throws {
        try await Counting.with(at: "2026-03-10T12:00:00Z") { tenant in
            let world = tenant.world
            func rates() async throws -> [String?] {
                let page = try await world.get("/v1/budgets?service=cpaas").decode(ListPage<BudgetResource>.self)
                let budget = try #require(page.data.first { $0.commitment == "calls" })
                #expect(budget.thresholdPercent == nil && budget.exhaustedAt == nil && budget.breach == .none)
                return budget.burnRates.map(\.rate)
            }
            #expect(try await rates() == [nil, nil, nil, nil], "nothing was counted")
            try await world.measure([
                tenant.count("2026-03-10T11:30:00Z", 800, 20), tenant.count("2026-03-10T11:31:00Z", 200, 0, of: "sms"),
                tenant.count("2026-03-10T08:00:00Z", 1_000, 0), tenant.count("2026-03-09T18:00:00Z", 6_000, 0),
                tenant.count("2026-03-07T11:59:00Z", 1_000, 1_000),
            ])
            #expect(try await rates() == ["2.0000", "1.0000", "0.2500", "0.2500"])
            // What does not count for the month counts for none of its hours.
            try await tenant.exclude("2026-03-10T11:30:00Z", "2026-03-10T11:31:00Z")
            #expect(try await rates() == ["0.0000", "0.0000", "0.0000", "0.0000"])
            world.service.clock.advance(by: 10)
            try await AvailabilityParts(world.service.chassis).due.work(at: world.service.clock.now)
            #expect(try await !world.service.told().contains { $0.type == BudgetThresholdCrossed.type })
        }
    }

    /// Late reports restate what they change although nothing was down; what they do not change stays.
    @Test func lateReportsRestate() async throws {
        try await Counting.with(at: "2026-04-05T00:00:00Z") { tenant in
            let world = tenant.world
            try await world.measure([tenant.count("2026-03-10T10:00:00Z", 1_000, 1)])
            let (first, uptime) = (try await tenant.statement(), try await tenant.statement("uptime"))
            #expect(first.revision == 1 && first.verdict == .met)
            try await world.measure([tenant.count("2026-03-10T10:00:00Z", 1_000, 30)])
            let second = try await tenant.statement()
            #expect(second.revision == 2 && second.verdict == .missed && second.reason == "measurements")
            #expect(second.seconds == first.seconds && second.remedy != nil)
            #expect(try await tenant.statement("uptime") == uptime)
            try await tenant.exclude("2026-03-10T10:00:00Z", "2026-03-10T10:00:30Z")
            let third = try await tenant.statement()
            #expect(third.revision == 3 && third.reason == "exclusion" && third.availability == nil)
            #expect(third.verdict == .notMeasurable)
        }
    }

    /// A draft is tried on the same requests; where nobody has counted them so far, it says so.
    @Test func draftsAreTriedOnThem() async throws {
        try await Counting.with(at: "2026-04-05T00:00:00Z") { tenant in
            let world = tenant.world
            try await world.measure([tenant.count("2026-03-10T10:00:00Z", 1_000, 30)])
            try await tenant.exclude("2026-03-12T10:00:00Z", "2026-03-12T11:00:00Z")
            func report() async throws -> BacktestReport {
                try await world.post(
                    "/v1/backtests",
                    #"{"agreement":{"id":"zecto-sla"},"from":"2026-02-28T19:00:00Z","to":"2026-03-31T19:00:00Z"}"#,
                    as: world.admin,
                    expecting: 200
                ).decode(BacktestReport.self)
            }
            let tried = try #require(try await report().statements.first { $0.commitment == "calls" })
            let kept = try await tenant.statement()
            #expect(tried.availability == kept.availability && tried.verdict == .missed && tried.seconds == kept.seconds)
        }
        try await World.with(at: "2026-04-05T00:00:00Z") { world in
            let service = try await world.defineDeclared()
            try await world.publish("zecto.yaml", [service])
            let document = try String(decoding: JSONEncoder().encode(Counting.agreement("{kind: executions}")), as: UTF8.self)
            let body =
                #"{"agreement":{"document":\#(document)},"from":"2026-02-28T19:00:00Z","to":"2026-03-31T19:00:00Z"}"#
            let report = try await world.post("/v1/backtests", body, as: world.admin, expecting: 200)
                .decode(BacktestReport.self)
            #expect(report.notEvaluated.contains { $0.id == "calls" })
        }
    }

    /// A service of other parts from a day on: each part's requests count while it is one.
    @Test func partsCountWhileTheyAreThere() async throws {
        try await Counting.with(at: "2026-03-15T00:00:00Z") { tenant in
            let world = tenant.world
            let old = tenant.service
            let changed = ServiceState(
                id: old.id, key: old.key, name: old.name, components: old.components, tree: .component("api"), revision: 2,
                createdAt: old.createdAt, updatedAt: world.service.clock.now)
            try await world.tell(ServiceChanged(service: changed))
            world.service.clock.set(instant("2026-03-20T00:00:00Z"))
            try await world.measure([
                tenant.count("2026-03-10T10:00:00Z", 100, 1), tenant.count("2026-03-10T10:00:00Z", 100, 2, of: "sms"),
                tenant.count("2026-03-18T10:00:00Z", 100, 4), tenant.count("2026-03-18T10:00:00Z", 100, 50, of: "sms"),
            ])
            #expect(try await tenant.ratio() == Ratio(293, of: 300))
        }
    }

    @Test func slicesAreWeighedAlike() async throws {
        try await Counting.with(at: "2026-03-20T00:00:00Z", measure: "{kind: mean_of_slices, length: PT1H, idle: skipped}") {
            tenant in
            try await tenant.world.measure([
                tenant.count("2026-03-10T10:00:00Z", 1_000, 0), tenant.count("2026-03-10T11:10:00Z", 1, 1),
                tenant.count("2026-03-10T11:20:00Z", 3, 0),
            ])
            #expect(try await tenant.ratio() == Ratio(7, of: 8))
        }
    }

    /// Past the horizon, and past what the tenant keeps of samples, each is still known: a decision may leave a minute out.
    @Test func whatIsCountedIsKept() async throws {
        try await Counting.with(at: "2026-04-05T00:00:00Z") { tenant in
            let world = tenant.world
            try await world.measure([
                tenant.count("2026-03-10T10:00:00Z", 100, 1), tenant.count("2026-03-10T10:01:00Z", 100, 5),
                tenant.count("2026-03-10T10:00:00Z", 100, 0, of: "sms"),
            ])
            #expect(try await tenant.ratio() == Ratio(49, of: 50))
            let compactor = try AvailabilityParts(world.service.chassis).compactor
            world.service.clock.advance(by: 8 * 86_400)
            try await compactor.work(at: world.service.clock.now)
            world.service.clock.advance(by: 200 * 86_400)
            try await world.keepSamples(days: 90, compactor)
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select count(*) from series_blocks")[0][0] == "2")
            #expect(try await admin.run("select count(*) from series_runs")[0][0] == "0")
            try await tenant.exclude("2026-03-10T10:01:00Z", "2026-03-10T10:02:00Z")
            #expect(try await tenant.ratio() == Ratio(199, of: 200))
        }
    }

    /// Counters that only grow, as Prometheus tells of them, count as what they have grown.
    @Test func countersCountAsWhatTheyHaveGrown() throws {
        let state = ServiceState(
            id: ServiceID(), key: "s", name: "s",
            components: [
                ComponentState(
                    key: "api", name: nil,
                    source: .requests(RequestSource(sliceSeconds: 60, downErrorRate: Percent(whole: 50), staleSeconds: 120)))
            ], tree: .component("api"), revision: 1, createdAt: instant("2026-01-01T00:00:00Z"),
            updatedAt: instant("2026-01-01T00:00:00Z"))
        let service = try #require(KnownService(id: state.id, editions: [.init(from: state.createdAt, state: state)]))
        let start = instant("2026-03-10T10:00:00Z").epochSeconds
        var counts = RequestCounts()
        for (kind, values) in [(SeriesKind.total, [100, 160, 20]), (.failed, [5, 6, 1])] {
            let samples = values.enumerated().map { Sample(at: start + Int64($0.offset) * 60, first: Int64($0.element)) }
            let hour = SeriesMerge.hour(of: start)
            let payload = SeriesMerge.payload(.init(hour: hour, samples: samples), kind)
            try counts.load(component: "api", .init(kind: kind, instance: "x"), hour: hour, count: samples.count, payload)
        }
        let all = counts.requests(of: service, in: Interval(start, start + 3_600))
        #expect(all["api"]?.map { [$0.start.epochSeconds - start, $0.total, $0.failed] } == [[0, 60, 1], [60, 20, 1]])
        #expect(counts.requests(of: service, in: Interval(start + 1, start + 3_600))["api"]?.count == 1)
        #expect(RequestCounts.contextSeconds(service) > 120)
    }
}
