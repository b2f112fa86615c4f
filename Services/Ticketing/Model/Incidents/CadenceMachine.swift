import Contracts
import Terms

/// The clock of the next update of an incident, by one version of one agreement: a value that is told when somebody said
/// something, and returns what is to be stamped and told. Every update ends a round and begins the next.
struct CadenceMachine: Codable, Sendable, Equatable {
    /// What follows.
    enum Action: Sendable, Equatable {
        /// A round runs.
        case started
        /// So many open seconds have passed.
        case warned(seconds: Int64)
        /// The round is judged.
        case judged(ClockVerdict)
    }

    let agreement: AgreementID
    let version: Int
    /// The calendar of that version in which it counts; nil for one that never closes.
    let calendar: String?
    let promise: ClockPromise
    /// The last update, or the declaration.
    private(set) var since: Instant
    private(set) var warnedSeconds: Int64 = 0
    /// The verdict on this round, if there is one.
    private(set) var verdict: ClockVerdict?

    /// A round that begins.
    init(agreement: AgreementID, version: Int, calendar: String?, promise: ClockPromise, since: Instant) {
        self.agreement = agreement
        self.version = version
        self.calendar = calendar
        self.promise = promise
        self.since = since
    }

    /// Time passes.
    ///
    /// - Parameter warns: whether a warning still helps anybody.
    mutating func pass(to now: Instant, _ hours: ServiceCalendar, warns: Bool = true) -> [Action] {
        guard verdict == nil else { return [] }
        let elapsed = hours.elapsed(in: Interval(since, now))
        if elapsed > promise.targetSeconds {
            return [stamp(.breached, at: hours.due(promise.targetSeconds + 1, after: since) ?? now, hours)]
        }
        guard warns, let passed = promise.thresholds(isLate: false).last(where: { $0 > warnedSeconds && $0 <= elapsed }) else {
            return []
        }
        warnedSeconds = passed
        return [.warned(seconds: passed)]
    }

    /// Somebody says something: the round ends.
    ///
    /// - Parameter isLast: whether the incident is over, and no round follows.
    mutating func update(at now: Instant, isLast: Bool, _ hours: ServiceCalendar) -> [Action] {
        var actions = pass(to: now, hours, warns: false)
        if verdict == nil { actions.append(stamp(.met, at: now, hours)) }
        guard !isLast else { return actions }
        since = now
        warnedSeconds = 0
        verdict = nil
        return actions + [.started]
    }

    /// When it must be looked at again if nothing is said.
    func wake(_ hours: ServiceCalendar) -> Instant? {
        guard verdict == nil else { return nil }
        let ahead = promise.thresholds(isLate: false).filter { $0 > warnedSeconds } + [promise.targetSeconds + 1]
        return ahead.first.flatMap { hours.due($0, after: since) }
    }

    /// How it stands.
    func resource(of incident: IncidentID, at now: Instant, _ hours: ServiceCalendar) -> ClockResource {
        let elapsed = hours.elapsed(in: Interval(since, max(since, verdict?.outcome == .met ? verdict?.at ?? now : now)))
        let state: TicketClock.State =
            switch verdict?.outcome {
            case .met: .met
            case .breached: .breached
            case nil: elapsed > promise.targetSeconds ? .breached : .running
            }
        return ClockResource(
            ticket: nil, incident: incident, customer: nil, measure: .nextUpdate, priority: promise.priority, state: state,
            clause: promise.clause, strength: promise.strength, agreement: agreement, version: version, calendar: calendar,
            targetSeconds: promise.targetSeconds, aimSeconds: nil, elapsedSeconds: elapsed, startedAt: since,
            dueAt: hours.due(promise.targetSeconds, after: since), verdict: verdict)
    }

    private mutating func stamp(_ outcome: ClockVerdict.Outcome, at moment: Instant, _ hours: ServiceCalendar) -> Action {
        let stamped = ClockVerdict(
            outcome: outcome, at: moment, dueAt: hours.due(promise.targetSeconds, after: since), clause: promise.clause,
            strength: promise.strength, priority: promise.priority, agreement: agreement, version: version,
            targetSeconds: promise.targetSeconds, elapsedSeconds: hours.elapsed(in: Interval(since, moment)))
        verdict = stamped
        return .judged(stamped)
    }
}
