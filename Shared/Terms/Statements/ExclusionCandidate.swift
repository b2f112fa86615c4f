/// An exclusion or maintenance that touches a window, and whether the agreement lets it claim time.
struct ExclusionCandidate {
    let source: String
    let ground: Ground
    let interval: Interval
    let components: [String]
    /// The clause that it is judged by.
    let clause: String?
    /// Why it may claim nothing; nil when it may.
    let refusal: Qualification.Reason?
    let noticeSeconds: Int64?
    /// The notice that it needed, in seconds; nil for exclusions, emergencies, and what was never announced.
    let requiredNoticeSeconds: Int64?
    /// What of it keeps to the hours of its rule; nil where no hours bind.
    let withinHours: IntervalSet?

    /// All that touch the elapsed time, exclusions first.
    static func all(
        _ facts: StatementFacts, document: AgreementDocument, service: String, rules: AvailabilityRules, elapsed: Interval,
        known: ScopeFacts
    ) -> [ExclusionCandidate] {
        let touches = { (interval: Interval) in !interval.intersection(elapsed).isEmpty }
        let approved = facts.exclusions.filter { touches($0.interval) }.map { exclusion in
            let rule = document.exclusionRule(
                on: exclusion.ground, for: service, clause: exclusion.clause, parts: exclusion.components, known: known)
            return ExclusionCandidate(
                source: exclusion.id, ground: exclusion.ground, interval: exclusion.interval, components: exclusion.components,
                clause: rule?.clause, refusal: rule == nil ? .noClause : nil, noticeSeconds: nil,
                requiredNoticeSeconds: nil, withinHours: rule?.withinHours(exclusion.interval.intersection(elapsed), of: document)
            )
        }
        let announced = facts.maintenance.filter { touches($0.interval) }.map { maintenance in
            let rule = document.exclusionRule(on: maintenance.kind.ground, for: service, known: known)
            let needsNotice = maintenance.kind == .scheduled && maintenance.announcedAt != nil
            return ExclusionCandidate(
                source: maintenance.id, ground: maintenance.kind.ground, interval: maintenance.interval,
                components: maintenance.components, clause: rule?.clause,
                refusal: rule == nil ? .noClause : maintenance.refusal(under: rules),
                noticeSeconds: maintenance.noticeSeconds(isOwed: rule?.noticeRule != nil),
                requiredNoticeSeconds: needsNotice ? rules.scheduledNoticeSeconds : nil,
                withinHours: rule?.withinHours(maintenance.interval.intersection(elapsed), of: document))
        }
        return approved + announced
    }

    /// What the agreement does not cover by what is known alone.
    static func notCovered(
        _ facts: StatementFacts, document: AgreementDocument, service: String, elapsed: Interval, known: ScopeFacts
    ) -> [ExclusionCandidate] {
        document.notCovered(service: service, facts: known, spells: facts.spells, in: elapsed).map { exclusion in
            ExclusionCandidate(
                source: exclusion.id, ground: exclusion.ground, interval: exclusion.interval, components: exclusion.components,
                clause: exclusion.clause, refusal: nil, noticeSeconds: nil, requiredNoticeSeconds: nil, withinHours: nil)
        }
    }

    /// The intervals that it claims: its own, as far as they keep to hours that bind, or when it is about some components,
    /// the parts of these in which the service was down or unknown only because of them.
    func claims(
        _ tree: ComponentTree, _ conditions: [String: Condition], _ condition: Condition, _ elapsed: Interval
    ) -> [ExclusionClaim] {
        guard refusal == nil else { return [] }
        let own = withinHours ?? IntervalSet(interval)
        guard !components.isEmpty else { return own.intervals.map(claim) }
        var spared = conditions
        for key in components { spared[key] = .up }
        let window = interval.intersection(elapsed)
        let without = tree.condition(of: spared.mapValues { $0.clipped(to: window) })
        return own.intersection(condition.notUp.clipped(to: window)).subtracting(without.notUp).intervals.map(claim)
    }

    private func claim(_ interval: Interval) -> ExclusionClaim {
        ExclusionClaim(ground: ground, source: source, clause: clause, interval: interval)
    }

    /// What became of all of them, in their order.
    static func qualifications(
        _ candidates: [ExclusionCandidate], _ availability: Availability, _ rules: AvailabilityRules
    ) -> [Qualification] {
        let parts = Dictionary(grouping: availability.excluded.filter { !$0.time.isEmpty }) { Key($0.ground, $0.source) }
        let emergency = availability.excluded(on: .emergencyMaintenance).seconds
        let isCapReached = rules.emergencyCapSeconds.map { emergency >= $0 } ?? false
        return candidates.map { candidate in
            let mine = parts[Key(candidate.ground, candidate.source)] ?? []
            return candidate.qualification(mine, in: availability.window, rules, isCapReached: isCapReached)
        }
    }

    private struct Key: Hashable {
        let ground: Ground
        let source: String

        init(_ ground: Ground, _ source: String) {
            self.ground = ground
            self.source = source
        }
    }

    private func qualification(
        _ mine: [ExcludedTime], in window: Interval, _ rules: AvailabilityRules, isCapReached: Bool
    ) -> Qualification {
        let own = interval.intersection(window)
        let excluded = refusal == nil ? mine.reduce(0) { $0 + $1.time.clipped(to: own).seconds } : 0
        let outcome: Qualification.Outcome = excluded == 0 ? .refused : excluded == own.seconds ? .counted : .partly
        return Qualification(
            source: source, ground: ground, clause: clause, interval: own, outcome: outcome, excludedSeconds: excluded,
            reason: outcome == .counted ? nil : refusal ?? shortfall(own, rules, isCapReached), noticeSeconds: noticeSeconds,
            requiredNoticeSeconds: requiredNoticeSeconds)
    }

    /// Why less than all of it is excluded, although it may claim time.
    private func shortfall(
        _ own: Interval, _ rules: AvailabilityRules, _ isCapReached: Bool
    ) -> Qualification.Reason {
        if let withinHours, withinHours.clipped(to: own).seconds < own.seconds { return .outsideHours }
        if ground == .emergencyMaintenance {
            if isCapReached { return .capReached }
            if rules.emergencyCapCounts == .downtime { return .onlyDowntime }
        }
        return components.isEmpty ? .takenAlready : .onlyDowntime
    }
}

extension ExclusionRule {
    /// What of an interval keeps to the hours of this rule; nil where there are none, or they are an aim only. A customer's
    /// clock is read in the agreement's zone: a service is judged once for all its customers.
    fileprivate func withinHours(_ interval: Interval, of document: AgreementDocument) -> IntervalSet? {
        guard let hours, hours.strength == .guarantee else { return nil }
        return hours.time(in: interval, calendars: document.calendars, agreementZone: document.zone)
    }
}
