/// Services that the catalogue does not have.
enum CatalogueRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        guard let catalogue = subject.catalogue else { return [] }
        return subject.document.services.enumerated().compactMap { index, service in
            guard !catalogue.contains(service.key) else { return nil }
            let commitment = subject.document.commitments.first { $0.services.contains(service.key) }
            return subject.finding(
                .unknownService, .warning, at: "#/services/\(index)/key",
                clause: service.composition?.clause ?? commitment?.clause,
                "The catalogue has no service \"\(service.key)\".")
        }
    }
}
