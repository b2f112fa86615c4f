extension AgreementDocument {
    /// Whether an element of this agreement, such as a commitment, an objective or a level of support, is for a customer and
    /// a service of which that is known.
    ///
    /// What the document itself says is added where the facts are silent: the category of a service, the stage of a part.
    public func applies(_ element: some Scoped, to facts: ScopeFacts) -> ScopeVerdict {
        ScopeVerdict(clause: element.clause, conditions: element.scopeConditions, facts: completed(facts))
    }

    /// The commitments that are for a customer and a service, in the order of the document.
    ///
    /// - Parameter ifUnknown: whether those count of which it is not known.
    public func commitments(for facts: ScopeFacts, ifUnknown: Bool = false) -> [AvailabilityCommitment] {
        chosen(commitments, facts, ifUnknown)
    }

    /// The objectives that are for a customer and a service, in the order of the document. One about a part of a service is
    /// among them where the facts name no part and `ifUnknown` is true.
    public func objectives(for facts: ScopeFacts, ifUnknown: Bool = false) -> [Objective] {
        chosen(objectives, facts, ifUnknown)
    }

    /// The levels of support that a customer has, in the order of the document.
    public func supportTiers(for facts: ScopeFacts, ifUnknown: Bool = false) -> [SupportTier] {
        chosen(support, facts, ifUnknown)
    }

    private func chosen<Element: Scoped>(_ elements: [Element], _ facts: ScopeFacts, _ ifUnknown: Bool) -> [Element] {
        let facts = completed(facts)
        return elements.filter {
            ScopeVerdict(clause: $0.clause, conditions: $0.scopeConditions, facts: facts).holds(ifUnknown: ifUnknown)
        }
    }

    /// The facts, and what the document says of the services and parts that they name. What they say themselves stands.
    func completed(_ facts: ScopeFacts) -> ScopeFacts {
        guard let keys = facts.values["service"] else { return facts }
        let named = services.filter { keys.contains($0.key) }
        var facts = facts
        if facts.values["category"] == nil, !named.isEmpty {
            facts.values["category"] = Set(named.compactMap(\.category))
        }
        if facts.values["stage"] == nil, let parts = facts.values["part"] {
            // A document that names no stage leaves it to the catalogue, where stages change.
            let stages = Set(named.flatMap(\.parts).filter { parts.contains($0.key) }.compactMap(\.stage))
            if !stages.isEmpty { facts.values["stage"] = stages }
        }
        return facts
    }
}
