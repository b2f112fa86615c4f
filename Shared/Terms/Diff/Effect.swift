/// What a difference does to the customer.
enum Effect: Hashable, Sendable {
    case better
    case worse
    /// It does nothing.
    case same
    /// It depends.
    case unclear

    /// The same difference from the other side.
    var reversed: Effect {
        switch self {
        case .better: .worse
        case .worse: .better
        case .same, .unclear: self
        }
    }

    /// Both effects at once.
    func and(_ other: Effect) -> Effect {
        switch (self, other) {
        case (.same, _): other
        case (_, .same): self
        case (.better, .better), (.worse, .worse): self
        default: .unclear
        }
    }

    /// Where more is better for the customer.
    init<Value: Comparable>(from old: Value, to new: Value) {
        self = new > old ? .better : new < old ? .worse : .same
    }

    /// Where a wider set is better for the customer.
    init<Value: Hashable>(from old: Set<Value>, to new: Set<Value>) {
        self = old == new ? .same : new.isSuperset(of: old) ? .better : new.isSubset(of: old) ? .worse : .unclear
    }

    var kind: AgreementChange.Kind {
        switch self {
        case .better: .improvement
        case .worse: .reduction
        case .same: .neutral
        case .unclear: .mixed
        }
    }
}
