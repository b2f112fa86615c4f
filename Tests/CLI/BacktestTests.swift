import Contracts
import Foundation
import Terms
import Testing

/// Backtests through the program: the same statements from every form, the commands of the documentation, and what is said
/// about wrong files.
@Suite struct BacktestTests {
    private let program: BacktestProgram

    init() throws { program = try BacktestProgram() }

    @Test func everyFormGivesTheSameStatements() throws {
        let agreement = BacktestProgram.agreement("zecto")
        let service = "deploy/demo/service.json"
        let csv = try String(contentsOfFile: "\(program.folder)/docs/samples/measurements.csv", encoding: .utf8)
        let lines = csv.split(separator: "\n").dropFirst().map { line in
            let field = line.split(separator: ",")
            return #"{"kind":"probe","service":"\#(field[0])","component":"\#(field[1])","location":"\#(field[2])","#
                + #""at":"\#(field[3])","state":"\#(field[4])"}"#
        }
        let items = try program.write("a.ndjson", lines.joined(separator: "\n"))
        #expect(try program.run(["backtest", "convert", items, "--output", "a.pts"]).output == "180 samples are in a.pts\n")
        let files = ["docs/samples/measurements.csv", items, "a.pts", "docs/samples/range.json"]
        let reports = try files.map { try program.report(agreement, "--telemetry", $0, "--service", service) }
        let first = try #require(reports.first?.statements.first)
        #expect(first.seconds.countedDown == 12 * 60)
        #expect(first.verdict == .pending)
        for report in reports { #expect(report.statements == reports[0].statements) }
    }

    /// Whatever `docs/backtests.md` tells people to type.
    @Test func theDocumentedCommandsWork() throws {
        let text = try String(contentsOfFile: "\(program.folder)/docs/backtests.md", encoding: .utf8)
        let commands = text.split(separator: "\n").filter { $0.hasPrefix("./pledge backtest") }
        #expect(commands.count == 9)
        for command in commands {
            let result = try program.run(command.split(separator: " ").dropFirst().map(String.init))
            #expect(result.status == 0, "\(command): \(result.errors)")
            #expect(!result.output.isEmpty)
        }
    }

    @Test func theTableTellsVerdictClausesAndCredit() throws {
        let result = try program.run(
            ["backtest", BacktestProgram.agreement("zecto"), "--facts", BacktestProgram.worked("10.yaml")])
        for part in [
            "uptime      cpaas    2026-04  missed   94.0000", "remedy service-credits: 50 % (S2-5.2)",
            "base: platform fees of 2026-04 (S2-5.3b)", "total 50000.00 PKR", "second, uptime of cpaas, 2026-04",
        ] {
            #expect(result.output.contains(part), "\(part) is not in \(result.output)")
        }
    }

    /// The sample of `docs/backtests.md` that has every kind of line; Tests/Backtest works its figures out by hand.
    @Test func everyKindOfLineIsJudged() throws {
        let arguments = ["docs/samples/hosting.yaml", "--to", "2026-05-01T00:00:00Z", "--telemetry"]
        let result = try program.run(["backtest"] + arguments + ["docs/samples/hosting.ndjson"])
        for part in [
            "slices      api       2026-04  missed   99.9884       99.99",
            "machines    machines  2026-04  missed   99.7222       99.9",
            "delivery-time  mail     2026-04  missed   94.5000 %  2000",
            "chats          desk     2026-04  met      3 min",
            "T-17    desk     resolution      breached",
        ] {
            #expect(result.output.contains(part), "\(part) is not in \(result.output)")
        }
        #expect(!result.output.contains("NOT EVALUATED"))
        let csv = try program.run(["backtest"] + arguments + ["docs/samples/requests.csv", "docs/samples/items.csv"])
        #expect(csv.output == result.output)
        let less = try program.run(["backtest"] + arguments + ["docs/samples/requests.csv"])
        #expect(less.output.contains("NOT EVALUATED\ncommitment desk of desk: no tickets were recorded (H-3)"))
        let some = try program.write("some.ndjson", #"{"kind":"ticket","id":"a","at":"2026-04-12T08:00:00Z","event":"resolved"}"#)
        #expect(
            try program.run(["backtest"] + arguments + [some]).errors
                == "pledge: \(some), line 1: the ticket a has events before the event created, or no such event\n")
    }

    /// What the demo's Zecto recorded in a month, against all its objectives.
    @Test func theDemosRecordingIsJudged() throws {
        let report = try program.report(
            BacktestProgram.agreement("zecto"), "--telemetry", "deploy/demo/zecto-2026-03.ndjson", "--to",
            "2026-03-31T19:00:00Z")
        let verdicts = Dictionary(uniqueKeysWithValues: report.objectives.map { ($0.objective, $0.verdict) })
        // 19,010 of 20,000 messages within 5 s are 95.05%; 1,958 of 2,000 calls within 10 s 97.9%, of 99%.
        #expect(verdicts["sms-delivery-time"] == .met)
        #expect(verdicts["voice-connection"] == .missed)
        #expect(report.notEvaluated.allSatisfy { $0.kind != .objective })
        #expect(report.tickets.contains { $0.id == "Z-1041" && $0.state == .breached && $0.tier == "standard" })
    }

    @Test func wrongFactsAreReportedAllAtOnceWithTheirPlaces() throws {
        let facts = try program.write(
            "facts.yaml",
            """
            format: pledge-facts/1
            fees:
              - {class: platform, amount_minor: -1}
            outages:
              - {id: a, service: cpaas, component: api, from: "2026-03-10T01:30:00Z", to: "2026-03-09T01:30:00Z"}
              - {id: b, service: cpaas, component: api, from: yesterday}
            claims:
              - {id: c, commitment: uptime, window: 2026-03, filed_at: "2026-04-02T09:00:00Z", why: because}
            """)
        let result = try program.run(["backtest", BacktestProgram.agreement("zecto"), "--facts", facts])
        #expect(result.status == 1)
        for part in [
            "#/fees/0/amount_minor (line 3,", "#/currency", "#/outages/0/to (line 5,", "#/outages/1/from (line 6,",
            "#/claims/0/why (line 8,",
        ] {
            #expect(result.errors.contains(part), "\(part) is not in \(result.errors)")
        }
    }

    @Test func wrongFilesAreReportedWithTheirPlace() throws {
        let agreement = BacktestProgram.agreement("zecto")
        let broken = try program.write("broken.csv", "service,component,at,state\ncpaas,api,never,up\n")
        #expect(
            try program.run(["backtest", agreement, "--telemetry", broken]).errors
                == "pledge: \(broken), line 2: at must be an RFC 3339 time or epoch seconds\n")
        #expect(try program.run(["backtest", agreement, "--telemetry", "nowhere"]).status == 1)
        #expect(try program.run(["backtest", agreement]).errors.contains("nothing was recorded"))
        #expect(try program.run(["backtest", broken, "--facts", broken]).status == 1)
    }
}
