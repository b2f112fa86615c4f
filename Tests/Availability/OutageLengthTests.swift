import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Where short outages do not count, an outage is as long as it is, also across the end of a month: only its seconds within the
/// month count there. March ends at 19:00Z in Karachi.
@Suite struct OutageLengthTests {
    private static let tenMinutes = "measure: {kind: outages, minimum: PT10M, merge_gap: PT5M}"

    private func publish(_ world: World, _ service: ServiceState) async throws {
        let zecto = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
        let text = zecto.replacing("    unknown_time: excluded\n", with: "    unknown_time: excluded\n    \(Self.tenMinutes)\n")
        try await world.publish(
            try AgreementYAML.node(Array(text.utf8)), [service], from: instant("2025-11-16T19:00:00Z"))
    }

    private func down(_ world: World, _ month: String) async throws -> Int64 {
        try await world.statement("service=cpaas&month=\(month)").seconds.down
    }

    @Test func eachMonthHasItsPartOfALongOutage() async throws {
        try await World.with { world in
            try await publish(world, try await world.defineDeclared())
            try await world.measure([
                world.outage("long", "api", "2026-03-31T18:54:00Z", "2026-03-31T19:07:00Z"),
                world.outage("early", "sms", "2026-01-31T18:52:00Z", "2026-01-31T19:03:00Z"),
                world.outage("short", "sms", "2026-02-28T18:56:00Z", "2026-02-28T19:05:00Z"),
                world.outage("one", "api", "2026-04-30T18:50:00Z", "2026-04-30T18:58:00Z"),
                world.outage("other", "api", "2026-04-30T19:02:00Z", "2026-04-30T19:04:00Z"),
            ])
            #expect(try await down(world, "2026-01") == 480)
            #expect(try await down(world, "2026-02") == 180, "nine minutes around its end are too short")
            #expect(try await down(world, "2026-03") == 360)
            #expect(try await down(world, "2026-04") == 420 + 480, "together they are 14 minutes")
            #expect(try await down(world, "2026-05") == 120, "of a month that is open, too")
            let time = #""from": "2026-02-05T00:00:00Z", "to": "2026-03-31T19:00:00Z""#
            let backtest = try await world.post(
                "/v1/backtests", #"{"agreement": {"id": "zecto-sla"}, \#(time)}"#, as: world.admin, expecting: 200
            ).decode(BacktestReport.self)
            #expect(backtest.statements.map(\.window.label) == ["2026-02", "2026-03"])
            #expect(backtest.statements.map(\.seconds.down) == [180, 360])
        }
    }

    /// What goes on after the month's end makes its statement anew, once it is long enough.
    @Test func anOutageThatGoesOnRestatesTheMonthBefore() async throws {
        try await World.with(at: "2026-03-31T19:02:30Z") { world in
            let probe = ProbeSource(locations: ["khi"], quorum: 1, confirm: 1, staleSeconds: 90)
            let service = try await world.define(
                "cpaas", [ComponentState(key: "api", name: nil, source: .probe(probe))], .component("api"))
            try await publish(world, service)
            func probed(_ minutes: ClosedRange<Int64>, _ state: String) async throws {
                let start = instant("2026-03-31T18:00:00Z")
                world.service.clock.set(start.advanced(by: minutes.upperBound * 60 + 30))
                try await world.measure(
                    minutes.map { minute in
                        let at = start.advanced(by: minute * 60)
                        return #"{"kind":"probe","service":"cpaas","component":"api","at":"\#(at)","state":"\#(state)"}"#
                    })
            }
            try await probed(50...54, "up")
            try await probed(55...62, "down")
            let first = try await world.statement("service=cpaas&month=2026-03")
            #expect(first.revision == 1 && first.seconds.down == 0, "eight minutes so far")
            try await probed(63...67, "down")
            let second = try await world.statement("service=cpaas&month=2026-03")
            #expect(second.revision == 2 && second.reason == "measurements" && second.seconds.down == 300)
            try await probed(68...70, "up")
            let third = try await world.statement("service=cpaas&month=2026-03")
            #expect(third == second)
            #expect(try await down(world, "2026-04") == 480)
        }
    }
}
