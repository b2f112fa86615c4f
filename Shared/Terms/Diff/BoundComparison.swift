/// Compares bounds such as `{at_least: "95"}` and `{at_most: "200", unit: ms}`.
enum BoundComparison {
    /// A bound: which side is good, how far, and whether the bound itself is good.
    private struct Bound {
        let isFloor: Bool
        let value: Rational
        let isStrict: Bool

        init(_ comparison: Objective.Comparison) {
            isFloor = comparison.isFloor
            isStrict = comparison.relation == .above || comparison.relation == .below
            value = comparison.value.points * (Self.scale(comparison.unit) ?? Rational(1))
        }

        init?(_ node: Node?) {
            guard let node,
                let (key, value) = Self.relations.lazy.compactMap({ key in node[key]?.decimal.map { (key, $0) } }).first,
                let scale = Self.scale(node["unit"]?.plainText)
            else { return nil }
            isFloor = key == "at_least" || key == "above"
            isStrict = key == "above" || key == "below"
            self.value = value * scale
        }

        private static let relations = ["at_least", "above", "at_most", "below"]

        /// Units of time in milliseconds; other units are only compared with themselves.
        private static func scale(_ unit: String?) -> Rational? {
            switch unit {
            case nil, "ms": Rational(1)
            case "s": Rational(1000)
            case "min": Rational(60_000)
            case "h": Rational(3_600_000)
            default: Rational(1)
            }
        }
    }

    /// What a share must be: a stricter bound is better.
    static func shares(_ old: Node?, _ new: Node?) -> Effect {
        guard let before = Bound(old), let after = Bound(new) else { return .unclear }
        return stricter(before, after)
    }

    private static func stricter(_ before: Bound, _ after: Bound) -> Effect {
        guard before.isFloor == after.isFloor else { return .unclear }
        let floor = before.isFloor ? Effect(from: before.value, to: after.value) : Effect(from: after.value, to: before.value)
        return floor == .same ? Effect(from: before.isStrict ? 1 : 0, to: after.isStrict ? 1 : 0) : floor
    }

    /// What single values must be, or a figure over all of them: a stricter bound is better where a share of at least so many
    /// must keep it, or the figure must.
    static func limits(
        _ old: Objective, _ before: Objective.Comparison?, _ new: Objective, _ after: Objective.Comparison?
    ) -> Effect {
        if before == after { return .same }
        let isOfShare = [old, new].allSatisfy { $0.share?.isFloor ?? false }
        let isOfFigure = [old, new].allSatisfy { $0.aggregate != nil }
        guard isOfShare || isOfFigure, let before, let after, isComparable(before.unit, after.unit) else { return .unclear }
        return stricter(Bound(before), Bound(after))
    }

    /// The general limit of an objective.
    static func limit(_ walk: DiffWalk, _ term: Term) -> Effect {
        guard let objectives = term.elements(walk, \.objectives) else { return .unclear }
        return limits(objectives.old, objectives.old.limit, objectives.new, objectives.new.limit)
    }

    private static func isComparable(_ old: String?, _ new: String?) -> Bool {
        old == new || Set([old, new].compactMap { $0 }).isSubset(of: ["ms", "s", "min", "h"]) && old != nil && new != nil
    }
}

extension Objective.Comparison {
    /// Whether more is good.
    var isFloor: Bool { relation == .atLeast || relation == .above }
}
