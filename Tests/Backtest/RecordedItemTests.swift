import Contracts
import Foundation
import Terms
import Testing

@testable import Backtest

/// Lines that are no samples: every form says the same, and what is wrong is said with its line.
@Suite struct RecordedItemTests {
    private func statements(_ report: BacktestReport) throws -> String {
        try PledgeJSON.encodeText(report)
    }

    @Test func everyFormSaysTheSame() throws {
        let stand = try Stand()
        let document = try Stand.hosting()
        let lines = try statements(stand.report(document, [Stand.sample("hosting.ndjson")]))
        let csv = [Stand.sample("requests.csv"), Stand.sample("items.csv")]
        #expect(try statements(stand.report(document, csv)) == lines)
        for (name, files) in [("a.pts", [Stand.sample("hosting.ndjson")]), ("b.pts", csv)] {
            let target = "\(stand.folder.path)/\(name)"
            let count = try Recordings(files).convert(to: target, [])
            #expect(count.samples == 4 && count.items == 13)
            #expect(try statements(stand.report(document, [target])) == lines)
        }
    }

    @Test func linesMayRepeatAndComeInAnyOrder() throws {
        let stand = try Stand()
        let document = try Stand.hosting()
        let text = try String(contentsOfFile: Stand.sample("hosting.ndjson"), encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        let expected = try statements(stand.report(document, lines: lines))
        // Twice, the second time the other way round; the creation of the ticket comes after what happened to it.
        let again = try stand.folder.write("again.ndjson", lines.reversed().joined(separator: "\n"))
        #expect(try statements(stand.report(document, [again, again])) == expected)
    }

    @Test func factsMayHoldTheSame() throws {
        let facts = """
            format: pledge-facts/1
            tickets:
              - id: T-17
                tier: desk
                outage_of: desk
                events:
                  - {kind: created, at: "2026-04-12T08:00:00Z", priority: high}
                  - {kind: resolved, at: "2026-04-12T14:00:00Z"}
            resources:
              - {service: machines, resource: vm-1, from: "2026-04-01T00:00:00Z", state: deployed}
              - {service: machines, resource: vm-1, from: "2026-04-20T00:00:00Z", to: "2026-04-21T00:00:00Z", state: down}
            partial_outages:
              - {id: inc-4, service: mail, from: "2026-04-14T09:00:00Z", to: "2026-04-14T13:00:00Z", affected_percent: "25"}
            metrics:
              - {service: mail, of: messages, metric: delivered, at: "2026-04-20T00:00:00Z", counts: {hits: 1980, all: 2000}}
            """
        let report = try Stand().report(Stand.hosting(), [], facts: facts)
        #expect(try report.statement("desk").seconds.countedDown == 21_600)
        // A day of thirty: 96.6666…%
        #expect(try report.statement("machines").availabilityPercent == "96.6666")
        // A quarter of 14,400 s: 3,600 of 2,592,000; 99.86111…%
        #expect(try report.statement("mail").availabilityPercent == "99.8611")
        #expect(try report.objective("delivered").verdict == .met)
        #expect(report.tickets.first { $0.measure == "resolution" }?.state == .breached)
    }

    @Test(arguments: [
        (
            #"{"kind":"ticket","id":"a","at":"2026-04-12T08:00:00Z","event":"created"}"#,
            "priority: is required of the event created"
        ),
        (#"{"kind":"ticket","id":"a","at":"2026-04-12T08:00:00Z","event":"eaten"}"#, "event: must be one of: created"),
        (
            #"{"kind":"ticket","id":"a","at":"2026-04-12T08:00:00Z","event":"resolved","tier":"desk"}"#,
            "tier: belongs to the event created"
        ),
        (
            #"{"kind":"ticket","id":"a","at":"2026-04-12T08:00:00Z","event":"resolved"}"#,
            "the ticket a has events before the event created, or no such event"
        ),
        (
            #"{"kind":"resource","service":"m","resource":"v","from":"1999-04-01T00:00:00Z","state":"down"}"#,
            "from: must be between"
        ),
        (
            #"{"kind":"resource","service":"m","resource":"v","from":"2026-04-01T00:00:00Z","state":"up"}"#,
            "state: must be one of"
        ),
        (
            #"{"kind":"partial_outage","id":"a","service":"m","from":"2026-04-01T00:00:00Z","affected_percent":"101"}"#,
            "affected_percent: must be a percentage from 0 to 100"
        ),
        (
            #"{"kind":"partial_outage","id":"a","service":"m","from":"2026-04-01T00:00:00Z","to":"2026-04-01T00:00:00Z","affected_percent":"1"}"#,
            "to: must be after from"
        ),
        (#"{"kind":"credited","service":"m","from":"2026-04-01T00:00:00Z"}"#, "to: is required"),
        (
            #"{"kind":"credited","service":"M","from":"2026-04-01T00:00:00Z","to":"2026-04-02T00:00:00Z"}"#,
            "service: must be a key"
        ),
        (
            #"{"kind":"metric","service":"m","of":"x","metric":"y","at":"2026-04-01T00:00:00Z"}"#,
            "the item must have exactly one of"
        ),
        (
            #"{"kind":"metric","service":"m","of":"x","metric":"y","at":"2026-04-01T00:00:00Z","counts":{"hits":2,"all":1}}"#,
            "counts/hits: must not be more than all"
        ),
        (
            #"{"kind":"metric","service":"m","of":"x","metric":"y","at":"2026-04-01T00:00:00Z","histogram":{"bounds":[5,1],"counts":[1,1,1]}}"#,
            "histogram: must have bounds that grow"
        ),
        (
            #"{"kind":"metric","service":"m","of":"x","metric":"y","at":"2026-04-01T00:00:00Z","histogram":{"bounds":[1e3],"counts":[1,1]}}"#,
            "histogram/bounds/0: must be a decimal"
        ),
        (
            #"{"kind":"metric","service":"m","of":"x","metric":"y","at":"2026-04-01T00:00:00Z","values":{"sum":"9","count":2,"minimum":"1","maximum":"4"}}"#,
            "values/sum: must lie between minimum and maximum times count"
        ),
        (
            #"{"kind":"metric","service":"m","of":"x","metric":"y","at":"2026-04-01T00:00:00Z","period_seconds":9999999,"counts":{"hits":1,"all":1}}"#,
            "period_seconds: must be from 1 to 2678400"
        ),
        (#"{"kind":"metric","why":"because"}"#, "why: is not known here"),
        (#"{"kind":"ticket","kind":"ticket"}"#, "kind"),
    ])
    func wrongLinesAreRefusedWithTheirPlace(line: String, expected: String) throws {
        let before = #"{"kind":"outage","id":"o","service":"cpaas","component":"api","from":"2026-04-12T07:00:00Z"}"#
        let found = try #require(try complaint("\(before)\n\(line)\n"))
        #expect(found.hasPrefix("x, line 2: "), "\(found)")
        #expect(found.contains(expected), "\(found)")
    }

    @Test func linesThatContradictEachOtherAreRefused() throws {
        let metric = { (hits: Int, more: String) in
            #"{"kind":"metric","service":"m","of":"x","metric":"y","at":"2026-04-01T00:00:00Z",\#(more)"counts":{"hits":\#(hits),"all":9}}"#
        }
        #expect(try complaint("\(metric(1, ""))\n\(metric(1, ""))") == nil)
        #expect(try complaint("\(metric(1, ""))\n\(metric(2, #""id":"b","#))") == nil)
        #expect(try complaint("\(metric(1, ""))\n\(metric(2, ""))")?.contains("line 2: another measurement") == true)
        #expect(try complaint("\(metric(1, ""))\n\(metric(2, #""revision":2,"#))\n\(metric(1, ""))") == nil)
        let created = { (priority: String) in
            #"{"kind":"ticket","id":"a","at":"2026-04-12T08:00:00Z","event":"created","priority":"\#(priority)"}"#
        }
        #expect(
            try complaint("\(created("high"))\n\(created("low"))") == "x, line 2: the ticket a was created before, and otherwise")
    }

    @Test func wrongColumnsAreRefused() throws {
        let requests = "service,component,at,period_seconds,total,failed\n"
        let cases: [(String, String)] = [
            ("service,component,at,total,failed\n", "x, line 1: the header must name service, component, at, period_seconds"),
            (requests + "a,b,2026-04-10T10:00:00Z,60,1,2\n", "x, line 2: total and failed must be whole numbers"),
            (requests + "a,b,2026-04-10T10:00:00Z,0,1,1\n", "x, line 2: period_seconds must be from 1 to 86400"),
            (requests + "a,b,2026-04-10T10:00:01Z,60,1,1\n", "x, line 2: at: it is not a multiple of period_seconds"),
            (requests + "a,b,2026-04-10T10:00:00Z,60,1\n", "x, line 2: it has too few fields"),
            (requests + ",b,2026-04-10T10:00:00Z,60,1,1\n", "x, line 2: service and component are required"),
            ("kind,kind\n", "x, line 1: the header must name each column once"),
            ("kind,id\nticket,a,b\n", "x, line 2: it has too many fields"),
            ("kind,id\nprobe,a\n", "x, line 2: id: such an item does not have it"),
            ("kind,id\nguess,a\n", "x, line 2: kind: it must be one of: probe"),
            (
                "kind,service,of,metric,at,counts.hits,counts.all\nmetric,m,x,y,2026-04-01T00:00:00Z,many,9\n",
                "x, line 2: counts/hits: must be a whole number"
            ),
        ]
        for (text, expected) in cases {
            let found = try complaint(text) ?? "nothing"
            #expect(found.hasPrefix(expected), "\(found)")
        }
    }

    @Test func brokenBytesOfTheCompactFormEndInAnErrorOrAHistory() throws {
        let folder = try Folder()
        let target = folder.path + "/a.pts"
        _ = try Recordings([Stand.sample("hosting.ndjson")]).convert(to: target, [])
        let bytes = try Data(contentsOf: URL(filePath: target))
        #expect(bytes.prefix(4) == Data("PTS2".utf8))
        let catalogue = ServiceCatalogue([], otherwise: .implied(staleSeconds: 90))
        for cut in stride(from: 4, to: bytes.count, by: 7) {
            try bytes.prefix(cut).write(to: URL(filePath: target))
            #expect(throws: TelemetryError.self, "cut at \(cut)") { try Recordings([target]).history(catalogue) }
        }
        var random = SplitMix(state: 11)
        for _ in 0..<500 {
            var broken = bytes
            for _ in 0..<3 { broken[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
            try broken.write(to: URL(filePath: target))
            _ = try? Recordings([target]).history(catalogue)
        }
    }
}
