/// Units that measurements and limits are in.
enum MeasuredUnit {
    /// Milliseconds in a unit of time.
    private static let milliseconds: [String: Int64] = ["ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000]

    /// By what a value in one unit is multiplied to be in another; nil where neither is the other.
    static func factor(from: String?, to: String?) -> Rational? {
        if from == to || from == nil { return Rational(1) }
        guard let from, let to, let left = milliseconds[from], let right = milliseconds[to] else { return nil }
        return Rational(Int128(left), over: Int128(right))
    }
}
