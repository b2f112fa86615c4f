import Contracts
import Foundation
import Terms
import Testing

@testable import Backtest

/// Downtime that was credited once, of commitments that consume it.
@Suite struct CreditedTimeTests {
    /// Desk by declared outages, over rolling windows of 30 days, whose downtime counts once.
    private func rolling() throws -> AgreementDocument {
        try Stand.hosting([
            (
                """
                    services: [desk]
                    window: {kind: month}
                """,
                """
                    services: [desk]
                    window: {kind: rolling-30d, consumes_downtime: true}
                """
            ), ("measure: {kind: tickets, counts: ticket_time}", "measure: {kind: time}"),
        ])
    }

    /// Six hours down on 12 April: 21,600 s of 2,592,000 s are 99.1666…%, below 99.5%.
    private static let outage =
        #"{"kind":"outage","id":"o","service":"desk","component":"phone","from":"2026-04-12T06:00:00Z","to":"2026-04-12T12:00:00Z"}"#

    private func missed(_ lines: [String]) throws -> [String] {
        try Stand().report(
            rolling(), lines: lines, from: "2026-04-11T00:00:00Z", to: "2026-04-16T00:00:00Z"
        ).statements.filter { $0.commitment == "desk" && $0.verdict == .missed }.map(\.window.label)
    }

    @Test func downtimeIsCreditedOnce() throws {
        let report = try Stand().report(
            rolling(), lines: [Self.outage], from: "2026-04-11T00:00:00Z", to: "2026-04-16T00:00:00Z")
        let desk = report.statements.filter { $0.commitment == "desk" }
        #expect(desk.count == 5)
        #expect(desk.map(\.seconds.countedDown) == [0, 21_600, 0, 0, 0])
        #expect(desk.map(\.verdict) == [.met, .missed, .met, .met, .met])
        #expect(report.credits.count == 1)
    }

    @Test func whatWasCreditedBeforeDoesNotCount() throws {
        #expect(try missed([Self.outage]).count == 1)
        let credited =
            #"{"kind":"credited","service":"desk","from":"2026-04-12T06:00:00Z","to":"2026-04-12T12:00:00Z"}"#
        #expect(try missed([Self.outage, credited]).isEmpty)
        // Under another commitment it says nothing.
        let other = credited.replacing(#""service""#, with: #""commitment":"mail","service""#)
        #expect(try missed([Self.outage, other]).count == 1)
    }
}
