import Contracts
import Terms

/// What contracts make necessary beside the versions in force: statements of a version that they name, and by their billing
/// months. Contracts of one kind are put together, because a tenant may have thousands of them.
struct StatementDemand: Hashable, Sendable {
    /// What contracts have in common that are put together.
    struct Kind: Hashable, Sendable {
        let agreement: AgreementID
        let service: ServiceID
        /// The version that the contracts name; nil for those that take whichever is in force.
        let version: Int?
        /// The day on which their billing months begin, 1…31.
        let anchorDay: Int
    }

    let kind: Kind
    /// From the first of their starts to the last of their ends.
    let span: Interval

    /// Whether it is about a service under a version.
    func concerns(_ service: ServiceID, under known: KnownVersion) -> Bool {
        kind.service == service && kind.agreement == known.state.agreement
            && (kind.version == nil || kind.version == known.state.version)
    }
}

extension SubscriptionState {
    /// The kind of contract that it is.
    var kind: StatementDemand.Kind {
        StatementDemand.Kind(agreement: agreement, service: service, version: agreementVersion, anchorDay: billingAnchorDay)
    }
}
