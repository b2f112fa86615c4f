extension DiffWalk {
    /// What a difference does to the customer.
    func judge(_ rule: TermRule, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        switch rule.judge {
        case .more(let absent): ordered(old, new, absent, \.decimal)
        case .less(let absent): ordered(old, new, absent, \.decimal, moreIsBetter: false)
        case .longer(let absent): ordered(old, new, absent, \.span)
        case .shorter(let absent): ordered(old, new, absent, \.span, moreIsBetter: false)
        case .ranked(let ranks, let absent):
            ordered(old, new, absent.map { .value($0) } ?? .unclear) { node in
                node.plainText.flatMap { ranks.firstIndex(of: $0) }.map { Rational(Int64($0)) }
            }
        case .wider(let absentIsAll): names(old, new, absentIsAll)
        case .narrower(let absentIsAll): names(old, new, absentIsAll).reversed
        case .matchForBetter: match(old, new)
        case .matchForWorse: match(old, new).reversed
        case .window: windows(old, new)
        case .share: BoundComparison.shares(old, new)
        case .limit: BoundComparison.limit(self, term)
        case .schedule: ScheduleComparison(self, term).effect(old, new)
        case .calendar: CalendarComparison(self).definitions(old, new)
        case .calendarReference: CalendarComparison(self).references(old, new)
        case .remedyReference: remedyReference(old, new)
        case .changeNotice: changeNotice(old, new, term)
        case .wording: .same
        case .state(let added): old == nil ? added : new == nil ? added.reversed : .unclear
        case .by(let compare): compare(self, old, new, term)
        case .elements, .object, .members, .depends: .unclear
        }
    }

    private func ordered(
        _ old: Node?, _ new: Node?, _ absent: TermRule.Absence, _ value: (Node) -> Rational?, moreIsBetter: Bool = true
    ) -> Effect {
        let effect: Effect
        let ranks = (old.map { rank($0, value) } ?? rank(absent, value), new.map { rank($0, value) } ?? rank(absent, value))
        switch ranks {
        case (.unknown, _), (_, .unknown): return .unclear
        case (.worst, .worst), (.best, .best): return .same
        case (.worst, _), (_, .best): return .better
        case (.best, _), (_, .worst): return .worse
        case (.value(let before), .value(let after)): effect = Effect(from: before, to: after)
        }
        return moreIsBetter ? effect : effect.reversed
    }

    private enum Rank {
        case worst, best, unknown
        case value(Rational)
    }

    private func rank(_ node: Node, _ value: (Node) -> Rational?) -> Rank {
        value(node).map { .value($0) } ?? .unknown
    }

    private func rank(_ absent: TermRule.Absence, _ value: (Node) -> Rational?) -> Rank {
        switch absent {
        case .best: .best
        case .worst: .worst
        case .unclear: .unknown
        case .value(let text): rank(Node(.string(text)), value)
        }
    }

    private func names(_ old: Node?, _ new: Node?, _ absentIsAll: Bool) -> Effect {
        guard absentIsAll, old == nil || new == nil else {
            return Effect(from: Set(old.elements.compactMap(\.plainText)), to: Set(new.elements.compactMap(\.plainText)))
        }
        return new == nil ? .better : .worse
    }

    /// A condition is wider where each attribute that it asks for is asked for by the other too, with no more values.
    private func match(_ old: Node?, _ new: Node?) -> Effect {
        let (before, after) = (Self.attributes(old), Self.attributes(new))
        let isWider = after.allSatisfy { attribute, values in before[attribute].map { $0.isSubset(of: values) } ?? false }
        let isNarrower = before.allSatisfy { attribute, values in after[attribute].map { $0.isSubset(of: values) } ?? false }
        return isWider && isNarrower ? .same : isWider ? .better : isNarrower ? .worse : .unclear
    }

    private static func attributes(_ node: Node?) -> [String: Set<String>] {
        guard case .map(let members)? = node?.value else { return [:] }
        return members.reduce(into: [:]) { attributes, member in
            attributes[member.key] = Set(
                member.node.plainText.map { [$0] } ?? Node?.some(member.node).elements.compactMap(\.plainText))
        }
    }

    /// A promise for each of the windows that a longer one consists of is a promise for the longer one; not the other way
    /// round. Windows of which neither consists of the other cannot be compared.
    private func windows(_ old: Node?, _ new: Node?) -> Effect {
        guard let before = old?.plainText.flatMap({ WindowKind($0) }), let after = new?.plainText.flatMap({ WindowKind($0) })
        else {
            return .unclear
        }
        if before == after || before.hasBounds(of: after) { return .same }
        return after.consists(of: before) ? .worse : before.consists(of: after) ? .better : .unclear
    }

    private func remedyReference(_ old: Node?, _ new: Node?) -> Effect {
        switch (old?.plainText, new?.plainText) {
        case (nil, _): .better
        case (_, nil): .worse
        case (let before?, let after?): remedies[before] == after ? .same : .unclear
        }
    }

    private func changeNotice(_ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        let effect = Effect(from: old?.decimal ?? .zero, to: new?.decimal ?? .zero)
        let kinds = [term.parents.old, term.parents.new].map {
            $0?["change"]?.plainText == ChangeRule.Change.improvement.rawValue
        }
        guard kinds[0] == kinds[1] else { return .unclear }
        return kinds[0] ? effect.reversed : effect
    }
}

extension Node {
    /// A plain decimal number of at most 18 digits, as a number or as text.
    var decimal: Rational? {
        guard let parts = plainText?.split(separator: ".", omittingEmptySubsequences: false), (1...2).contains(parts.count) else {
            return nil
        }
        let digits = parts.joined()
        guard digits.utf8.count <= 18, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(digits) else {
            return nil
        }
        let places = parts.count == 2 ? parts[1].utf8.count : 0
        return Rational(Int128(number), over: (0..<places).reduce(into: Int128(1)) { power, _ in power *= 10 })
    }

    /// The seconds of a duration.
    var span: Rational? {
        plainText.flatMap { TimeSpan($0) }.map { Rational($0.seconds) }
    }
}
