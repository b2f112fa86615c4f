import Contracts
import Terms

/// A published version without its document: which services it is about, and from when until when it holds.
struct KnownVersion: Codable, Sendable, Equatable {
    let agreement: AgreementID
    let version: Int
    /// The ids of the services that the document names by key.
    let services: [String: ServiceID]
    let effectiveFrom: Instant
    let effectiveUntil: Instant?
    /// Why it waits for notice, if it does: then it holds for each customer by its schedule.
    let noticeRules: [NoticeRule]?

    /// Whether it holds for a customer only from when the customer's schedule says.
    var waitsForNotice: Bool { noticeRules?.isEmpty == false }

    /// What the document calls a service; nil when it is not about that.
    func key(of service: ServiceID) -> String? {
        services.filter { $0.value == service }.keys.min()
    }
}
