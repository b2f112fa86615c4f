import Contracts
import Terms

/// The notice that an agreement obliges its provider to give before a promise becomes smaller.
struct NoticeDuty: Sendable, Equatable {
    /// The clause that says so.
    let clause: String
    /// Local days from the notice to the change; none where it need only come before.
    let days: Int
    /// The ways in which it must be given; empty for any.
    let channels: [String]

    /// The longest notice that the agreement's rules demand of a reduction; nil where they demand none: such an agreement
    /// changes when it says that it does.
    init?(_ document: AgreementDocument) {
        let rules = document.changes.filter { $0.change != .improvement && $0.isInAdvance }
        guard let rule = rules.max(by: { ($0.noticeDays ?? 0) < ($1.noticeDays ?? 0) }) else { return nil }
        clause = rule.clause
        days = rule.noticeDays ?? 0
        channels = rule.channels
    }
}
