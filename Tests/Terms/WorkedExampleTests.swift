import Testing

@testable import Terms

/// The worked examples that the design fixes, to the second.
@Suite struct WorkedExampleTests {
    /// Zecto's service, with one measured component unless told otherwise.
    private func zecto(
        at instant: String, down: IntervalSet, exclusions: [ApprovedExclusion] = [], maintenance: [Maintenance] = [],
        asOf: String? = nil
    ) throws -> Statement {
        let document = try Demo.document("zecto")
        let commitment = try #require(document.commitment("uptime"))
        let window = try Window.containing(at(instant), kind: commitment.window, zone: document.zone)
        return try StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: .component("api"), window: window,
            facts: StatementFacts(components: ["api": Condition(down: down)], exclusions: exclusions, maintenance: maintenance),
            asOf: asOf.map { try at($0) } ?? window.interval.end)
    }

    private func voice(down: [String: IntervalSet], unknown: [String: IntervalSet], maintenance: [Maintenance]) throws
        -> Statement
    {
        let document = try Demo.document("connect-engage")
        let commitment = try #require(document.commitment("voice-availability"))
        let window = try Window.containing(at("2026-02-01T00:00:00Z"), kind: commitment.window, zone: document.zone)
        let trunks = ["a", "b", "c"]
        var components: [String: Condition] = [:]
        for trunk in trunks {
            components[trunk] = Condition(down: down[trunk] ?? .empty, unknown: unknown[trunk] ?? .empty)
        }
        return StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "voice", tree: .any(trunks.map(ComponentTree.component)),
            window: window, facts: StatementFacts(components: components, maintenance: maintenance), asOf: window.interval.end)
    }

    @Test("1: maintenance announced 49 hours before takes out its part of an outage")
    func scheduledMaintenance() throws {
        let maintenance = try Maintenance(
            id: "mnt_1", kind: .scheduled, interval: from("2026-03-10T02:00:00+05:00", to: "2026-03-10T05:00:00+05:00"),
            announcedAt: at("2026-03-08T01:00:00+05:00"))
        let outage = try from("2026-03-10T01:30:00+05:00", to: "2026-03-10T05:30:00+05:00")
        let statement = try zecto(at: "2026-03-10T00:00:00Z", down: [outage], maintenance: [maintenance])

        #expect(statement.window.label == "2026-03")
        #expect(statement.seconds.total == 44_640 * 60)
        #expect(statement.seconds.excluded == 180 * 60)
        #expect(statement.seconds.down == 60 * 60)
        #expect(statement.seconds.up == (44_640 - 240) * 60)
        #expect(statement.ratio == Ratio(2_674_800, of: 2_678_400))
        #expect(statement.availabilityPercent == "99.8655")
        #expect(statement.verdict == .missed)
        #expect(statement.clause == "S2-2.1")
        #expect(statement.excluded == [ExcludedGround(ground: .scheduledMaintenance, seconds: 10_800, clauses: ["S2-2.4a"])])
        #expect(statement.remedy?.percent == Rational(10))
        #expect(statement.remedy?.tierBelow == Percent("99.9"))
        #expect(statement.remedy?.clause == "S2-5.2")
        #expect(statement.budget.allowedSeconds.description == "13392/5")
        #expect(statement.budget.leftSeconds.description == "-4608/5")
        let qualification = try #require(statement.qualifications.first)
        #expect(qualification.outcome == .counted)
        #expect(qualification.clause == "S2-2.4a")
        #expect(qualification.noticeSeconds == 176_400)
        #expect(qualification.requiredNoticeSeconds == 172_800)
        #expect(statement.clauses.contains("S2-2.4a") && statement.clauses.contains("S2-2.2"))
        #expect(statement.interpretations.contains("notice") && !statement.interpretations.contains("tier-gap"))
        expectAccount(statement)
    }

    @Test("1, a second late: on less than 48 hours' notice nothing is excluded")
    func shortNotice() throws {
        let maintenance = try Maintenance(
            id: "mnt_1", kind: .scheduled, interval: from("2026-03-10T02:00:00+05:00", to: "2026-03-10T05:00:00+05:00"),
            announcedAt: at("2026-03-08T02:00:01+05:00"))
        let outage = try from("2026-03-10T01:30:00+05:00", to: "2026-03-10T05:30:00+05:00")
        let statement = try zecto(at: "2026-03-10T00:00:00Z", down: [outage], maintenance: [maintenance])
        #expect(statement.seconds.down == 240 * 60)
        #expect(statement.seconds.excluded == 0)
        #expect(statement.qualifications.map(\.outcome) == [.refused])
        #expect(statement.qualifications.map(\.reason) == [.shortNotice])
        #expect(statement.qualifications.map(\.clause) == ["S2-2.4a"])
    }

    @Test("2: the budget for emergencies is an hour of downtime")
    func emergencyBudget() throws {
        let interval = try from("2026-03-20T10:00:00+05:00", to: "2026-03-20T11:30:00+05:00")
        let maintenance = Maintenance(id: "mnt_2", kind: .emergency, interval: interval, announcedAt: interval.start)
        let statement = try zecto(at: "2026-03-10T00:00:00Z", down: [interval], maintenance: [maintenance])
        #expect(statement.seconds.excluded == 60 * 60)
        #expect(statement.seconds.down == 30 * 60)
        #expect(statement.availabilityPercent == "99.9327")
        #expect(statement.verdict == .met)
        #expect(statement.remedy == nil)
        #expect(statement.excluded == [ExcludedGround(ground: .emergencyMaintenance, seconds: 3600, clauses: ["S2-2.4b"])])
        #expect(statement.qualifications.map(\.outcome) == [.partly])
        #expect(statement.qualifications.map(\.reason) == [.capReached])
        expectAccount(statement)
    }

    @Test("3: between the printed tiers, the interpretation decides and is cited")
    func tierGap() throws {
        let outage = try from("2026-04-10T00:00:00Z", to: "2026-04-10T07:30:00Z")
        let statement = try zecto(at: "2026-04-10T00:00:00Z", down: [outage])
        #expect(statement.seconds.total == 43_200 * 60)
        #expect(statement.seconds.down == 450 * 60)
        #expect(statement.availabilityPercent == "98.9583")
        #expect(statement.verdict == .missed)
        #expect(statement.remedy?.percent == Rational(25))
        #expect(statement.remedy?.tierBelow == Percent("99.0"))
        #expect(statement.remedy?.interpretations.contains("tier-gap") == true)
        #expect(statement.interpretations.contains("tier-gap"))
    }

    @Test("4: exactly 99.9 is met")
    func exactTarget() throws {
        let start = try at("2026-04-10T00:00:00Z")
        let statement = try zecto(at: "2026-04-10T00:00:00Z", down: [Interval(start, start.advanced(by: 2592))])
        #expect(statement.availabilityPercent == "99.9000")
        #expect(statement.verdict == .met)
        #expect(statement.remedy == nil)
        #expect(statement.budget.leftSeconds == .zero)
        #expect(statement.interpretations.contains("target-edge"))

        let oneMore = try zecto(at: "2026-04-10T00:00:00Z", down: [Interval(start, start.advanced(by: 2593))])
        #expect(oneMore.verdict == .missed)
        #expect(oneMore.availabilityPercent == "99.8999")
        #expect(oneMore.remedy?.percent == Rational(10))
    }

    @Test("5: excluded time leaves the base, and that decides")
    func excludedLeavesTheBase() throws {
        let maintenance = try Maintenance(
            id: "mnt_5", kind: .scheduled, interval: from("2026-01-17T20:00:00Z", to: "2026-01-18T06:00:00Z"),
            announcedAt: at("2026-01-01T00:00:00Z"))
        let start = try at("2026-02-10T09:00:00Z")
        let down: IntervalSet = [Interval(start, start.advanced(by: 12 * 60 + 55))]
        let statement = try voice(down: ["a": down, "b": down, "c": down], unknown: [:], maintenance: [maintenance])
        #expect(statement.window.label == "2026-Q1")
        #expect(statement.seconds.total == 129_540 * 60)
        #expect(statement.seconds.excluded == 600 * 60)
        #expect(statement.seconds.base == 128_940 * 60)
        #expect(statement.seconds.down == 775)
        #expect(statement.availabilityPercent == "99.9899")
        #expect(statement.verdict == .missed)
        #expect(statement.strength == .target)
        #expect(statement.remedy == nil, "the agreement offers none")
        // Left in the base, the same facts would pass.
        #expect(Ratio(129_540 * 60 - 775, of: 129_540 * 60)?.percent == "99.9900")
        expectAccount(statement)
    }

    @Test("6: any of three trunks, in three values")
    func trunks() throws {
        let day = "2026-02-10T"
        let statement = try voice(
            down: [
                "a": [from("\(day)10:00:00Z", to: "\(day)11:00:00Z")],
                "b": [from("\(day)10:40:00Z", to: "\(day)10:50:00Z")],
            ],
            unknown: ["c": [from("\(day)10:30:00Z", to: "\(day)11:30:00Z")]], maintenance: [])
        #expect(statement.times.down == .empty)
        #expect(try statement.times.unknown == [from("\(day)10:40:00Z", to: "\(day)10:50:00Z")])
        #expect(statement.seconds.up == statement.seconds.total - 600)
        #expect(statement.verdict == .met)
        #expect(statement.clauses.contains("S3-3c"))
        #expect(statement.interpretations.contains("trunks-without-data"))
    }

    @Test("7: Infopromo's credit for 99.5 %, by all three ways of counting")
    func proportional() throws {
        let availability = try #require(Ratio(2_592_000 - 216 * 60, of: 2_592_000))
        let target = try #require(Percent("99.9"))
        for (counting, expected) in [("pro_rata", Int64(5)), ("complete", 0), ("started", 10)] {
            let schedule = try node(
                #"{"proportional":{"every":"1","percent":"10","measured_from":"downtime","counting":"\#(counting)"}}"#
            ).read(RemedySchedule.init)
            #expect(schedule.percent(at: availability, target: target) == Rational(expected), "\(counting)")
        }
    }

    @Test("8: a response hour across the night, the weekend and the change of clocks")
    func businessHoursAcrossTheClockChange() throws {
        let calendar = try node(
            """
            {"time_zone": "Europe/Amsterdam", "holidays": ["2026-04-03", "2026-04-06"],
             "weekly": {"mon": [["08:30","17:00"]], "tue": [["08:30","17:00"]], "wed": [["08:30","17:00"]],
                        "thu": [["08:30","17:00"]], "fri": [["08:30","17:00"]]}}
            """
        ).read { ServiceCalendar($0) }
        // Friday 27 March 16:30 CET; the clocks change on Sunday.
        let due = try calendar.due(3600, after: at("2026-03-27T15:30:00Z"))
        #expect(due == (try at("2026-03-30T07:00:00Z")))
        #expect(try calendar.elapsed(in: from("2026-03-27T15:30:00Z", to: "2026-03-30T07:00:00Z")) == 3600)
    }
}

/// Every second of the window exactly once, in order, and the sums agree with the account.
func expectAccount(_ statement: Statement, _ name: Comment? = nil) {
    let seconds = statement.seconds
    #expect(seconds.up + seconds.down + seconds.excluded + seconds.unknown + seconds.pending == seconds.total, name)
    let timeline = statement.timeline
    #expect(timeline.first?.interval.start == statement.window.interval.start, name)
    #expect(timeline.last?.interval.end == statement.window.interval.end, name)
    for (entry, next) in zip(timeline, timeline.dropFirst()) { #expect(entry.interval.end == next.interval.start, name) }
    func sum(_ state: TimelineEntry.State) -> Int64 {
        timeline.filter { $0.state == state }.reduce(0) { $0 + $1.interval.seconds }
    }
    #expect(sum(.up) == seconds.up, name)
    #expect(sum(.down) == seconds.down, name)
    #expect(sum(.excluded) == seconds.excluded, name)
    #expect(sum(.unknown) == seconds.unknown, name)
    #expect(sum(.pending) == seconds.pending, name)
}
