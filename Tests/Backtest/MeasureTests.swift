import Contracts
import Foundation
import Terms
import Testing

@testable import Backtest

/// Promises that count something else than seconds of samples, over recorded lines: figures worked out by hand.
@Suite struct MeasureTests {
    /// April 2026 has 30 days of 86,400 s.
    private static let april: Int64 = 2_592_000
    private static let fees = """
        format: pledge-facts/1
        currency: EUR
        fees: [{class: platform, amount_minor: 100000}]
        """

    private func sample(against other: AgreementDocument? = nil) throws -> BacktestReport {
        try Stand().report(Stand.hosting(), [Stand.sample("hosting.ndjson")], facts: Self.fees, against: other)
    }

    @Test func requestsDecideOnSlices() throws {
        let statement = try sample().statement("slices")
        // 10:00 to 10:05: 10 of 200 failed, which is 5%; 10:05 to 10:10: 1 of 100; 11:00 to 11:05: none of 50.
        #expect(statement.seconds.countedDown == 300)
        #expect(statement.seconds.unknown == Self.april - 3 * 300)
        // (2,592,000 − 300) / 2,592,000 = 99.98842…%
        #expect(statement.availabilityPercent == "99.9884")
        #expect(statement.verdict == .missed)
        #expect(statement.remedy?.percent == "10")
    }

