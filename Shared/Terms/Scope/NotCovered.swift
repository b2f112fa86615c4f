extension AgreementDocument {
    /// Time of a service that an agreement does not cover by what is known alone: a part that is not released, an account that
    /// is suspended, a flag on the order form. Nobody need propose or approve it.
    ///
    /// Each is cited under the rule's id and clause. A rule about the stage of parts excludes what these parts bring down.
    ///
    /// - Parameters:
    ///   - facts: what is known of the customer and the service.
    ///   - spells: what was known for some time; one that names a `part` is about that part only.
    public func notCovered(
        service: String, facts: ScopeFacts, spells: [AttributeSpell] = [], in interval: Interval
    ) -> [ApprovedExclusion] {
        var facts = facts
        facts.values["service"] = [service]
        let parts = services.first { $0.key == service }?.parts.map(\.key) ?? []
        return exclusions.filter { $0.followsFromScope && $0.covers(service) }.flatMap { rule -> [ApprovedExclusion] in
            let isAboutParts = !rule.parts.isEmpty || rule.scope?.names("stage") ?? false || rule.scope?.names("part") ?? false
            guard isAboutParts else { return excluded(rule, facts, spells.filter { $0.attributes["part"] == nil }, interval) }
            return (rule.parts.isEmpty ? parts : rule.parts).flatMap { part in
                var facts = facts
                facts.values["part"] = [part]
                let about = spells.filter { $0.attributes["part"].map { $0 == part } ?? true }
                return excluded(rule, facts, about, interval, part)
            }
        }
    }

    private func excluded(
        _ rule: ExclusionRule, _ facts: ScopeFacts, _ spells: [AttributeSpell], _ interval: Interval, _ part: String? = nil
    ) -> [ApprovedExclusion] {
        time(of: rule, for: facts, spells: spells, in: interval).applies.intervals.map { time in
            ApprovedExclusion(
                id: rule.id, ground: rule.ground, interval: time, clause: rule.clause, components: part.map { [$0] } ?? [])
        }
    }
}

extension ExclusionRule {
    /// Whether what is known of the customer and the service is all that it takes.
    fileprivate var followsFromScope: Bool {
        ground == .notCovered && scope != nil && approval?.isRequired != true
    }
}

extension AttributeMatch {
    fileprivate func names(_ attribute: String) -> Bool { values[attribute] != nil }
}
