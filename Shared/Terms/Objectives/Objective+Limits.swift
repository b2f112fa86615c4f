extension Objective.Comparison {
    /// Whether a value keeps it. Exact.
    public func holds(_ value: Rational) -> Bool {
        let bound = self.value.points
        return switch relation {
        case .atLeast: value >= bound
        case .above: value > bound
        case .atMost: value <= bound
        case .below: value < bound
        }
    }

    /// What is known of values above `lower`, up to `upper`: whether all keep it, none does, or nobody can say (nil).
    func holds(above lower: Rational?, upTo upper: Rational?) -> Bool? {
        let bound = value.points
        let isAbove = lower.map { $0 >= bound } ?? false
        switch relation {
        case .atMost: return isAbove ? false : upper.map { $0 <= bound } ?? false ? true : nil
        case .below: return isAbove ? false : upper.map { $0 < bound } ?? false ? true : nil
        case .atLeast: return isAbove ? true : upper.map { $0 < bound } ?? false ? false : nil
        case .above: return isAbove ? true : upper.map { $0 <= bound } ?? false ? false : nil
        }
    }

    /// What is known when the value lies between two, both included: that it holds, that it does not, or neither (nil).
    func holds(from low: Rational, to high: Rational) -> Bool? {
        let ends = (holds(low), holds(high))
        return ends.0 == ends.1 ? ends.0 : nil
    }
}
