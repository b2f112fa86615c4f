import Testing

@testable import Terms

/// The clauses of Connect & Engage, S3-1a to S3-9, executed from the document of the demo.
@Suite struct ConnectEngageClauseTests {
    private let stand = Result { try ClauseStand("connect-engage") }
    private let quarter = "2026-02-10T00:00:00Z"

    /// S3-1a: related events are one incident with several intervals; degradation is none of the downtime.
    @Test func aSeriesCountsByItsIntervals() throws {
        let stand = try stand.get()
        let series = try [stretch("2026-02-10T10:00:00Z", 300), stretch("2026-02-10T10:10:00Z", 300)]
        let statement = try stand.statement("service-cloud-availability", at: quarter, down: ["all": series])
        #expect(statement.seconds.down == 600)
        #expect(statement.clauses.contains("S3-1a"))
    }

    /// S3-1b: 08:30 to 17:00 in Amsterdam, in summer and in winter, but for the recognised holidays; lists can be switched.
    @Test func businessHoursAndHolidays() throws {
        let stand = try stand.get()
        let hours = try stand.calendar("business-hours")
        func open(_ day: String) throws -> Int64 { hours.openTime(in: try stretch("\(day)T00:00:00+01:00", 86_400)).seconds }
        #expect(
            try hours.openTime(in: from("2026-01-06T00:00:00Z", to: "2026-01-07T00:00:00Z")).intervals == [
                from("2026-01-06T07:30:00Z", to: "2026-01-06T16:00:00Z")
            ])
        #expect(
            try hours.openTime(in: from("2026-07-07T00:00:00Z", to: "2026-07-08T00:00:00Z")).intervals == [
                from("2026-07-07T06:30:00Z", to: "2026-07-07T15:00:00Z")
            ])
        for holiday in ["2026-01-01", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14", "2026-05-25", "2026-12-25"] {
            #expect(try open(holiday) == 0, "\(holiday)")
        }
        #expect(try open("2026-04-03") == 30_600, "Good Friday is only treated like one")
        #expect(try open("2025-04-26") == 0, "King's Day of 2025 is on Saturday, as the 27th is a Sunday")
        let lists = try #require(stand.document.calendarRules.first?.holidayLists)
        #expect(lists.map(\.key) == ["recognised", "liberation-day", "good-friday"])
        #expect(lists.map(\.isObserved) == [true, true, false])
        #expect(lists.allSatisfy { !$0.version.isEmpty && $0.years.count == 5 })
    }

    /// S3-1c: eight business hours, wherever in a day they begin.
    @Test(arguments: [
        ("2026-06-01T08:30:00+02:00", "2026-06-01T16:30:00+02:00"), ("2026-06-01T10:00:00+02:00", "2026-06-02T09:30:00+02:00"),
        ("2026-06-05T16:00:00+02:00", "2026-06-08T15:30:00+02:00"), ("2026-05-22T16:00:00+02:00", "2026-05-26T15:30:00+02:00"),
    ])
    func businessDay(start: String, due: String) throws {
        let hours = try stand.get().calendar("business-hours")
        #expect(hours.businessDay == TimeSpan("PT8H"))
        #expect(try hours.due(businessDays: 1, after: at(start)) == at(due))
    }

    /// S3-1d: always there.
    @Test func operationsCentre() throws {
        let hours = try stand.get().calendar("noc")
        #expect(try hours.openTime(in: stretch("2026-12-25T00:00:00Z", 86_400)).seconds == 86_400)
    }

    /// S3-1e: the flag is on the order form, that is on the subscription.
    @Test func betaByTheOrderForm() throws {
        let scope = try #require(try stand.get().exclusion("beta-on-order-form").scope)
        #expect(scope.holds(for: ["order_form": "early_access", "stage": "released"]))
        #expect(!scope.holds(for: ["stage": "beta"]))
    }

    /// S3-2: what a quarter of 129,540 minutes may be down, by category; a day down misses any, and founds no claim.
    @Test(
        arguments: [
            ("business-messaging", 10_000), ("voice", 10_000), ("service-cloud", 1000), ("marketing-cloud", 1000),
            ("conversational-ai-cloud", 1000),
        ] as [(String, Int64)])
    func commitmentsByCategory(category: String, over: Int64) throws {
        let stand = try stand.get()
        let known = ScopeFacts(service: category)
        let promised = stand.document.commitments(for: known, ifUnknown: false)
        #expect(promised.map(\.id) == ["\(category)-availability"])
        let day = try [stretch("2026-02-10T10:00:00Z", 86_400)]
        let missed = try stand.statement(
            "\(category)-availability", at: quarter, down: ["all": day, "trunk-a": day, "trunk-b": day])
        #expect(missed.budget.allowedSeconds == Rational(129_540 * 60, over: Int128(over)))
        #expect(missed.verdict == .missed && missed.remedy == nil && missed.clauses.contains("S3-2"))
    }

    /// S3-2: emergencies are excluded without a cap.
    @Test func emergenciesHaveNoCap() throws {
        let stand = try stand.get()
        let outage = try stretch("2026-02-10T10:00:00Z", 86_400)
        let works = Maintenance(id: "m", kind: .emergency, interval: outage, announcedAt: outage.start)
        let statement = try stand.statement(
            "service-cloud-availability", at: quarter, down: ["all": [outage]], maintenance: [works])
        #expect(statement.seconds.countedDown == 0, "a day of emergency maintenance")
    }

    /// S3-2: (a), (b), (c) and (e) take their time out.
    @Test(arguments: [Ground.thirdParty, .customer, .forceMajeure, .notCovered]) func exclusions(ground: Ground) throws {
        let stand = try stand.get()
        let outage = try stretch("2026-02-10T10:00:00Z", 7200)
        let excluded = ApprovedExclusion(id: "e", ground: ground, interval: outage, clause: "S3-2")
        let statement = try stand.statement(
            "marketing-cloud-availability", at: quarter, down: ["all": [outage]], exclusions: [excluded])
        #expect(statement.seconds.countedDown == 0 && statement.excluded.first?.clauses == ["S3-2"])
    }

    /// S3-3a: quarters in Amsterdam, an hour shorter or longer where the clocks change.
    @Test(arguments: [("02", 129_540), ("05", 131_040), ("08", 132_480), ("11", 132_540)] as [(String, Int64)])
    func quarters(month: String, minutes: Int64) throws {
        let statement = try stand.get().statement("voice-availability", at: "2026-\(month)-10T00:00:00Z")
        #expect(statement.seconds.total == minutes * 60)
        if month == "02" { #expect(statement.budget.allowedSeconds == Rational(77_724, over: 100), "12.954 minutes") }
    }

    /// S3-3b: excluded time leaves the base too; a quarter that is excluded altogether cannot be measured.
    @Test func excludedTimeLeavesTheBase() throws {
        let stand = try stand.get()
        let excluded = ApprovedExclusion(
            id: "e", ground: .thirdParty, interval: try stretch("2026-02-10T10:00:00Z", 36_000), clause: "S3-2")
        let outage = try stretch("2026-03-10T10:00:00Z", 775)
        let statement = try stand.statement(
            "voice-availability", at: quarter, down: ["trunk-a": [outage], "trunk-b": [outage]], exclusions: [excluded])
        #expect(statement.seconds.base == 129_540 * 60 - 36_000)
        #expect(statement.seconds.countedDown == 775)
        let all = ApprovedExclusion(id: "e", ground: .forceMajeure, interval: statement.window.interval, clause: "S3-2")
        let nothing = try stand.statement(
            "voice-availability", at: quarter, down: ["trunk-a": [outage], "trunk-b": [outage]], exclusions: [all])
        #expect(nothing.verdict == .notMeasurable && nothing.ratio == nil)
    }

    /// S3-3c: any trunk up is up; all down is down; none up and one unknown is unknown.
    @Test func anyTrunk() throws {
        let stand = try stand.get()
        let hour = try stretch("2026-02-10T10:00:00Z", 3600)
        func seconds(_ down: [String], _ unknown: [String]) throws -> [Int64] {
            let statement = try stand.statement(
                "voice-availability", at: quarter, down: Dictionary(uniqueKeysWithValues: down.map { ($0, [hour]) }),
                unknown: Dictionary(uniqueKeysWithValues: unknown.map { ($0, [hour]) }))
            return [statement.seconds.down, statement.seconds.unknown]
        }
        #expect(try seconds(["trunk-a"], []) == [0, 0])
        #expect(try seconds(["trunk-a", "trunk-b"], []) == [3600, 0])
        #expect(try seconds(["trunk-a"], ["trunk-b"]) == [0, 3600])
        #expect(try seconds([], ["trunk-a"]) == [0, 0])
    }

    /// S3-5b: an hour and eight hours in business hours; eight hours are one business day.
    @Test(arguments: [
        ("high", "2026-06-05T16:30:00+02:00", "2026-06-08T09:00:00+02:00"),
        ("normal", "2026-06-01T10:00:00+02:00", "2026-06-02T09:30:00+02:00"),
    ])
    func responses(priority: String, opened: String, due: String) throws {
        let clock = try stand.get().clock(.firstResponse, "support", priority, opened: opened, now: opened)
        #expect(try clock?.due == at(due))
    }

    /// S3-6b: P3 and higher are published, and sent to those who subscribe.
    @Test(arguments: [("p1", true), ("p2", true), ("p3", true), ("p4", false), ("p5", false)])
    func whichPrioritiesArePublished(priority: String, isPublished: Bool) throws {
        func duties(_ stand: ClauseStand) throws -> [PublicationDuty] {
            stand.document.publicationDuties(
                on: Occurrence(.incidents, at: try at("2026-06-06T03:00:00Z"), service: "voice", priority: priority))
        }
        let found = try duties(stand.get())
        #expect(found.map(\.clause) == (isPublished ? ["S3-6b"] : []))
        #expect(found.allSatisfy { $0.channels == ["email"] && $0.place == "status page" })
        #expect(found.allSatisfy { $0.reaches(subscriberOf: ["service-cloud"]) && !$0.reaches(subscriberOf: []) })
        let open = try ClauseStand("connect-engage", edit: ("published: false", "published: true"))
        #expect(try duties(open).count == 1)
    }

    /// S3-6c: the first update one interval after the declaration; P3's run in business hours.
    @Test(arguments: [
        ("p1", "2026-06-06T03:00:00+02:00", "2026-06-06T03:15:00+02:00"),
        ("p2", "2026-06-06T03:00:00+02:00", "2026-06-06T03:30:00+02:00"),
        ("p3", "2026-06-05T16:00:00+02:00", "2026-06-08T09:30:00+02:00"),
    ])
    func updates(priority: String, declared: String, due: String) throws {
        let stand = try stand.get()
        let incident = try stand.incident(priority)
        let declaredAt = try at(declared)
        let calendars = stand.document.calendars
        #expect(try incident.nextUpdate(declaredAt: declaredAt, updates: [], calendars: calendars) == at(due))
        let update = try at(due)
        let next = try #require(incident.nextUpdate(declaredAt: declaredAt, updates: [update], calendars: calendars))
        let every = try #require(incident.updateEvery)
        let hours = try stand.calendar(#require(incident.calendar))
        #expect(hours.elapsed(in: Interval(update, next)) == every.seconds)
    }

    /// S3-6c: work begins now, in business hours, or as planned; P4 and P5 have no updates.
    @Test func escalation() throws {
        let stand = try stand.get()
        let saturday = try at("2026-06-06T03:00:00+02:00")
        func begins(_ key: String) throws -> Instant? {
            try stand.incident(key).beginsAt(declaredAt: saturday, calendars: stand.document.calendars)
        }
        #expect(try begins("p1") == saturday)
        #expect(try begins("p3") == at("2026-06-08T08:30:00+02:00"))
        #expect(try begins("p4") == nil)
        let planned = try stand.incident("p5")
        #expect(planned.nextUpdate(declaredAt: saturday, updates: [], calendars: stand.document.calendars) == nil)
    }

    /// S3-7a: two weeks and closed hours are hoped for; without them the time stays excluded.
    @Test func scheduledMaintenance() throws {
        let stand = try stand.get()
        let rule = try stand.exclusion("scheduled")
        #expect(rule.noticeRule == Notice(least: TimeSpan(seconds: 14 * 86_400), strength: .target, clause: "S3-7a"))
        let works = try from("2026-02-10T16:00:00+01:00", to: "2026-02-10T18:00:00+01:00")
        let outside = rule.hours?.time(in: works, calendars: stand.document.calendars, agreementZone: stand.document.zone)
        #expect(outside?.seconds == 3600)
        let late = Maintenance(id: "m", kind: .scheduled, interval: works, announcedAt: works.start.advanced(by: -3600))
        let statement = try stand.statement(
            "service-cloud-availability", at: quarter, down: ["all": [works]], maintenance: [late])
        #expect(statement.seconds.countedDown == 0)
        #expect(statement.qualifications.first?.noticeSeconds == 3600, "the lateness is reported")
    }

    /// S3-7b: a day's notice, or as soon as can be: what came later is reported, and stays excluded.
    @Test func emergencyMaintenance() throws {
        let works = try stretch("2026-02-10T10:00:00Z", 3600)
        func counted(_ stand: ClauseStand, notice: Int64) throws -> (Int64, Qualification?) {
            let maintenance = Maintenance(
                id: "m", kind: .emergency, interval: works, announcedAt: works.start.advanced(by: -notice))
            let statement = try stand.statement(
                "service-cloud-availability", at: quarter, down: ["all": [works]], maintenance: [maintenance])
            return (statement.seconds.countedDown, statement.qualifications.first)
        }
        let late = try counted(stand.get(), notice: 600)
        #expect(late.0 == 0 && late.1?.noticeSeconds == 600)
        func duty(_ kind: Maintenance.Kind) throws -> PublicationDuty? {
            try stand.get().document.publicationDuties(on: Occurrence(.maintenance, at: works.start, maintenance: kind))
                .first { $0.due != nil }
        }
        let announced = try #require(try duty(.emergency))
        #expect(announced.clause == "S3-7b" && announced.due == works.start.advanced(by: -86_400))
        let asked = try #require(try stand.get().exclusion("emergency").noticeRule)
        #expect(announced.due == works.start.advanced(by: -asked.least.seconds), "the exclusion asks for what is published")
        #expect(announced.lateSeconds(publishedAt: works.start.advanced(by: -600)) == 86_400 - 600)
        #expect(try duty(.scheduled)?.due == works.start.advanced(by: -14 * 86_400))
    }

    /// S3-7c: maintenance of a service is mailed to those who subscribe to it.
    @Test func subscriptionsByService() throws {
        func mailed(_ stand: ClauseStand) throws -> PublicationDuty {
            let works = Occurrence(
                .maintenance, at: try at("2026-06-06T03:00:00Z"), service: "voice", maintenance: .scheduled)
            return try #require(stand.document.publicationDuties(on: works).first { !$0.channels.isEmpty })
        }
        let duty = try mailed(stand.get())
        #expect(duty.clause == "S3-7c" && duty.channels == ["email"])
        #expect(duty.reaches(subscriberOf: ["voice", "service-cloud"]) && !duty.reaches(subscriberOf: ["service-cloud"]))
        let everything = try mailed(
            ClauseStand("connect-engage", edit: ("subscribed_by: service", "subscribed_by: everything")))
        #expect(everything.reaches(subscriberOf: ["service-cloud"]))
    }

    /// S3-9: nothing is granted.
    @Test func nothingIsGranted() throws {
        let stand = try stand.get()
        let outage = try stretch("2026-02-10T10:00:00Z", 86_400)
        let missed = try stand.statement("voice-availability", at: quarter, down: ["trunk-a": [outage], "trunk-b": [outage]])
        #expect(missed.verdict == .missed)
        let standing = ClaimStanding.evaluate(receivedAt: missed.window.interval.end, statement: missed, document: stand.document)
        #expect(standing.state == .noRemedyClause)
        #expect(stand.document.noRemedy?.clause == "S3-9")
    }
}
