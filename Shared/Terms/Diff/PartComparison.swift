/// Compares what services are made of.
enum PartComparison {
    /// What a part more does. One that the service can do without does nothing.
    @Sendable static func presence(_ walk: DiffWalk, _ part: Node, _ term: Term) -> Effect {
        part["core"]?.plainText == "false" ? .same : moreCore(walk, term)
    }

    /// Whether the service is down for want of it.
    @Sendable static func core(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        switch (old?.plainText != "false", new?.plainText != "false") {
        case (false, true): moreCore(walk, term)
        case (true, false): moreCore(walk, term).reversed
        default: .same
        }
    }

    /// Of parts that must all be up, one more brings the service down more often; of parts of which any will do, less often.
    private static func moreCore(_ walk: DiffWalk, _ term: Term) -> Effect {
        guard let services = term.elements(walk, \.services) else { return .unclear }
        let rules = (services.old.composition?.rule ?? .all, services.new.composition?.rule ?? .all)
        guard rules.0 == rules.1 else { return .unclear }
        return rules.0 == .all ? .better : .worse
    }
}