    @Test func slicesAreDownByTooFewGoodRequests() throws {
        let document = try Stand.hosting([
            (#"down_error_rate: "5", minimum_requests: 10"#, "down_below_requests: 95")
        ])
        let statement = try Stand().report(document, [Stand.sample("hosting.ndjson")]).statement("slices")
        // 190, 99 and 50 good requests: the last slice has fewer than 95.
        #expect(statement.seconds.countedDown == 300)
    }

    @Test func executionsAreARatioOfSums() throws {
        let statement = try sample().statement("requests")
        // 11 of 350 failed: 339 / 350 = 96.857142…%
        #expect(statement.availabilityPercent == "96.8571")
        #expect(statement.verdict == .missed)
        #expect(statement.remedy?.percent == "25")
    }

    @Test func hoursWeighTheSame() throws {
        // 289 of 300 in one hour, 50 of 50 in the other: (96.333…% + 100%) / 2 = 98.1666…%
        let statement = try sample().statement("hours")
        #expect(statement.availabilityPercent == "98.1666")
        #expect(statement.verdict == .met)
    }

    @Test func downtimeRunsFromATicket() throws {
        let report = try sample()
        let statement = try report.statement("desk")
        // From 08:00 to 14:00: 21,600 s; (2,592,000 − 21,600) / 2,592,000 = 99.1666…%
        #expect(statement.seconds.countedDown == 21_600)
        #expect(statement.availabilityPercent == "99.1666")
        #expect(report.tickets.map(\.measure) == ["first_response", "resolution"])
        #expect(report.tickets.map(\.state) == [.met, .breached])
        #expect(report.tickets.map(\.elapsedSeconds) == [1800, 21_600])
    }

    @Test func aReopenedTicketIsOpenAgain() throws {
        let lines = [
            #"{"kind":"ticket","id":"a","at":"2026-04-12T08:00:00Z","event":"created","priority":"high","outage_of":"desk"}"#,
            #"{"kind":"ticket","id":"a","at":"2026-04-12T12:00:00Z","event":"reopened"}"#,
            #"{"kind":"ticket","id":"a","at":"2026-04-12T09:00:00Z","event":"resolved"}"#,
            #"{"kind":"ticket","id":"a","at":"2026-04-12T12:30:00Z","event":"resolved"}"#,
            // About nothing that is down.
            #"{"kind":"ticket","id":"b","at":"2026-04-12T20:00:00Z","event":"created","priority":"high"}"#,
        ]
        #expect(try Stand().report(Stand.hosting(), lines: lines).statement("desk").seconds.countedDown == 3600 + 1800)
    }

    @Test func outagesCountFromTheirTicketOn() throws {
        let document = try Stand.hosting([("counts: ticket_time", "counts: outage_time")])
        let lines = [
            #"{"kind":"outage","id":"o","service":"desk","component":"phone","from":"2026-04-12T07:00:00Z","to":"2026-04-12T10:00:00Z"}"#,
            #"{"kind":"ticket","id":"a","at":"2026-04-12T08:00:00Z","event":"created","priority":"high","outage_of":"desk"}"#,
        ]
        // The outage began at 7, the ticket about it at 8: two hours count.
        #expect(try Stand().report(document, lines: lines).statement("desk").seconds.countedDown == 7200)
        #expect(try Stand().report(document, lines: [lines[1]]).reason("desk") == "nothing was recorded of the service")
        #expect(try Stand().report(document, lines: [lines[0]]).reason("desk") == "no tickets were recorded")
    }

    /// Nine minutes around the end of April, and eight and two minutes around its start, three minutes apart.
    @Test func anOutageIsAsLongAsItIsAcrossTheMonthsEnd() throws {
        let lines = [
            ("2026-04-30T23:57:00Z", "2026-05-01T00:06:00Z"), ("2026-03-31T23:50:00Z", "2026-03-31T23:58:00Z"),
            ("2026-04-01T00:01:00Z", "2026-04-01T00:03:00Z"), ("2026-04-10T00:00:00Z", "2026-04-10T00:08:00Z"),
        ].enumerated().map { index, time in
            #"{"kind":"outage","id":"o\#(index)","service":"desk","component":"phone","from":"\#(time.0)","to":"\#(time.1)"}"#
        }
        func counted(_ measure: String) throws -> Int64 {
            let document = try Stand.hosting([("{kind: tickets, counts: ticket_time}", measure)])
            return try Stand().report(document, lines: lines, from: "2026-04-01T00:00:00Z").statement("desk").seconds.countedDown
        }
        #expect(try counted("{kind: outages, minimum: PT9M}") == 180)
        #expect(try counted("{kind: outages, minimum: PT9M, merge_gap: PT3M}") == 180 + 120)
        #expect(try counted("{kind: outages, minimum: PT9M, merge_gap: PT3M, gaps_count: true}") == 180 + 180)
        #expect(try counted("{kind: outages, minimum: PT10M}") == 0)
    }

    @Test func minutesOfResourcesAddUp() throws {
        let statement = try sample().statement("machines")
        // vm-1 was there for 2,592,000 s, vm-2 for 15 days of 1,296,000 s, of which it was down for 10,800 s:
        // 3,877,200 / 3,888,000 = 99.7222…%
        #expect(statement.availabilityPercent == "99.7222")
        #expect(statement.budget.spentSeconds == 10_800)
        #expect(statement.verdict == .missed)
    }

    @Test func outagesWeighAsMuchAsTheirUsers() throws {
        // Three hours of 25% and one of 50%: 2,700 + 1,800 = 4,500 s of 2,592,000 s; 99.82638…%
        let statement = try sample().statement("mail")
        #expect(statement.availabilityPercent == "99.8263")
        // Where they touch different users, that hour is one of 75%: 2,700 + 2,700 s; 99.79166…%
        let summed = try Stand.hosting([("overlap: highest", "overlap: sum")])
        #expect(try Stand().report(summed, [Stand.sample("hosting.ndjson")]).statement("mail").availabilityPercent == "99.7916")
    }

    @Test func partialOutagesAreCorrectedAndTakenBack() throws {
        let line = { (id: String, more: String) in
            #"{"kind":"partial_outage","id":"\#(id)","service":"mail","from":"2026-04-14T09:00:00Z","to":"2026-04-14T10:00:00Z",\#(more)}"#
        }
        let lines = [
            line("a", #""affected_percent":"10","revision":2"#), line("a", #""affected_percent":"90""#),
            line("b", #""affected_percent":"50""#), line("b", #""affected_percent":"50","revision":2,"withdrawn":true"#),
        ]
        let document = try Stand.hosting()
        for lines in [lines, lines.reversed()] {
            // A tenth of an hour: 360 s; 99.98611…%
            #expect(try Stand().report(document, lines: lines).statement("mail").availabilityPercent == "99.9861")
        }
    }

    /// As a live service takes them: a declared outage with a share is weighed, and no downtime; without one it is downtime.
    @Test func declaredOutagesMayTouchAShare() throws {
        let line = { (id: String, more: String) in
            #"{"kind":"outage","id":"\#(id)","service":"mail","component":"smtp","from":"2026-04-14T09:00:00Z","to":"2026-04-14T10:00:00Z"\#(more)}"#
        }
        let share = #","affected_percent":"#
        let document = try Stand.hosting()
        func percent(_ lines: [String]) throws -> String? {
            try Stand().report(document, lines: lines).statement("mail").availabilityPercent
        }
        #expect(try percent([line("a", share + #""10""#)]) == "99.9861")
        let corrected = [
            line("a", ""), line("a", share + #""10","revision":2"#), line("b", share + #""90""#),
            line("b", share + #""90","revision":2,"withdrawn":true"#), line("c", #","withdrawn":true"#),
        ]
        for lines in [corrected, corrected.reversed()] { #expect(try percent(lines) == "99.9861") }
        // An hour of 720: of one revision that contradicts itself, what declares more stands.
        for lines in [[line("a", share + #""99""#), line("a", "")], [line("a", ""), line("a", share + #""99""#)]] {
            #expect(try percent(lines + [line("d", share + #""1""#)]) == "99.8611")
        }
        let complaint = #expect(throws: (any Error).self) { try percent([line("a", share + #""0""#)]) }
        #expect("\(try #require(complaint))".contains("affected_percent: it must be a percentage in quotes"))
    }

    @Test func objectivesAreSumsOfCounts() throws {
        let report = try sample()
        let time = try report.objective("delivery-time")
        // 930 and 960 of 1,000 each within 5 s: 1,890 / 2,000 = 94.5%
        #expect(time.findings.map(\.figure) == ["94.5000 %"])
        #expect(time.findings.map(\.population) == [2000])
        #expect(time.verdict == .missed)
        #expect(time.promise == "at least 95 % of messages with delivery_time at most 5 s")
        let delivered = try report.objective("delivered")
        // 1,980 of 2,000: exactly 99%
        #expect(delivered.findings.map(\.figure) == ["99 %"])
        #expect(delivered.verdict == .met)
        let chats = try report.objective("chats")
        // (400 + 500) s / 5 = 180 s = 3 min
        #expect(chats.findings.map(\.figure) == ["3 min"])
        #expect(chats.verdict == .met)
        #expect(chats.clauses == ["H-6"])
    }

    @Test func histogramsThatAreTooCoarseDecideNothing() throws {
        let lines = [
            #"{"kind":"metric","service":"mail","of":"messages","metric":"delivery_time","at":"2026-04-20T00:00:00Z","period_seconds":60,"unit":"s","histogram":{"bounds":[1,30],"counts":[90,10,0]}}"#
        ]
        let time = try Stand().report(Stand.hosting(), lines: lines).objective("delivery-time")
        #expect(time.verdict == .undecided)
        #expect(time.findings.map(\.figure) == ["90 to 100 %"])
    }

    @Test func whatWasMissedIsCredited() throws {
        let report = try sample()
        let credit = try #require(report.credits.first)
        #expect(report.credits.count == 1)
        #expect(credit.commitments == ["slices", "requests", "desk", "machines", "mail", "delivery-time"])
        // The highest counts: 25% of 1,000.00 for 96.8571% of requests and 94.5% of messages.
        #expect(credit.amount?.description == "250.00 EUR")
        #expect(report.creditTotal?.description == "250.00 EUR")
        #expect(credit.steps.map(\.detail).contains("delivery-time at 94.5000 %"))
    }

    @Test func anotherVersionIsComparedInAllOfIt() throws {
        let other = try Stand.hosting([
            (#"target: "97""#, #"target: "96""#), (#"{at_most: "5", unit: s}"#, #"{at_most: "30", unit: s}"#),
            ("measure: resolution, within: PT4H", "measure: resolution, within: PT8H"),
        ])
        let against = try #require(try sample(against: other).against)
        #expect(against.differences.map(\.commitment) == ["requests"])
        #expect(against.differences.first?.theirs?.verdict == .met)
        // Within 30 s: 980 and 990 of 1,000 each, 98.5%.
        #expect(against.objectives.map(\.objective) == ["delivery-time"])
        #expect(against.objectives.first?.ours?.figures == ["94.5000 %"])
        #expect(against.objectives.first?.theirs?.figures == ["98.5000 %"])
        #expect(against.objectives.first?.theirs?.verdict == .met)
        #expect(against.tickets.map(\.measure) == ["resolution"])
        #expect(against.tickets.first?.ours?.state == .breached)
        #expect(against.tickets.first?.theirs?.state == .met)
        // There, the highest is 10% of 1,000.00.
        #expect(against.creditTotal?.description == "100.00 EUR")
        #expect(against.creditDifference?.description == "150.00 EUR")
    }

    @Test func theSameAgreementDiffersInNothing() throws {
        let against = try #require(try sample(against: try Stand.hosting()).against)
        #expect(against.compared == 6)
        #expect(against.differences.isEmpty && against.objectives.isEmpty && against.tickets.isEmpty)
    }
}
