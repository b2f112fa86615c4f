/// When an element of an agreement is for a customer and a service of which attributes change.
public struct ScopeTime: Hashable, Sendable, Codable {
    /// When it applies.
    public let applies: IntervalSet
    /// When it is not known whether it does.
    public let unknown: IntervalSet
}

extension AgreementDocument {
    /// When an element applies within an interval.
    ///
    /// - Parameters:
    ///   - facts: what is known at all times, where no spell says otherwise.
    ///   - spells: what was known for some time. Several may overlap, each with attributes of its own; where they speak of
    ///     one attribute, it holds the values of all of them.
    public func time(
        of element: some Scoped, for facts: ScopeFacts, spells: [AttributeSpell], in interval: Interval
    ) -> ScopeTime {
        var applies: [Interval] = []
        var unknown: [Interval] = []
        for (piece, known) in ScopeFacts.pieces(of: spells, in: interval) {
            switch self.applies(element, to: facts.overridden(by: known)).outcome {
            case .applies: applies.append(piece)
            case .unknown: unknown.append(piece)
            case .outside: break
            }
        }
        return ScopeTime(applies: IntervalSet(applies), unknown: IntervalSet(unknown))
    }
}

extension ScopeFacts {
    /// What spells say, as it changes within an interval: pieces in order, that together make up the interval.
    public static func pieces(of spells: [AttributeSpell], in interval: Interval) -> [(interval: Interval, known: ScopeFacts)] {
        let spells = spells.filter { !$0.interval.intersection(interval).isEmpty }
        let edges = Set(spells.flatMap { [$0.interval.start, $0.interval.end] })
        let cuts = [interval.start] + edges.filter { $0 > interval.start && $0 < interval.end }.sorted() + [interval.end]
        return zip(cuts, cuts.dropFirst()).filter { $0 < $1 }.map { start, end in
            let known = spells.filter { $0.interval.contains(start) }.reduce(into: ScopeFacts()) { known, spell in
                for (attribute, value) in spell.attributes { known.values[attribute, default: []].insert(value) }
            }
            return (Interval(start, end), known)
        }
    }
}
