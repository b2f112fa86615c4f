import Contracts
import Foundation
import Terms
import Testing

/// The ten worked examples, through the program: the whole agreements, facts from files, and the clauses in the answer.
@Suite struct WorkedExampleTests {
    private let program: BacktestProgram

    init() throws { program = try BacktestProgram() }

    @Test("1: maintenance announced 49 hours before is excluded")
    func announcedMaintenance() throws {
        let report = try program.worked("zecto", "1")
        let statement = try #require(report.statements.first)
        #expect(report.statements.count == 1)
        #expect(statement.window.label == "2026-03")
        #expect(statement.seconds.total == 44_640 * 60)
        #expect(statement.seconds.excluded == 180 * 60)
        #expect(statement.seconds.countedDown == 60 * 60)
        #expect(statement.availabilityPercent == "99.8655")
        #expect(statement.verdict == .missed)
        #expect(statement.excluded.first?.clauses == ["S2-2.4a"])
        #expect(statement.remedy?.percent == "10")
        #expect(statement.clauses.contains("S2-2.4a"))
    }

    @Test("2: of an emergency maintenance an hour of downtime is excluded")
    func emergencyMaintenance() throws {
        let statement = try #require(try program.worked("zecto", "2").statements.first)
        #expect(statement.seconds.excluded == 60 * 60)
        #expect(statement.seconds.countedDown == 30 * 60)
        #expect(statement.availabilityPercent == "99.9327")
        #expect(statement.verdict == .met)
        #expect(statement.excluded.first?.clauses == ["S2-2.4b"])
    }

    @Test("3: between the printed tiers the interpretation decides")
    func betweenTheTiers() throws {
        let statement = try #require(try program.worked("zecto", "3").statements.first)
        #expect(statement.seconds.total == 43_200 * 60)
        #expect(statement.availabilityPercent == "98.9583")
        #expect(statement.remedy?.percent == "25")
        #expect(statement.remedy?.interpretations.contains("tier-gap") == true)
        #expect(statement.interpretations.contains { $0.id == "tier-gap" && $0.clause == "S2-5.2" })
    }

    @Test("4: exactly 99.9 is met")
    func exactlyTheTarget() throws {
        let report = try program.worked("zecto", "4")
        #expect(report.statements.map(\.availabilityPercent) == ["99.9000"])
        #expect(report.statements.map(\.verdict) == [.met])
        #expect(report.credits.isEmpty)
    }

    @Test("5: excluded time leaves the base")
    func excludedTimeLeavesTheBase() throws {
        let report = try program.worked("connect-engage", "5", "--service", BacktestProgram.worked("voice-declared.json"))
        let statement = try #require(report.statements.first { $0.window.label == "2026-Q1" })
        #expect(statement.commitment == "voice-availability")
        #expect(statement.seconds.total == 129_540 * 60)
        #expect(statement.seconds.excluded == 600 * 60)
        #expect(statement.seconds.countedDown == 775)
        #expect(statement.availabilityPercent == "99.9899")
        #expect(statement.verdict == .missed)
        #expect(statement.clauses.contains("S3-3b"))
        #expect(report.credits.isEmpty, "the agreement offers none")
    }

    @Test("6: any of three trunks, in three values")
    func anyOfThreeTrunks() throws {
        let hour = try #require(Instant(rfc3339: "2026-01-15T09:30:00Z"))
        var lines = ["service,component,at,state"]
        for minute in 0..<150 {
            let at = hour.advanced(by: Int64(minute) * 60)
            lines.append("voice,a,\(at),\((30..<90).contains(minute) ? "down" : "up")")
            lines.append("voice,b,\(at),\((70..<80).contains(minute) ? "down" : "up")")
            if !(60..<120).contains(minute) { lines.append("voice,c,\(at),up") }
        }
        let file = try program.write("trunks.csv", lines.joined(separator: "\n"))
        let report = try program.report(
            BacktestProgram.agreement("connect-engage"), "--telemetry", file, "--service", BacktestProgram.worked("voice.json"),
            "--to", "2026-01-15T12:00:00Z")
        let statement = try #require(report.statements.first)
        // Unknown before the first sample, and for the ten minutes in which a and b were down and c was not seen.
        let before = hour - statement.window.from
        #expect(statement.seconds.unknown == before + 600)
        #expect(statement.seconds.countedDown == 0)
        #expect(statement.seconds.up == 150 * 60 - 600)
        #expect(statement.verdict == .pending)
        #expect(statement.clauses.contains("S3-3c"))
        #expect(statement.interpretations.contains { $0.id == "trunks-without-data" })
    }

    @Test("7: pro rata as shipped, and by complete and by started steps")
    func proportionalCredits() throws {
        let source = try String(
            contentsOfFile: "\(program.folder)/\(BacktestProgram.agreement("infopromo"))", encoding: .utf8)
        for (counting, percent) in [("pro_rata", "5"), ("complete", "0"), ("started", "10")] {
            let other = try program.write("other.yaml", source.replacing("counting: pro_rata", with: "counting: \(counting)"))
            let report = try program.worked("infopromo", "7", "--against", other)
            #expect(report.statements.map(\.commitment) == ["uptime-standard"])
            #expect(report.statements.map(\.availabilityPercent) == ["99.5000"])
            #expect(report.statements.map(\.remedy?.percent) == ["5"])
            #expect(report.statements.first?.remedy?.clause == "S1-12")
            #expect(report.creditTotal?.amountMinor == 500_000)
            let comparison = try #require(report.against)
            #expect(comparison.compared == 1)
            #expect(comparison.differences.map(\.theirs?.remedyPercent) == (percent == "5" ? [] : [percent]))
            #expect(
                comparison.creditDifference?.amountMinor == 500_000
                    - Int64(percent == "10" ? 1_000_000 : percent == "5" ? 500_000 : 0))
        }
    }

    @Test("8: a response hour across the weekend and the change of clocks")
    func responseAcrossTheClockChange() throws {
        let clocks = try program.worked("connect-engage", "8").tickets
        let clock = try #require(clocks.first { $0.measure == "first_response" })
        #expect(clock.due == Instant(rfc3339: "2026-03-30T07:00:00Z"))
        #expect(clock.state == .met)
        #expect(clock.elapsedSeconds == 3600)
        #expect(clock.clause == "S3-5b")
    }

    @Test("9: a claim may be filed until the end of the thirtieth day")
    func claimDeadline() throws {
        let claims = try program.worked("zecto", "9").claims
        #expect(claims.map(\.id) == ["early", "last-second", "too-late"])
        #expect(claims.map(\.onFiling) == [.awaitingWindowClose, .awaitingWindowClose, .tooLate])
        #expect(claims.map(\.standing) == [.underReview, .underReview, .tooLate])
        #expect(claims.allSatisfy { $0.fileUntil == Instant(rfc3339: "2026-03-31T23:59:59+05:00") })
        #expect(claims.allSatisfy { $0.clauses.contains("S2-5.3d") })
    }

    @Test("10: the cap, and a second claim that adds nothing")
    func secondClaim() throws {
        let report = try program.worked("zecto", "10")
        #expect(report.statements.first?.availabilityPercent == "94.0000")
        #expect(report.claims.map(\.credit?.amount?.description) == ["50000.00 PKR", "0.00 PKR"])
        #expect(report.claims.map(\.credit?.outcome) == [.due, .nothing])
        #expect(report.claims.first?.credit?.clauses == ["S2-2.1", "S2-5.1", "S2-5.2", "S2-5.3b"])
        #expect(report.creditTotal?.description == "50000.00 PKR")
    }
}
