import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// The way of the spending through a window, worked by hand. June 2026 of Karachi has 2,592,000 seconds, of which 99.9 % allow
/// 2592: half are 1296, four fifths 2073.6, and with the 2593rd the promise cannot be kept any more.
@Suite struct BudgetCourseTests {
    private static let june = Interval(instant("2026-05-31T19:00:00Z"), instant("2026-06-30T19:00:00Z"))

    /// A statement of June with these times down and unknown, by the agreement with some words changed.
    private func made(
        down: [Interval] = [], unknown: [Interval] = [], partial: [PartialOutage] = [], asOf: String,
        _ change: (String) -> String = { $0 }
    ) throws -> (statement: Statement, course: BudgetCourse) {
        let text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
        let document = try AgreementDocument(try AgreementYAML.node(Array(change(text).utf8)))
        let commitment = try #require(document.commitment("uptime"))
        let window = Window.containing(Self.june.start, kind: commitment.window, zone: document.zone)
        try #require(window.interval == Self.june)
        let condition = Condition(down: IntervalSet(down), unknown: IntervalSet(unknown))
        var facts = StatementFacts(components: ["api": condition])
        facts.partialOutages = partial
        let statement = StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: .component("api"), window: window,
            facts: facts, asOf: instant(asOf))
        return (statement, try #require(BudgetCourse(statement, statement.timeline, of: commitment)))
    }

    private func span(_ from: String, _ to: String) -> Interval { Interval(instant(from), instant(to)) }

    private func instants(_ course: BudgetCourse) -> [String?] {
        [BudgetLevel.half, .most, .whole, .certain].map { course.instant(of: $0)?.description }
    }

