extension AgreementDocument {
    /// The clause of that id.
    public func clause(_ id: String) -> Clause? {
        clauses.first { $0.id == id }
    }

    /// The commitment of that id.
    public func commitment(_ id: String) -> AvailabilityCommitment? {
        commitments.first { $0.id == id }
    }

    /// The commitments about a service that customers on a plan have; without a plan, all that there are.
    public func commitments(for service: String, plan: String? = nil) -> [AvailabilityCommitment] {
        commitments.filter { commitment in
            commitment.services.contains(service) && (commitment.plans.isEmpty || plan.map(commitment.plans.contains) ?? true)
        }
    }

    /// The remedy of that id.
    public func remedy(_ id: String) -> Remedy? {
        remedies.first { $0.id == id }
    }

    /// The rules by which a commitment is worked out for a service.
    public func rules(for commitment: AvailabilityCommitment, service: String) -> AvailabilityRules {
        let scheduled = exclusionRule(on: .scheduledMaintenance, for: service)
        let emergency = exclusionRule(on: .emergencyMaintenance, for: service)
        let notice = scheduled?.noticeStrength == .guarantee ? scheduled?.notice : nil
        return AvailabilityRules(
            formula: commitment.formula, unknownPolicy: commitment.unknownPolicy, scheduledNoticeSeconds: notice?.seconds ?? 0,
            emergencyCapSeconds: emergency?.cap?.seconds, emergencyCapCounts: emergency?.capCounts ?? .maintenance)
    }

    /// The rule that excludes time of a service on a ground: the one of that clause, or the first; nil when there is none.
    public func exclusionRule(on ground: Ground, for service: String, clause: String? = nil) -> ExclusionRule? {
        exclusions.first { rule in
            rule.ground == ground && rule.covers(service) && (clause == nil || rule.clause == clause)
        }
    }
}
