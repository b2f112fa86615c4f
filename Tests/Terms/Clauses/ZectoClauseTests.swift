import Testing

@testable import Terms

/// Zecto's clauses about availability and performance, S2-1 to S2-3.4 and S2-8.1 to S2-9.2, executed from the document of
/// the demo. Every case is of April 2026, which in Karachi has 43,200 minutes.
@Suite struct ZectoClauseTests {
    private let stand = Result { try ClauseStand("zecto") }
    private let april = "2026-04-10T00:00:00Z"

    private func statement(
        _ down: [String: [Interval]], at month: String = "2026-04-10T00:00:00Z", exclusions: [ApprovedExclusion] = [],
        maintenance: [Maintenance] = []
    ) throws -> Statement {
        try stand.get().statement("uptime", at: month, down: down, exclusions: exclusions, maintenance: maintenance)
    }

    /// S2-1: paid plans only.
    @Test func paidPlansOnly() throws {
        let document = try stand.get().document
        #expect(document.commitments(for: "cpaas", plan: "standard").map(\.id) == ["uptime"])
        #expect(document.commitments(for: "cpaas", plan: "free").isEmpty)
        #expect(document.plans.filter { !$0.isPaid }.map(\.key) == ["free"])
    }

    /// S2-2.1: the API and message delivery; any core part brings the service down. Months are those of Karachi.
    @Test func anyCorePartBringsTheServiceDown() throws {
        let api = try stretch("2026-04-10T00:00:00Z", 600)
        let sms = try stretch("2026-04-10T00:05:00Z", 600)
        let both = try statement(["api": [api], "sms": [sms]])
        #expect(both.seconds.down == 900 && both.budget.allowedSeconds == Rational(2592), "0.1 % of the month")
        #expect(try both.window.interval.start == at("2026-03-31T19:00:00Z"))
    }

    /// S2-2.2: what the formula allows, to the second, in months of every length; what is printed decides nothing.
    @Test(
        arguments: [
            ("2027-02-10T00:00:00Z", 2419), ("2028-02-10T00:00:00Z", 2505), ("2026-04-10T00:00:00Z", 2592),
            ("2026-05-10T00:00:00Z", 2678),
        ] as [(String, Int64)])
    func theFormulaGoverns(month: String, most: Int64) throws {
        let start = String(month.prefix(8)) + "10T00:00:00Z"
        #expect(try statement(["api": [stretch(start, most)]], at: month).verdict == .met)
        #expect(try statement(["api": [stretch(start, most + 1)]], at: month).verdict == .missed)
        let attack = ApprovedExclusion(id: "e", ground: .ddos, interval: try stretch(start, 7200), clause: "S2-2.4f")
        let spared = try statement(["api": [stretch(start, 7200)]], at: month, exclusions: [attack])
        #expect(spared.seconds.countedDown == 0 && spared.seconds.base == spared.seconds.total, "all minutes of the month")
    }

    /// S2-2.3a, c: a minute of which every request, or every delivery, fails.
    @Test(arguments: ["S2-2.3a", "S2-2.3c"]) func aMinuteThatFailsAltogether(clause: String) throws {
        let document = try stand.get().document
        let definition = try #require(document.downtime.first { $0.clause == clause })
        let rate = try #require(definition.downErrorRate)
        let slice = try #require(definition.slice)
        let start = try at("2026-04-10T00:00:00Z")
        let slices = [(100, 100), (100, 99), (0, 0), (1, 1)].enumerated().map { index, counts in
            RequestSlice(
                start: start.advanced(by: Int64(index) * slice.seconds), total: Int64(counts.0), failed: Int64(counts.1))
        }
        let condition = RequestDowntime.derive(
            slices: slices, sliceSeconds: slice.seconds, downErrorRate: rate, staleSeconds: 60,
            window: Interval(start, start.advanced(by: 4 * slice.seconds)))
        #expect(condition.down.seconds == 120, "the first and the last minute; one second more or less is none of it")
    }

