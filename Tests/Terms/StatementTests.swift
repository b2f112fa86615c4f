import Foundation
import Testing

@testable import Terms

/// What statements say beyond the worked examples: open windows, budgets, refusals, parts of a service.
@Suite struct StatementTests {
    private let document: AgreementDocument
    private let commitment: AvailabilityCommitment
    private let april: Window

    init() throws {
        document = try Demo.document("zecto")
        commitment = try #require(document.commitment("uptime"))
        april = try Window.containing(at("2026-04-10T00:00:00Z"), kind: .month, zone: document.zone)
    }

    private func evaluate(
        _ facts: StatementFacts, tree: ComponentTree = .component("api"), asOf: Instant? = nil
    ) -> Statement {
        StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: tree, window: april, facts: facts,
            asOf: asOf ?? april.interval.end)
    }

    private func seconds(_ start: Int64, _ end: Int64) -> Interval {
        Interval(april.interval.start.advanced(by: start), april.interval.start.advanced(by: end))
    }

    @Test func anOpenWindowIsPendingUntilItIsCertain() throws {
        let day: Int64 = 86_400
        let asOf = april.interval.start.advanced(by: 10 * day)
        let down = { (count: Int64) in StatementFacts(components: ["api": Condition(down: [seconds(100, 100 + count)])]) }

        let open = evaluate(down(60), asOf: asOf)
        #expect(open.verdict == .pending)
        #expect(open.isOpen)
        #expect(open.seconds.pending == 20 * day)
        #expect(open.seconds.base == 10 * day)
        #expect(open.ratio == Ratio(10 * day - 60, of: 10 * day))
        #expect(open.budget == ErrorBudget(allowedSeconds: Rational(2592), spentSeconds: 60, leftSeconds: Rational(2532)))
        #expect(open.remedy == nil)
        expectAccount(open)

        // As much as a whole month allows is not over it yet; one second more is, whatever comes.
        #expect(evaluate(down(2592), asOf: asOf).verdict == .pending)
        let lost = evaluate(down(2593), asOf: asOf)
        #expect(lost.verdict == .missed)
        #expect(lost.remedy?.percent == Rational(10))

        // When less is left than the budget, the month is met already.
        let end = april.interval.end
        #expect(evaluate(down(0), asOf: end.advanced(by: -2592)).verdict == .met)
        #expect(evaluate(down(0), asOf: end.advanced(by: -2593)).verdict == .pending)
    }

    @Test func outagesAfterTheInstantAreNotSeen() {
        let facts = StatementFacts(components: ["api": Condition(down: [seconds(5000, 6000)])])
        let statement = evaluate(facts, asOf: april.interval.start.advanced(by: 5500))
        #expect(statement.seconds.down == 500)
        #expect(evaluate(facts, asOf: april.interval.start).seconds.pending == april.interval.seconds)
        #expect(evaluate(facts, asOf: .earliest).verdict == .pending)
        #expect(evaluate(facts, asOf: .latest) == evaluate(facts))
    }

    @Test func nothingMeasuredIsNeverMet() {
        let statement = evaluate(StatementFacts(components: [:]))
        #expect(statement.verdict == .notMeasurable)
        #expect(statement.ratio == nil)
        #expect(statement.availabilityPercent == nil)
        #expect(statement.seconds.unknown == statement.seconds.total)
        #expect(statement.evidence == Ratio(0, of: statement.seconds.total))
        expectAccount(statement)
    }

    @Test func whatTheAgreementDoesNotKnowIsRefused() {
        let outage = seconds(0, 600)
        let facts = StatementFacts(
            components: ["api": Condition(down: [outage])],
            exclusions: [
                ApprovedExclusion(id: "a", ground: .other, interval: outage),
                ApprovedExclusion(id: "b", ground: .thirdParty, interval: outage, clause: "S2-2.4d"),
                ApprovedExclusion(id: "c", ground: .customer, interval: seconds(0, 60), clause: "S2-2.4g"),
            ],
            maintenance: [Maintenance(id: "d", kind: .scheduled, interval: outage, announcedAt: nil)])
        let statement = evaluate(facts)
        #expect(statement.qualifications.map(\.reason) == [.noClause, .noClause, nil, .notAnnounced])
        #expect(statement.qualifications.map(\.clause) == [nil, nil, "S2-2.4g", "S2-2.4a"])
        #expect(statement.seconds.excluded == 60)
        #expect(statement.excluded == [ExcludedGround(ground: .customer, seconds: 60, clauses: ["S2-2.4g"])])
        #expect(statement.seconds.down == 540)
    }

    @Test func eachSecondHasTheFirstGroundThatClaimsIt() {
        let facts = StatementFacts(
            components: ["api": .up],
            exclusions: [
                ApprovedExclusion(id: "fm", ground: .forceMajeure, interval: seconds(0, 100)),
                ApprovedExclusion(id: "cu1", ground: .customer, interval: seconds(50, 80)),
                ApprovedExclusion(id: "cu2", ground: .customer, interval: seconds(60, 120)),
            ])
        let statement = evaluate(facts)
        #expect(statement.times.excluded.map(\.source) == ["cu1", "cu2", "fm"])
        #expect(statement.times.excluded.map(\.time.seconds) == [30, 40, 50])
        #expect(statement.qualifications.map(\.reason) == [.takenAlready, nil, .takenAlready])
        expectAccount(statement)
    }

    @Test func anExclusionOfAComponentTakesOnlyWhatItExplains() {
        // SMS is down for 100 s by its operator's fault; the API is down for the last 20 of them by ours.
        let facts = StatementFacts(
            components: ["api": Condition(down: [seconds(80, 100)]), "sms": Condition(down: [seconds(0, 100)])],
            exclusions: [ApprovedExclusion(id: "op", ground: .thirdParty, interval: seconds(0, 500), components: ["sms"])])
        let statement = evaluate(facts, tree: .all([.component("api"), .component("sms")]))
        #expect(statement.seconds.excluded == 80)
        #expect(statement.seconds.down == 20)
        #expect(statement.qualifications.map(\.reason) == [.onlyDowntime])
        expectAccount(statement)
    }

    @Test func anExtensionNeedsItsOwnNotice() {
        let announced = april.interval.start.advanced(by: -72 * 3600)
        let extended = april.interval.start.advanced(by: -1 * 3600)
        let facts = StatementFacts(
            components: ["api": Condition(down: [seconds(0, 7200)])],
            maintenance: [
                Maintenance(id: "m", kind: .scheduled, interval: seconds(0, 3600), announcedAt: announced),
                Maintenance(id: "m", kind: .scheduled, interval: seconds(3600, 5400), announcedAt: extended),
            ])
        let statement = evaluate(facts)
        #expect(statement.seconds.excluded == 3600)
        #expect(statement.seconds.down == 3600)
        #expect(statement.qualifications.map(\.outcome) == [.counted, .refused])
        #expect(statement.qualifications.map(\.excludedSeconds) == [3600, 0])
    }

    /// S2-2.4a asks for 48 hours: they run from the proof of notice, to the second. Without `notice` its announcement counts.
    @Test func noticeIsMeasuredFromItsProof() {
        let start = april.interval.start
        func statement(_ kind: Maintenance.Kind, _ proof: Maintenance.Proof) -> Statement {
            let works = Maintenance(
                id: "m", kind: kind, interval: seconds(0, 3600), announcedAt: start.advanced(by: -96 * 3600), proof: proof)
            return evaluate(
                StatementFacts(components: ["api": Condition(down: [seconds(0, 3600)])], maintenance: [works]))
        }
        let proofs: [(Maintenance.Proof, Qualification.Reason?, Int64?)] = [
            (.announcement, nil, 345_600), (.given(start.advanced(by: -172_800)), nil, 172_800),
            (.given(start.advanced(by: -172_799)), .shortNotice, 172_799), (.given(start.advanced(by: 60)), .shortNotice, -60),
            (.missing, .notProved, nil),
        ]
        for (proof, reason, notice) in proofs {
            let scheduled = statement(.scheduled, proof)
            #expect(scheduled.seconds.excluded == (reason == nil ? 3600 : 0))
            #expect(scheduled.qualifications.first?.reason == reason && scheduled.qualifications.first?.clause == "S2-2.4a")
            #expect(scheduled.qualifications.first?.noticeSeconds == notice)
            #expect(scheduled.qualifications.first?.requiredNoticeSeconds == 172_800)
            // An emergency needs none (S2-2.4b), whatever is proved.
            #expect(statement(.emergency, proof).seconds.excluded == 3600)
        }
    }

    @Test func remediesAreCappedAndTiersCoverEverything() throws {
        let thirty = april.interval.seconds
        let percent = { (down: Int64) in
            evaluate(StatementFacts(components: ["api": Condition(down: [seconds(0, down)])])).remedy?.percent?.description
        }
        #expect(percent(432 * 60) == "10", "exactly 99.0")
        #expect(percent(432 * 60 + 1) == "25")
        #expect(percent(2160 * 60) == "25", "exactly 95.0")
        #expect(percent(2160 * 60 + 1) == "50")
        #expect(percent(thirty) == "50")
    }

    @Test func aCloseMissIsAMiss() throws {
        // 2,678.5 s of 31 days would round to 99.9000; to the second it is 2,679, and missed.
        let march = try Window.containing(at("2026-03-10T00:00:00Z"), kind: .month, zone: document.zone)
        let down = IntervalSet(Interval(march.interval.start, march.interval.start.advanced(by: 2679)))
        let statement = StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: .component("api"), window: march,
            facts: StatementFacts(components: ["api": Condition(down: down)]), asOf: march.interval.end)
        #expect(statement.verdict == .missed)
        #expect(statement.availabilityPercent == "99.8999")
    }

    @Test func survivesJSON() throws {
        let facts = StatementFacts(
            components: ["api": Condition(down: [seconds(0, 9999)], unknown: [seconds(20_000, 30_000)])],
            exclusions: [ApprovedExclusion(id: "x", ground: .ddos, interval: seconds(0, 100))])
        let statement = evaluate(facts)
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        #expect(try decoder.decode(Statement.self, from: encoder.encode(statement)) == statement)
    }
}
