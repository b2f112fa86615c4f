import Terms

/// What is found about a claim: five questions, each answered by itself and each with its clauses. What is missing for one of

/// them never decides another.
public struct ClaimFindings: Codable, Hashable, Sendable {
    /// Was the promise broken?
    public var breach: BreachVerdict
    /// May this customer claim it?
    public var eligibility: EligibilityVerdict
    /// Was it claimed in time?
    public var timeliness: TimelinessVerdict
    /// Is what the agreement asks for there?
    public var evidence: EvidenceVerdict
    /// What does it come to?
    public var amount: AmountVerdict

    /// Five verdicts.
    public init(
        breach: BreachVerdict, eligibility: EligibilityVerdict, timeliness: TimelinessVerdict, evidence: EvidenceVerdict,
        amount: AmountVerdict
    ) {
        self.breach = breach
        self.eligibility = eligibility
        self.timeliness = timeliness
        self.evidence = evidence
        self.amount = amount
    }

    /// Every clause that any of them cites, in the order of the verdicts.
    public var clauses: [String] {
        var seen: Set<String> = []
        let all = breach.clauses + eligibility.clauses + timeliness.clauses + evidence.clauses + amount.clauses
        return all.filter { seen.insert($0).inserted }
    }
}
