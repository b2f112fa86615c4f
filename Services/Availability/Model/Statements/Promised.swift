import Terms

/// What a version promises about a service, as far as that decides over which windows and for whom it is judged.
protocol Promised: Scoped {
    /// What is kept of its windows.
    static var kind: ResultKind { get }
    /// Its name among its kind.
    var id: String { get }
    /// Over which stretch of time.
    var window: WindowKind { get }
    /// The plans that it is for; empty for all.
    var plans: [String] { get }
    /// The part of the service; nil for the whole.
    var part: String? { get }
    /// What its terms go with, beside what it is for.
    var matches: [AttributeMatch] { get }
    /// Whether customers of whom these are known are promised something else.
    func differs(for facts: ScopeFacts, from others: ScopeFacts) -> Bool
    /// The time in which something that touches some customers only bears on a window; nil where it does not.
    func span(of touch: Touch, on window: Interval) -> Interval?
}

extension Promised {
    /// Whether it is for some plans, or what it promises goes with the plan.
    var dependsOnPlan: Bool {
        scopeConditions.contains { $0.attribute == "plan" } || matches.contains { $0.values["plan"] != nil }
    }
}

extension AvailabilityCommitment: Promised {
    static var kind: ResultKind { .statement }
    var part: String? { nil }
    var matches: [AttributeMatch] { targets.map(\.when) }

    func differs(for facts: ScopeFacts, from others: ScopeFacts) -> Bool { target(for: facts) != target(for: others) }

    func span(of touch: Touch, on window: Interval) -> Interval? { measure.factSpan(of: window) }
}

extension Objective: Promised {
    static var kind: ResultKind { .objective }
    var matches: [AttributeMatch] { limits.map(\.when) }

    func differs(for facts: ScopeFacts, from others: ScopeFacts) -> Bool { limit(for: facts) != limit(for: others) }

    /// What is judged is what was measured: outages change nothing about it.
    func span(of touch: Touch, on window: Interval) -> Interval? { touch.kinds.contains(.objective) ? window : nil }
}
