import Contracts
import Foundation
import Terms
import Testing

@testable import Backtest

/// What a file lacks is said, promise by promise, and never judged as if it were known.
@Suite struct NotEvaluatedTests {
    @Test func aFileOfSamplesLacksTheOthers() throws {
        let lines = [
            #"{"kind":"probe","service":"api","component":"gateway","location":"x","at":"2026-04-10T10:00:00Z","state":"up"}"#
        ]
        let report = try Stand().report(Stand.hosting(), lines: lines)
        // Without requests, the components decide on slices too.
        #expect(report.statements.map(\.commitment) == ["slices"])
        #expect(report.reason("requests") == "no requests were recorded of the service")
        #expect(report.reason("hours") == "no requests were recorded of the service")
        #expect(report.reason("desk") == "no tickets were recorded")
        #expect(report.reason("machines") == "no resources were recorded of the service")
        #expect(report.reason("mail") == "no outages of some users were recorded")
        #expect(report.reason("delivery-time") == "no metric delivery_time of messages was recorded")
        let support = try #require(report.notEvaluated.last)
        #expect(support.kind == .support && support.reason == "no tickets were recorded" && support.clause == "H-8")
        #expect(report.tickets.isEmpty && report.objectives.isEmpty)
    }

    @Test func anEmptySectionSaysThatThereWasNone() throws {
        let facts = """
            format: pledge-facts/1
            tickets: []
            partial_outages: []
            resources:
              - {service: machines, resource: vm-1, from: "2026-04-01T00:00:00Z", state: deployed}
            """
        let lines = [
            #"{"kind":"requests","service":"api","component":"gateway","at":"2026-04-10T10:00:00Z","period_seconds":60,"total":1,"failed":0}"#
        ]
        let report = try Stand().report(Stand.hosting(), lines: lines, facts: facts)
        for commitment in ["desk", "machines", "mail", "requests"] {
            #expect(try report.statement(commitment).availabilityPercent == "100.0000", "\(commitment)")
        }
        #expect(report.notEvaluated.map(\.kind) == [.objective, .objective, .objective])
    }

    @Test func requestsThatNoDefinitionDescribesAreDownWhenAllFail() throws {
        let time = try Stand.hosting([("measure: {kind: executions}", "measure: {kind: time}")])
        let line = { (minute: String, failed: Int) in
            #"{"kind":"requests","service":"api","component":"gateway","at":"2026-04-10T10:0\#(minute):00Z","period_seconds":60,"total":10,"failed":\#(failed)}"#
        }
        let statement = try Stand().report(time, lines: [line("0", 9), line("1", 10)]).statement("requests")
        #expect(statement.seconds.countedDown == 90, "the last slice is good for 90 s")
    }

    @Test func targetsWithoutAClockAreNamed() throws {
        let document = try Stand.hosting([
            (
                "      - {priority: high, measure: resolution, within: PT4H, strength: guarantee}",
                """
                      - {measure: mean_first_response, within: PT1H, strength: target}
                      - {priority: high, measure: next_update, within: PT1H, strength: target}
                """
            )
        ])
        let report = try Stand().report(document, [Stand.sample("hosting.ndjson")])
        #expect(report.tickets.map(\.measure) == ["first_response"])
        #expect(report.reason("desk.mean_first_response")?.contains("average") == true)
        #expect(report.reason("desk.next_update") == "tickets do not tell of their updates")
    }

    @Test func remediesThatCannotBeWorkedOutAreNamed() throws {
        let average = try Stand.hosting([
            (
                "strength: target\n    service: desk\n    aggregate: mean",
                "strength: guarantee\n    remedy: credits\n    service: desk\n    aggregate: mean"
            ), (#"{at_most: "3", unit: min}"#, #"{at_most: "2", unit: min}"#),
        ])
        let files = [Stand.sample("hosting.ndjson")]
        let report = try Stand().report(average, files)
        #expect(try report.objective("chats").verdict == .missed)
        #expect(report.credits.allSatisfy { !$0.commitments.contains("chats") })
        #expect(report.notEvaluated.map(\.kind) == [.remedy])
        #expect(report.reason("credits") == "what it counts chats of 2026-04 does not have")
    }

    @Test func whatIsFlatNeedsNoShare() throws {
        let document = try Stand.hosting([
            (
                """
                    schedule:
                      tiers:
                        - {below: "99.99", percent: "10"}
                        - {below: "97", percent: "25"}
                """, #"    schedule: {flat: {percent: "5"}}"#
            ),
            (
                "strength: target\n    service: desk\n    aggregate: mean",
                "strength: guarantee\n    remedy: credits\n    service: desk\n    aggregate: mean"
            ), (#"{at_most: "3", unit: min}"#, #"{at_most: "2", unit: min}"#),
        ])
        let report = try Stand().report(document, [Stand.sample("hosting.ndjson")])
        let credit = try #require(report.credits.first)
        #expect(credit.commitments.contains("chats"))
        #expect(credit.steps.map(\.detail).contains("chats at 3 min"))
        #expect(report.notEvaluated.isEmpty)
    }

    @Test func whereLittleIsGoodTheRestIsMeasured() throws {
        let document = try Stand.hosting([
            (
                """
                    share: {at_least: "99"}
                """,
                """
                    share: {at_most: "1"}
                    remedy: credits
                """
            )
        ])
        let line =
            #"{"kind":"metric","service":"mail","of":"messages","metric":"delivered","at":"2026-04-20T00:00:00Z","counts":{"hits":2,"all":100}}"#
        let report = try Stand().report(document, lines: [line])
        #expect(try report.objective("delivered").verdict == .missed)
        // 2% where 1% is allowed: 98% are as they should be, which is below 99.99%, and not below 97%.
        let earned = try #require(report.credits.first?.steps.first { $0.kind == .earned })
        #expect(earned.detail == "delivered at 2 %")
        #expect(earned.percent?.description == "10")
    }

    @Test func claimsAboutNothingThatWasJudgedAreNamed() throws {
        let facts = """
            format: pledge-facts/1
            claims:
              - {id: c, commitment: uptime, window: 2026-04, filed_at: "2026-05-02T00:00:00Z"}
            """
        let report = try Stand().report(Stand.hosting(), [Stand.sample("hosting.ndjson")], facts: facts)
        #expect(report.notEvaluated.map(\.kind) == [.claim])
        #expect(report.reason("c") == "no statement of uptime for 2026-04 was worked out")
    }
}
