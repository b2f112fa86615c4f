import Contracts
import Terms

/// One clock of one ticket: a value that is shown the log at an instant, and returns what is to be told and stamped.
///
/// It is worked out from the events' own times: whoever shows it the log late gets the verdict that was due, with the instant at
/// which it was. A verdict is stamped once. Only another target, or the ticket being taken up again, makes it stand no more.
struct ClockMachine: Codable, Sendable, Equatable {
    /// What follows from how the log stands.
    enum Action: Sendable, Equatable {
        /// It runs.
        case started
        /// So many open seconds have passed, and these are told by the agreement's ladder.
        case warned(seconds: Int64, to: [String])
        /// A verdict is stamped.
        case judged(ClockVerdict)
        /// What was said before does not stand any more.
        case restated(was: ClockVerdict?, because: ClockStamp.Restatement)
    }

    let measure: ClockResource.Measure
    /// What it runs against; nil while nothing is promised.
    private(set) var promise: ClockPromise?
    /// Since when it runs against that.
    private(set) var since: Instant?
    /// The largest threshold that was warned of.
    private(set) var warnedSeconds: Int64 = 0
    /// The verdict that stands.
    private(set) var verdict: ClockVerdict?

    /// A clock that does not run yet.
    init(_ measure: ClockResource.Measure) {
        self.measure = measure
    }

    /// Shows it the log at an instant.
    ///
    /// - Parameter warns: whether a warning still helps anybody: not where the log goes on at that instant.
    mutating func settle(_ log: [TicketLogEntry], at now: Instant, _ rules: ClockRules, warns: Bool = true) -> [Action] {
        guard let reading = rules.reading(measure, log, at: now) else {
            guard promise != nil else { return [] }
            defer { self = ClockMachine(measure) }
            return [.restated(was: verdict, because: .reclassified)]
        }
        return follow(reading, at: now) + judge(reading, rules, at: now, warns: warns)
    }

    /// When it must be looked at again if nothing else happens; nil for never.
    func wake(_ log: [TicketLogEntry], after now: Instant, _ rules: ClockRules) -> Instant? {
        guard ClockRules.merged(log) == nil, let reading = rules.reading(measure, log, at: now), reading.run.endedAt == nil
        else { return nil }
        let warnings = reading.promise.thresholds(isLate: verdict != nil).filter { $0 > warnedSeconds }
        let ahead = warnings + (verdict == nil ? [reading.promise.targetSeconds + 1] : [])
        return ahead.min().flatMap { reading.run.reaches($0, in: rules.calendar) }
    }

    /// Starts, or changes over to another target, or is taken up again.
    private mutating func follow(_ reading: ClockRules.Reading, at now: Instant) -> [Action] {
        guard let promise else {
            self.promise = reading.promise
            since = max(reading.run.startedAt, since ?? reading.run.startedAt)
            return [.started]
        }
        var actions: [Action] = []
        if promise != reading.promise {
            actions = [.restated(was: verdict, because: .reclassified)]
            self.promise = reading.promise
            since = now
            warnedSeconds = 0
            verdict = nil
        } else if let verdict, verdict.outcome == .met, reading.run.endedAt == nil {
            actions = [.restated(was: verdict, because: .reopened)]
            self.verdict = nil
        }
        return actions
    }

    private mutating func judge(
        _ reading: ClockRules.Reading, _ rules: ClockRules, at now: Instant, warns: Bool
    ) -> [Action] {
        var actions: [Action] = []
        switch (verdict, reading.clock.state) {
        case (nil, .met): actions = [stamp(.met, at: reading.run.endedAt ?? now, reading, rules)]
        case (nil, .breached):
            let late = reading.run.reaches(reading.promise.targetSeconds + 1, in: rules.calendar)
            let moment = min(late ?? now, reading.run.endedAt ?? now)
            actions = [stamp(.breached, at: max(moment, since ?? moment), reading, rules)]
        default: break
        }
        guard warns, reading.run.endedAt == nil, reading.run.pausedAt == nil else { return actions }
        return actions + warn(reading)
    }

    /// Says what was passed since the last warning.
    private mutating func warn(_ reading: ClockRules.Reading) -> [Action] {
        let thresholds = reading.promise.thresholds(isLate: verdict != nil)
        let passed = thresholds.last { $0 > warnedSeconds && $0 <= reading.clock.elapsedSeconds }
        guard let passed else { return [] }
        defer { warnedSeconds = passed }
        return [.warned(seconds: passed, to: reading.promise.told(after: warnedSeconds, upTo: passed))]
    }

    private mutating func stamp(
        _ outcome: ClockVerdict.Outcome, at moment: Instant, _ reading: ClockRules.Reading, _ rules: ClockRules
    ) -> Action {
        let elapsed = reading.run.clock(target: reading.promise.targetSeconds, calendar: rules.calendar, at: moment)
        let stamped = ClockVerdict(
            outcome: outcome, at: moment, dueAt: reading.clock.due, clause: reading.promise.clause,
            strength: reading.promise.strength, priority: reading.promise.priority.isEmpty ? nil : reading.promise.priority,
            agreement: rules.terms.agreement, version: rules.terms.version,
            targetSeconds: reading.promise.targetSeconds, elapsedSeconds: elapsed.elapsedSeconds)
        verdict = stamped
        return .judged(stamped)
    }
}