    @Test func oneOutageReachesEachLevelAtItsSecond() throws {
        let (statement, course) = try made(
            down: [span("2026-06-10T00:00:00Z", "2026-06-10T01:00:00Z")], asOf: "2026-06-10T01:00:00Z")
        #expect(
            instants(course) == [
                "2026-06-10T00:21:36Z", "2026-06-10T00:34:34Z", "2026-06-10T00:43:12Z", "2026-06-10T00:43:13Z",
            ])
        #expect(BudgetLevel.reached(by: statement) == .certain && statement.verdict == .missed)
    }

    /// A second earlier each of them is not reached yet, and until the last the statement says that nothing is lost.
    @Test(arguments: [
        ("2026-06-10T00:21:35Z", BudgetLevel.little), ("2026-06-10T00:21:36Z", .half), ("2026-06-10T00:34:33Z", .half),
        ("2026-06-10T00:34:34Z", .most), ("2026-06-10T00:43:11Z", .most), ("2026-06-10T00:43:12Z", .whole),
        ("2026-06-10T00:43:13Z", .certain),
    ])
    func theStatementAgrees(_ asOf: String, _ level: BudgetLevel) throws {
        let (statement, course) = try made(
            down: [span("2026-06-10T00:00:00Z", "2026-06-10T01:00:00Z")], asOf: asOf)
        #expect(BudgetLevel.reached(by: statement) == level)
        #expect(statement.verdict == (level == .certain ? .missed : .pending))
        let highest = BudgetLevel.allCases.last { $0 > .little && course.instant(of: $0) != nil }
        #expect(highest ?? .little == level)
    }

    /// 1000 seconds on the 3rd, 296 more of the 500 on the 5th.
    @Test func severalOutagesAddUp() throws {
        let (_, course) = try made(
            down: [
                span("2026-06-03T00:00:00Z", "2026-06-03T00:16:40Z"), span("2026-06-05T12:00:00Z", "2026-06-05T12:08:20Z"),
            ], asOf: "2026-06-10T00:00:00Z")
        #expect(instants(course) == ["2026-06-05T12:04:56Z", nil, nil, nil])
    }

    /// 1000 seconds are half of what 2,000,000 measured seconds allow: after 592,000 seconds of which nothing is known.
    @Test func timeThatIsNotMeasuredAllowsNothing() throws {
        let (statement, course) = try made(
            down: [span("2026-06-03T00:00:00Z", "2026-06-03T00:16:40Z")],
            unknown: [span("2026-06-10T00:00:00Z", "2026-06-18T02:26:40Z")], asOf: "2026-06-20T00:00:00Z")
        #expect(statement.budget.allowedSeconds == Rational(1892))
        #expect(instants(course) == ["2026-06-16T20:26:40Z", nil, nil, nil])
    }

    @Test func silenceSpendsWhereItCountsAsDown() throws {
        let silent = [span("2026-06-10T00:00:00Z", "2026-06-10T00:30:00Z")]
        let words = { (policy: String) in { (text: String) in text.replacing("unknown_time: excluded", with: policy) } }
        let (_, down) = try made(unknown: silent, asOf: "2026-06-10T00:30:00Z", words("unknown_time: down"))
        #expect(instants(down) == ["2026-06-10T00:21:36Z", nil, nil, nil])
        let (_, up) = try made(unknown: silent, asOf: "2026-06-10T00:30:00Z", words("unknown_time: up"))
        #expect(instants(up) == [nil, nil, nil, nil])
    }

    /// Where nothing may be down, the first second is too much.
    @Test func aTargetOfEverythingIsMissedAtOnce() throws {
        let (_, course) = try made(
            down: [span("2026-06-10T00:00:00Z", "2026-06-10T00:01:00Z")], asOf: "2026-06-11T00:00:00Z"
        ) { $0.replacing("target: \"99.9\"", with: "target: \"100\"") }
        #expect(instants(course) == Array(repeating: "2026-06-10T00:00:01Z", count: 4))
        #expect(course.burnRate(overLast: 3_600) == nil)
        #expect(course.exhaustion(byLast: 3_600) == instant("2026-06-10T00:00:01Z"))
        let (_, clean) = try made(asOf: "2026-06-11T00:00:00Z") { $0.replacing("target: \"99.9\"", with: "target: \"100\"") }
        #expect(instants(clean) == [nil, nil, nil, nil])
    }

    /// 180 seconds in the last hour, 780 in six and in 24, 1080 in three days. 1512 are left, and last 8 h 24 min at 180 an hour.
    @Test func burnRatesOfTheLastStretches() throws {
        let (statement, course) = try made(
            down: [
                span("2026-06-07T12:00:00Z", "2026-06-07T12:05:00Z"), span("2026-06-09T20:00:00Z", "2026-06-09T20:10:00Z"),
                span("2026-06-09T23:50:00Z", "2026-06-09T23:53:00Z"),
            ], asOf: "2026-06-10T00:00:00Z")
        #expect(course.burnRate(overLast: 3_600) == Rational(50))
        #expect(course.burnRate(overLast: 21_600) == Rational(325, over: 9))
        #expect(course.burnRate(overLast: 86_400) == Rational(325, over: 36))
        #expect(course.burnRate(overLast: 259_200) == Rational(25, over: 6))
        #expect(course.exhaustion(byLast: 3_600) == instant("2026-06-10T08:24:00Z"))
        let rates = [3_600, 21_600, 86_400, 259_200].map {
            BudgetResource.BurnRate(stretchSeconds: $0, rate: course.burnRate(overLast: $0)).rate
        }
        #expect(rates == ["50.0000", "36.1111", "9.0277", "4.1666"])
        #expect(statement.verdict == .pending)
    }

    /// Half an hour after the window's start all stretches are that half hour: 18 of 2592 seconds in 1800 of 2,592,000.
    @Test func aStretchReachesNoFurtherThanTheWindow() throws {
        let (_, course) = try made(
            down: [span("2026-05-31T18:00:00Z", "2026-05-31T19:00:18Z")], asOf: "2026-05-31T19:30:00Z")
        for seconds: Int64 in [3_600, 21_600, 86_400, 259_200] { #expect(course.burnRate(overLast: seconds) == Rational(10)) }
        let (_, first) = try made(asOf: "2026-05-31T19:00:00Z")
        #expect(first.burnRate(overLast: 3_600) == nil && first.exhaustion(byLast: 3_600) == nil)
    }

    @Test func withoutSpendingInTheLastHourNoEndIsInSight() throws {
        let (_, course) = try made(
            down: [span("2026-06-09T20:00:00Z", "2026-06-09T20:10:00Z")], asOf: "2026-06-10T00:00:00Z")
        #expect(course.burnRate(overLast: 3_600) == .zero)
        #expect(course.exhaustion(byLast: 3_600) == nil)
    }

    /// The agreement, weighing outages by the users whom they touch.
    private func weighing(_ text: String) -> String {
        let measure = "measure: {kind: affected_users, overlap: sum}"
        return text.replacing("unknown_time: excluded\n", with: "unknown_time: excluded\n    \(measure)\n")
    }

    private func partial(_ id: String, _ from: String, _ to: String, _ percent: String) -> PartialOutage {
        PartialOutage(id: id, interval: span(from, to), share: Percent(percent) ?? .zero)
    }

    /// 1000 s of all, then an outage of 40 % and one of 20 % that overlap for an hour: 296 s more are 740 s of 40 %, 1,073.6 s
    /// are 1,440 s of them (576) and 829.3 s of 60 %.
    @Test func secondsOfSomeUsersSpendTheirShare() throws {
        let (statement, course) = try made(
            down: [span("2026-06-03T00:00:00Z", "2026-06-03T00:16:40Z")],
            partial: [
                partial("a", "2026-06-05T00:00:00Z", "2026-06-05T01:24:00Z", "40"),
                partial("b", "2026-06-05T00:24:00Z", "2026-06-05T02:00:00Z", "20"),
            ], asOf: "2026-06-05T02:00:00Z", weighing)
        // 1000 + 576 + 0.6 x 3600 + 0.2 x 2160: 4,168 of 2,592.
        #expect(statement.budget.spentSeconds == 4_168 && statement.verdict == .missed)
        #expect(
            instants(course) == [
                "2026-06-05T00:12:20Z", "2026-06-05T00:37:50Z", "2026-06-05T00:52:14Z", "2026-06-05T00:52:14Z",
            ])
        // The last hour: 24 minutes of 60 %, 36 of 20 %: 1,296 s of 2,592, in 3,600 s of 2,592,000.
        #expect(course.burnRate(overLast: 3_600) == Rational(360))
    }

    /// Whatever happens, and whenever one looks, the way has come to where the statement is.
    @Test func theWayEndsWhereTheStatementIs() throws {
        var random = Seeded(20_261_123)
        func stretch() -> Interval {
            let start = Self.june.start.advanced(by: Int64.random(in: 0..<600_000, using: &random))
            return Interval(start, start.advanced(by: Int64.random(in: 1...9_000, using: &random)))
        }
        for _ in 0..<200 {
            let partial = (0..<Int.random(in: 0...6, using: &random)).map { index in
                PartialOutage(
                    id: "\(index)", interval: stretch(),
                    share: Percent(whole: [1, 7, 25, 60, 100].randomElement(using: &random) ?? 1))
            }
            let down = (0..<Int.random(in: 0...2, using: &random)).map { _ in stretch() }
            let unknown = IntervalSet((0..<2).map { _ in stretch() }).subtracting(IntervalSet(down)).intervals
            let asOf = Self.june.start.advanced(by: Int64.random(in: 1..<700_000, using: &random)).description
            let (statement, course) = try made(down: down, unknown: unknown, partial: partial, asOf: asOf, weighing)
            let highest = BudgetLevel.allCases.last { $0 > .little && course.instant(of: $0) != nil } ?? .little
            #expect(BudgetLevel.reached(by: statement) == highest, "\(down) \(unknown) \(partial) \(asOf)")
            #expect((statement.verdict == Verdict.missed) == (highest == .certain))
            let rate = course.burnRate(overLast: Self.june.seconds)
            let spent = (rate ?? .zero) * statement.budget.allowedSeconds * Rational(statement.asOf - Self.june.start)
            #expect(spent == (statement.measured?.lost ?? .zero) * Rational(Self.june.seconds), "\(partial) \(asOf)")
        }
    }

    @Test func newsAreToldOnceAndTakenBackTogether() {
        #expect(BudgetNews.of(.little, to: .little).isEmpty && BudgetNews.of(.most, to: .most).isEmpty)
        #expect(BudgetNews.of(.little, to: .half) == [.reached(.half)])
        #expect(BudgetNews.of(.half, to: .certain) == [.reached(.most), .reached(.whole), .reached(.certain)])
        #expect(BudgetNews.of(.certain, to: .whole) == [.withdrawn([.certain])])
        #expect(BudgetNews.of(.certain, to: .half) == [.withdrawn([.most, .whole, .certain])])
        #expect(BudgetNews.of(.half, to: .little) == [.withdrawn([.half])])
    }
}
