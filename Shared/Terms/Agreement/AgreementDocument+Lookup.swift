extension AgreementDocument {
    /// The clause of that id.
    public func clause(_ id: String) -> Clause? {
        clauses.first { $0.id == id }
    }

    /// The commitment of that id.
    public func commitment(_ id: String) -> AvailabilityCommitment? {
        commitments.first { $0.id == id }
    }

    /// The commitments about a service that customers on a plan have; without a plan, all that there are. Those that depend on
    /// something else beside are among them: see `commitments(for:ifUnknown:)`.
    public func commitments(for service: String, plan: String? = nil) -> [AvailabilityCommitment] {
        commitments(for: ScopeFacts(plan: plan, service: service), ifUnknown: true)
    }

    /// The remedy of that id.
    public func remedy(_ id: String) -> Remedy? {
        remedies.first { $0.id == id }
    }

    /// What must be so for commitments to hold, and then for a remedy to be due, in the order of the document.
    public func conditions(of commitments: [String], remedy: Remedy? = nil) -> [Precondition] {
        let own = preconditions.filter { rule in
            rule.commitments.isEmpty || rule.commitments.contains(where: commitments.contains)
        }
        return own.map(\.condition) + (remedy?.conditions ?? [])
    }

    /// The rules by which a commitment is worked out for a service, and a customer of whom that is known.
    public func rules(
        for commitment: AvailabilityCommitment, service: String, known: ScopeFacts = ScopeFacts()
    ) -> AvailabilityRules {
        let scheduled = exclusionRule(on: .scheduledMaintenance, for: service, known: known)
        let emergency = exclusionRule(on: .emergencyMaintenance, for: service, known: known)
        let notice = scheduled?.noticeStrength == .guarantee ? scheduled?.notice : nil
        return AvailabilityRules(
            formula: commitment.formula, unknownPolicy: commitment.unknownPolicy, scheduledNoticeSeconds: notice?.seconds ?? 0,
            emergencyCapSeconds: emergency?.cap?.seconds, emergencyCapCounts: emergency?.capCounts ?? .maintenance)
    }

    /// The rule that excludes time of a service on a ground: the one of that clause, or the first; nil when there is none.
    /// `parts` are those that the exclusion is about; a rule for some parts is not for one about others, or the whole. One
    /// whose scope is `known` to be another is no rule for it; what is not known is for who approves of an exclusion to judge.
    public func exclusionRule(
        on ground: Ground, for service: String, clause: String? = nil, parts: [String] = [], known: ScopeFacts = ScopeFacts()
    ) -> ExclusionRule? {
        exclusions.first { rule in
            rule.ground == ground && rule.covers(service) && rule.covers(parts: parts) && (clause == nil || rule.clause == clause)
                && !isOutside(rule, service: service, parts: parts, known)
        }
    }

    private func isOutside(_ rule: ExclusionRule, service: String, parts: [String], _ known: ScopeFacts) -> Bool {
        guard let scope = rule.scope else { return false }
        var facts = known
        facts.values["service"] = [service]
        if !parts.isEmpty { facts.values["part"] = Set(parts) }
        return scope.outcome(for: completed(facts)) == .outside
    }

    /// The hours of the calendar of that key.
    public func calendar(_ key: String) -> ServiceCalendar? { calendars[key] }

    /// To whom requests of a priority go up; nil where the agreement says nothing of it.
    public func escalation(of priority: String) -> Escalation? {
        escalations.first { $0.priorities.isEmpty || $0.priorities.contains(priority) }
    }

    /// The level of support of that key.
    public func supportTier(_ key: String) -> SupportTier? {
        support.first { $0.key == key }
    }

    /// The clock of a request at an instant, as a level of support promises it: nil where that promises nothing for the
    /// request's priority, or the request is not there yet.
    public func clock(
        _ measure: SupportTarget.Measure, of tier: SupportTier, _ events: [TicketEvent], at now: Instant
    ) -> TicketClock? {
        guard let calendar = calendars[tier.calendar] else { return nil }
        let targets = tier.targetSeconds(measure, priorities: priorities.map(\.key))
        switch measure {
        case .acknowledgement, .firstResponse:
            return TicketClock.response(events, targets: targets, calendar: calendar, at: now)
        case .resolution: return TicketClock.resolution(events, targets: targets, calendar: calendar, at: now)
        case .meanFirstResponse, .nextUpdate: return nil
        }
    }
}
