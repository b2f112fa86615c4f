import Contracts
import Terms

/// Whether a subscription fits the terms that it names.
enum TermsCheck {
    /// What does not fit: the terms must speak of the service, and know the plan if they name plans at all.
    static func errors(of subscription: SubscriptionState, under version: AgreementVersion) -> [FieldError] {
        var errors: [FieldError] = []
        if let publication = version.publication, !publication.services.values.contains(subscription.service) {
            errors.append(
                FieldError(
                    pointer: "#/service", detail: "version \(version.version) of the agreement does not speak of this service"))
        }
        let plans = plans(version.document)
        if !plans.isEmpty, !plans.contains(subscription.plan) {
            errors.append(
                FieldError(
                    pointer: "#/plan",
                    detail: "version \(version.version) of the agreement has the plans \(plans.joined(separator: ", "))"))
        }
        return errors
    }

    /// The document was read whole when it was stored, so this looks only at what it needs.
    private static func plans(_ document: Node?) -> [String] {
        guard case .list(let plans) = document?["plans"]?.value else { return [] }
        return plans.compactMap { plan in
            if case .string(let key) = plan["key"]?.value { key } else { nil }
        }
    }
}