    /// S2-2.3b: complete unavailability has no least length.
    @Test func oneSecondCounts() throws {
        #expect(try statement(["voice": [stretch("2026-04-10T00:00:00Z", 1)]]).seconds.countedDown == 1)
        let definition = try #require(try stand.get().document.downtime.first { $0.clause == "S2-2.3b" })
        #expect(definition.measuredBy.contains(.declared))
    }

    /// S2-2.4a: 48 hours' notice binds, to the second; the hours do not; overrun counts.
    @Test func scheduledMaintenance() throws {
        let works = try stretch("2026-04-10T12:00:00Z", 3600)
        func counted(notice: Int64) throws -> Int64 {
            let maintenance = Maintenance(
                id: "m", kind: .scheduled, interval: works, announcedAt: works.start.advanced(by: -notice))
            let outage = Interval(works.start, works.end.advanced(by: 600))
            return try statement(["api": [outage]], maintenance: [maintenance]).seconds.countedDown
        }
        #expect(try counted(notice: 48 * 3600) == 600, "at five in the afternoon, and ten minutes too long")
        #expect(try counted(notice: 48 * 3600 - 1) == 4200)
        let hours = try #require(try stand.get().exclusion("scheduled-maintenance").hours)
        #expect(hours.strength == .target)
    }

    /// S2-2.4a, read strictly: what lies outside 02:00 to 05:00 in Karachi is not excluded, of the whole service or a part.
    @Test(arguments: [[], ["api"]] as [[String]]) func scheduledMaintenanceInStrictHours(components: [String]) throws {
        let strict = try ClauseStand(
            "zecto",
            edit: (
                #"usual_hours: ["02:00", "05:00"]"#, #"hours: {between: ["02:00", "05:00"], strength: guarantee}"#
            ))
        // From 01:30 to 05:30.
        let works = try stretch("2026-04-09T20:30:00Z", 4 * 3600)
        let maintenance = Maintenance(
            id: "m", kind: .scheduled, interval: works, announcedAt: works.start.advanced(by: -49 * 3600),
            components: components)
        let statement = try strict.statement("uptime", at: april, down: ["api": [works]], maintenance: [maintenance])
        #expect(statement.seconds.countedDown == 3600)
        #expect(statement.excluded.map(\.seconds) == [3 * 3600])
        #expect(statement.qualifications.map(\.outcome) == [.partly])
        #expect(statement.qualifications.map(\.reason) == [.outsideHours])
    }

    /// S2-2.4b: an hour of downtime a month; the sixty-first minute counts.
    @Test func emergencyMaintenance() throws {
        let first = try stretch("2026-04-10T00:00:00Z", 2400)
        let second = try stretch("2026-04-20T00:00:00Z", 2400)
        let works = [first, second].enumerated().map { index, interval in
            Maintenance(id: "m\(index)", kind: .emergency, interval: interval, announcedAt: interval.start)
        }
        let spent = try statement(["api": [first, second]], maintenance: works)
        #expect(spent.seconds.countedDown == 1200)
        #expect(spent.excluded.map(\.seconds) == [3600])
    }

    /// S2-2.4c to g, 8.1 to 8.3, 9.1 and 9.2: each ground takes its time out, under its own clause.
    @Test(arguments: [
        ("S2-2.4c", Ground.thirdParty), ("S2-2.4d", .customer), ("S2-2.4e", .forceMajeure), ("S2-2.4f", .ddos),
        ("S2-2.4g", .customer), ("S2-8.1", .notCovered), ("S2-8.2", .notCovered), ("S2-8.3", .notCovered),
        ("S2-9.1", .thirdParty), ("S2-9.2", .thirdParty),
    ])
    func exclusions(clause: String, ground: Ground) throws {
        let outage = try stretch("2026-04-10T00:00:00Z", 7200)
        let excluded = ApprovedExclusion(id: "e", ground: ground, interval: outage, clause: clause)
        let statement = try statement(["sms": [outage]], exclusions: [excluded])
        #expect(statement.seconds.countedDown == 0)
        #expect(statement.excluded.first?.clauses == [clause])
        #expect(statement.excluded.first?.ground == ground)
    }

