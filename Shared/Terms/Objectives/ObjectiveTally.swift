/// Measurements of one objective, added up.
struct ObjectiveTally {
    private let objective: Objective
    private let limit: Objective.Comparison?
    private var population: Int128 = 0
    /// Things that are good for certain, and that may be.
    private var surelyGood: Int128 = 0
    private var maybeGood: Int128 = 0
    /// Bounds of the sum, the least and the largest of all values, in the limit's unit; nil where nothing bounds them.
    private var sum: (low: Rational?, high: Rational?) = (.zero, .zero)
    private var minima: [(low: Rational?, high: Rational?)] = []
    private var maxima: [(low: Rational?, high: Rational?)] = []
    /// A measurement is in a unit that the limit's cannot be compared with.
    private var isForeign = false

    init(_ samples: [ObjectiveSample], _ objective: Objective, _ limit: Objective.Comparison?) {
        self.objective = objective
        self.limit = limit
        // Thousands of measurements have the same bounds: added up first, each bucket is compared with the limit once.
        var alike: (factor: Rational, histogram: Histogram)?
        for sample in samples {
            guard let factor = MeasuredUnit.factor(from: sample.unit, to: limit?.unit) else {
                isForeign = true
                continue
            }
            switch sample.reading {
            case .counts(let hits, let all): add(hits: min(max(0, hits), max(0, all)), of: max(0, all))
            case .histogram(let histogram):
                if let known = alike, known.factor == factor, let both = known.histogram.joined(with: histogram) {
                    alike = (factor, both)
                } else {
                    if let alike { add(alike.histogram, alike.factor) }
                    alike = (factor, histogram)
                }
            case .values(let values): add(values, factor)
            }
        }
        if let alike { add(alike.histogram, alike.factor) }
    }

    private mutating func add(_ histogram: Histogram, _ factor: Rational) {
        for bucket in histogram.buckets {
            let lower = bucket.lower.map(factor.timesBounded)
            let upper = bucket.upper.map(factor.timesBounded)
            add(bucket.count, above: lower, upTo: upper)
        }
    }

    private mutating func add(hits: Int64, of all: Int64) {
        population += Int128(all)
        surelyGood += Int128(hits)
        maybeGood += Int128(hits)
        // Counts tell nothing of values.
        if all > 0 { sum = (nil, nil) }
    }

    private mutating func add(_ count: Int64, above lower: Rational?, upTo upper: Rational?) {
        population += Int128(count)
        let holds = limit?.holds(above: lower, upTo: upper)
        if holds == true { surelyGood += Int128(count) }
        if holds != false { maybeGood += Int128(count) }
        sum.low = Self.plus(sum.low, lower.map(Rational(count).timesBounded))
        sum.high = Self.plus(sum.high, upper.map(Rational(count).timesBounded))
        minima.append((lower, upper))
        maxima.append((lower, upper))
    }

    private mutating func add(_ values: ValueSummary, _ factor: Rational) {
        guard values.count > 0 else { return }
        population += Int128(values.count)
        let ends = (values.minimum.timesBounded(factor), values.maximum.timesBounded(factor))
        let holds = limit?.holds(from: ends.0, to: ends.1)
        if holds == true { surelyGood += Int128(values.count) }
        if holds != false { maybeGood += Int128(values.count) }
        let total = values.sum.timesBounded(factor)
        sum = (Self.plus(sum.low, total), Self.plus(sum.high, total))
        minima.append((ends.0, ends.0))
        maxima.append((ends.1, ends.1))
    }

    private static func plus(_ left: Rational?, _ right: Rational?) -> Rational? {
        left.flatMap { left in right.map(left.plusBounded) }
    }

    func finding(_ part: String?, isOpen: Bool) -> ObjectiveResult.Finding {
        let range = population > 0 ? self.range : (nil, nil)
        let all = Int64(clamping: population)
        let certain = objective.share == nil ? nil : Ratio(Int64(clamping: population - (maybeGood - surelyGood)), of: all)
        return ObjectiveResult.Finding(
            part: part, population: all, low: range.0, high: range.1, certain: certain,
            verdict: isOpen ? .pending : verdict(range))
    }

    private func verdict(_ range: (low: Rational?, high: Rational?)) -> ObjectiveResult.Verdict {
        guard population > 0 else { return isForeign ? .undecided : .notMeasurable }
        guard !isForeign, let promise = objective.share ?? limit else { return .undecided }
        let low = range.low.map(promise.holds)
        let high = range.high.map(promise.holds)
        // Where one end is open, the other decides only if everything beyond it is on the same side.
        let holds: Bool? =
            switch promise.relation {
            case .atLeast, .above: low == true ? true : high == false ? false : nil
            case .atMost, .below: high == true ? true : low == false ? false : nil
            }
        return holds.map { $0 ? .met : .missed } ?? .undecided
    }

    /// What the figure lies between: per cent of a share, or a value.
    private var range: (low: Rational?, high: Rational?) {
        switch objective.aggregate {
        case nil: (Rational(surelyGood * 100, over: population), Rational(maybeGood * 100, over: population))
        case .mean:
            (sum.low?.timesBounded(Rational(1, over: population)), sum.high?.timesBounded(Rational(1, over: population)))
        case .minimum: (Self.least(minima.map(\.low)), minima.compactMap(\.high).min())
        case .maximum: (maxima.compactMap(\.low).max(), Self.largest(maxima.map(\.high)))
        }
    }

    /// The least of lower ends; nil where one of them is open.
    private static func least(_ values: [Rational?]) -> Rational? {
        values.contains(nil) ? nil : values.compactMap { $0 }.min()
    }

    /// The largest of upper ends; nil where one of them is open.
    private static func largest(_ values: [Rational?]) -> Rational? {
        values.contains(nil) ? nil : values.compactMap { $0 }.max()
    }
}
