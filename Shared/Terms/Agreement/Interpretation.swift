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
    /// The availabilities at which the choice makes a difference; nil where it always may.
    public let when: AvailabilityRange?

    init(_ reader: NodeReader, _ names: AgreementNames) {
        id = reader["id"].key()
        clause = names.clause(reader["clause"])
        choice = reader["choice"].prose(1...1000)
        alternative = reader["alternative"].prose(1...1000)
        why = reader["why"].prose(1...2000)
        when = reader.ifPresent("when") { $0.object(AvailabilityRange.init) }
    }

    /// Whether it bears on a result that rests on these clauses and came to that availability.
    func bears(on clauses: Set<String>, availability: Ratio?) -> Bool {
        guard clauses.contains(clause) else { return false }
        guard let when else { return true }
        return availability.map(when.contains) ?? false
    }
}

/// A range of availabilities, each bound optional: `{above: "98.9", below: "99.0"}`.
public struct AvailabilityRange: Hashable, Sendable {
    /// It lies above this.
    public let above: Percent?
    /// It is this or more.
    public let atLeast: Percent?
    /// It lies below this.
    public let below: Percent?
    /// It is this or less.
    public let atMost: Percent?

    init(_ reader: NodeReader) {
        above = reader.ifPresent("above") { $0.percent() }
        atLeast = reader.ifPresent("at_least") { $0.percent() }
        below = reader.ifPresent("below") { $0.percent() }
        atMost = reader.ifPresent("at_most") { $0.percent() }
        if above == nil, atLeast == nil, below == nil, atMost == nil {
            reader.fail("must have at least one of: above, at_least, below, at_most")
        }
    }

    /// Whether a share lies in it. Exact.
    public func contains(_ ratio: Ratio) -> Bool {
        let points = ratio.points
        return above.map { points > $0.points } ?? true && atLeast.map { points >= $0.points } ?? true
            && below.map { points < $0.points } ?? true && atMost.map { points <= $0.points } ?? true
    }
}
