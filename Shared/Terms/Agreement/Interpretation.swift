/// A recorded choice where a clause can be read in more than one way.
public struct Interpretation: Hashable, Sendable {
    /// How statements cite it.
    public let id: String
    /// The clause that it reads.
    public let clause: String
    /// What was chosen.
    public let choice: String
    /// What else it could have meant.
    public let alternative: String
    /// Why.
    public let why: String
    /// The clause's own words that the choice departs from; nil where it stays within them.
    public let literal: String?
    /// The availabilities at which the choice makes a difference; nil where it always may.
    public let when: AvailabilityRange?

    init(_ reader: NodeReader, _ names: AgreementNames) {
        id = reader["id"].key()
        let clause = names.clause(reader["clause"])
        self.clause = clause
        choice = reader["choice"].prose(1...1000)
        alternative = reader["alternative"].prose(1...1000)
        why = reader["why"].prose(1...2000)
        literal = reader.ifPresent("literal") { names.words($0, of: clause) }
        when = reader.ifPresent("when") { $0.object(AvailabilityRange.init) }
    }

    /// Whether it bears on a result that rests on these clauses and came to that availability.
    func bears(on clauses: Set<String>, availability: Ratio?) -> Bool {
        guard clauses.contains(clause) else { return false }
        guard let when else { return true }
        return availability.map(when.contains) ?? false
    }
}
