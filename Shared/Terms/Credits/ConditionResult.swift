/// Whether a precondition held, and under which clause it was asked for.
public struct ConditionResult: Hashable, Sendable, Codable {
    /// What came out.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        case held
        case failed
        /// Nobody said so, neither way.
        case unknown
    }

    /// The precondition's id.
    public let condition: String
    /// What it asks for, in words.
    public let title: String
    /// The clause.
    public let clause: String
    /// Whether it binds.
    public let strength: Strength
    /// What came out.
    public let outcome: Outcome

    /// Whether it stands in the way for certain.
    public var isFatal: Bool { strength == .guarantee && outcome == .failed }
    /// Whether it may stand in the way.
    public var isOpen: Bool { strength == .guarantee && outcome == .unknown }
}

extension Precondition {
    /// Whether it holds for a customer. `known` is what is known of the customer and the service, where that is more than the
    /// customer's own attributes; `outages` are those that count.
    public func evaluate(_ customer: CustomerFacts, known: ScopeFacts? = nil, outages: IntervalSet) -> ConditionResult {
        ConditionResult(
            condition: id, title: title, clause: clause, strength: strength,
            outcome: outcome(customer, known ?? customer.known, outages))
    }

    private func outcome(_ customer: CustomerFacts, _ known: ScopeFacts, _ outages: IntervalSet) -> ConditionResult.Outcome {
        switch requirement {
        case .fact(let name): return customer.facts[name].map { $0 ? .held : .failed } ?? .unknown
        case .attributes(let match):
            switch match.outcome(for: known) {
            case .applies: return .held
            case .outside: return .failed
            case .unknown: return .unknown
            }
        case .priorCase(let within, let anchor):
            guard let opened = customer.caseOpenedAt else { return .failed }
            guard let span = outages.span else { return .unknown }
            let from = anchor == .outageStart ? span.start : span.end
            return opened <= from.advanced(by: within.seconds) ? .held : .failed
        }
    }
}