    /// S2-2.4c to g: where grounds overlap, each second has one, and emergencies come last.
    @Test func overlappingGrounds() throws {
        let outage = try stretch("2026-04-10T00:00:00Z", 7200)
        let grounds: [Ground] = [.ddos, .thirdParty, .customer]
        let all = grounds.map { ApprovedExclusion(id: $0.rawValue, ground: $0, interval: outage) }
        let emergency = Maintenance(id: "m", kind: .emergency, interval: outage, announcedAt: outage.start)
        let statement = try statement(["api": [outage]], exclusions: all, maintenance: [emergency])
        #expect(statement.excluded.map(\.ground) == [.customer])
        #expect(statement.excluded.map(\.seconds) == [7200])
    }

    /// S2-8.1, S2-8.2, S2-8.3: the stage of a part and the state of an account, at the time of the outage.
    @Test(arguments: [
        ("beta-features", "stage", "beta"), ("free-tier", "account", "free_trial"), ("suspension", "account", "suspended"),
    ])
    func whatIsNotCoveredAtTheTime(id: String, attribute: String, value: String) throws {
        let scope = try #require(try stand.get().exclusion(id).scope)
        let before = try stretch("2026-04-01T00:00:00Z", 86_400)
        let after = try stretch("2026-04-02T00:00:00Z", 86_400)
        let spells = [
            AttributeSpell(interval: before, attributes: [attribute: value]),
            AttributeSpell(interval: after, attributes: [attribute: "ordinary"]),
        ]
        #expect(scope.time(in: spells) == IntervalSet(before))
    }

    /// S2-9.1, S2-9.2: an operator's failure, whichever it is; a way round it that was up takes nothing back.
    @Test func operators() throws {
        let rule = try stand.get().exclusion("operator-issues")
        #expect(rule.scope?.holds(for: ["operator": "jazz"]) == true)
        #expect(rule.scope?.holds(for: ["operator": "vodafone"]) == false)
        #expect(try stand.get().document.interpretations.contains { $0.id == "operator-scope" })
    }

    private func milliseconds(_ fast: Int64, _ slow: Int64, limit: Int64) throws -> ObjectiveSample.Reading {
        let bounds = [Rational(limit), Rational(limit * 10)]
        return .histogram(try #require(Histogram(bounds: bounds, counts: [fast, slow, 0])))
    }

    /// S2-3.1, S2-3.2, S2-3.3, S2-3.4: shares of sums, by month, at their limits.
    @Test(
        arguments: [
            ("sms-delivery-time", "s", 5, 95), ("sms-api-response-time", "ms", 200, 95), ("voice-connection", "s", 10, 99),
            ("voice-api-response-time", "ms", 300, 95), ("whatsapp-api-response-time", "ms", 500, 95),
            ("whatsapp-template-approval", "h", 24, 100), ("email-delivery-time", "s", 60, 95),
            ("email-api-response-time", "ms", 300, 95),
        ] as [(String, String, Int64, Int64)])
    func speeds(id: String, unit: String, limit: Int64, share: Int64) throws {
        let stand = try stand.get()
        #expect(try stand.judge(id, [milliseconds(share, 100 - share, limit: limit)], unit: unit).verdict == .met)
        let less = try milliseconds(share * 10 - 1, 1001 - share * 10, limit: limit)
        #expect(try stand.judge(id, [less], unit: unit).verdict == .missed)
    }

    /// S2-3.1, S2-3.2, S2-3.3, S2-3.4: deliveries, and seconds of calls.
    @Test(
        arguments: [
            ("sms-delivery-rate", 999), ("voice-quality", 980), ("whatsapp-delivery-rate", 990), ("email-delivery-rate", 999),
        ] as [(String, Int64)])
    func rates(id: String, share: Int64) throws {
        let stand = try stand.get()
        #expect(try stand.judge(id, [.counts(hits: share, all: 1000)]).verdict == .met)
        let missed = try stand.judge(id, [.counts(hits: share - 1, all: 1000)])
        #expect(missed.verdict == .missed)
        #expect(missed.remedy == nil, "section 5 pays for uptime only")
    }
}
