/// Whether a claim says what it must, by a way that the agreement knows, and how its times compare with what was measured.
public struct ClaimEvidence: Hashable, Sendable, Codable {
    /// Whether it says what it must.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        case complete
        /// Something that it must state is missing, or it came by another way.
        case incomplete
        /// The agreement asks for nothing.
        case notAsked = "not_asked"
    }

    /// Whether it says what it must.
    public let outcome: Outcome
    /// What it must state and does not, in the agreement's words and order.
    public let missing: [String]
    /// Whether it came by a way that the agreement names; nil where its way is not known, or the agreement names none.
    public let isByNamedChannel: Bool?
    /// Of the times that it names, those that count as down in the statement too; nil where it names none.
    public let confirmed: IntervalSet?
    /// Those that do not: up, excluded, or not known. Whose word counts is the agreement's to say, see `authority`.
    public let contested: IntervalSet?
    /// Of the times that it names, those that count, by whose measurements decide: all of them where the customer's do, else those
    /// that were measured. Nil where it names none.
    public let accepted: IntervalSet?
    /// The share of the elapsed window of which anything was measured.
    public let measured: Ratio?
    /// Whose measurements decide; nil where the agreement does not say.
    public let authority: DowntimeDefinition.Authority?
    /// What it rests on.
    public let bearing: Bearing

    init(_ claim: ClaimFacts, _ statement: Statement, _ document: AgreementDocument, _ rules: ClaimRules?) {
        let deciding = document.downtime.first { $0.authority != nil }
        missing = rules?.required.filter { !claim.stated.contains($0) } ?? []
        isByNamedChannel = rules.flatMap { rules in claim.channel.map(rules.channels.contains) }
        outcome = rules == nil ? .notAsked : missing.isEmpty && isByNamedChannel != false ? .complete : .incomplete
        let claimed = claim.claimedTimes?.clipped(to: statement.window.interval)
        confirmed = claimed?.intersection(statement.countedDown)
        contested = claimed?.subtracting(statement.countedDown)
        accepted = deciding?.authority == .customer ? claimed : confirmed
        measured = statement.evidence
        authority = deciding?.authority
        bearing = Bearing(document, clauses: Set([rules?.clause, deciding?.clause].compactMap { $0 }))
    }
}
