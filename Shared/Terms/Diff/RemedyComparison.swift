/// Compares bounds of credits.
enum RemedyComparison {
    /// The least that a credit must come to. A minimum below which nothing is given is worse the higher it is; one to which
    /// credits are raised is better.
    @Sendable static func minimum(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let remedies = term.elements(walk, \.remedies) else { return .unclear }
        switch (remedies.old.minimum, remedies.new.minimum) {
        case (nil, nil): return .same
        case (nil, let after?): return after.otherwise == .raised ? .better : .worse
        case (let before?, nil): return before.otherwise == .raised ? .worse : .better
        case (let before?, let after?):
            switch (before.otherwise, after.otherwise) {
            case (.nothing, .raised): return .better
            case (.raised, .nothing): return .worse
            case (.raised, .raised): return compare(before.limit, after.limit)
            case (.nothing, .nothing): return compare(before.limit, after.limit).reversed
            }
        }
    }

    private static func compare(_ old: RemedyCap.Limit, _ new: RemedyCap.Limit) -> Effect {
        switch (old, new) {
        case (.percent(let before), .percent(let after)): Effect(from: before, to: after)
        case (.amount(let before), .amount(let after)) where before.currency == after.currency:
            Effect(from: before.amountMinor, to: after.amountMinor)
        default: .unclear
        }
    }
}
