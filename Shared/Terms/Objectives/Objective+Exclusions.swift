extension Objective {
    /// When measurements do not count: what was approved not to count of the service, on grounds that the agreement has, for
    /// the whole or for the part.
    public func excluded(_ approved: [ApprovedExclusion], under document: AgreementDocument) -> IntervalSet {
        IntervalSet(
            approved.filter { exclusion in
                let rule = document.exclusionRule(
                    on: exclusion.ground, for: service, clause: exclusion.clause, parts: exclusion.components)
                let isAboutIt = exclusion.components.isEmpty || part.map(exclusion.components.contains) ?? false
                return rule != nil && isAboutIt
            }.map(\.interval))
    }
}
