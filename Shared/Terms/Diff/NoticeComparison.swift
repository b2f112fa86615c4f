/// Compares the notice that maintenance needs: what binds, and what is hoped for.
enum NoticeComparison {
    @Sendable static func effect(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let rules = term.elements(walk, \.exclusions) else { return .unclear }
        let (before, after) = (rules.old.noticeRule, rules.new.noticeRule)
        return Effect(from: binding(before), to: binding(after))
            .and(Effect(from: before?.least.seconds ?? 0, to: after?.least.seconds ?? 0))
    }

    /// Seconds of notice without which time is not excluded.
    private static func binding(_ notice: Notice?) -> Int64 {
        notice.map { $0.strength == .guarantee ? $0.least.seconds : 0 } ?? 0
    }
}
