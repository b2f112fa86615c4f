import Contracts
import Terms

/// What contracts make necessary beside the versions in force: statements of a version that they name, and by their billing
/// months. Contracts of one kind are put together, because a tenant may have thousands of them.
struct StatementDemand: Hashable, Sendable {
    let agreement: AgreementID
    let service: ServiceID
    /// The version that the contracts name; nil for those that take whichever is in force.
    let version: Int?
    /// The day on which their billing months begin, 1…31.
    let anchorDay: Int
    /// From the first of their starts to the last of their ends.
    let span: Interval

    /// Whether it is about a service under a version.
    func concerns(_ service: ServiceID, under known: KnownVersion) -> Bool {
        self.service == service && agreement == known.state.agreement && (version == nil || version == known.state.version)
    }
}
