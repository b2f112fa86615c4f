import Contracts
import Terms

/// What the arrival of a delivery gives notice of.
struct NoticeSubject: Sendable, Equatable {
    let kind: NoticeResource.Kind
    var agreement: AgreementID?
    var version: Int?
    var maintenance: MaintenanceID?
    /// The beginning of what is told of: notice at it or later is late.
    let dueAt: Instant

    /// Maintenance.
    init(_ maintenance: MaintenanceResource) {
        kind = .maintenance
        self.maintenance = maintenance.id
        dueAt = maintenance.from
    }

    /// A version of an agreement.
    init(_ version: AgreementVersionState) {
        kind = .changeOfTerms
        agreement = version.agreement
        self.version = version.version
        dueAt = version.effectiveFrom
    }

    /// As it is stored with a delivery.
    init(kind: NoticeResource.Kind, agreement: AgreementID?, version: Int?, maintenance: MaintenanceID?, dueAt: Instant) {
        self.kind = kind
        self.agreement = agreement
        self.version = version
        self.maintenance = maintenance
        self.dueAt = dueAt
    }

    /// The notice that a mail's arrival is: who, when, how, and the hash of the words.
    func given(by delivery: DeliveryResource, text: String, at now: Instant) -> NoticeResource? {
        guard let customer = delivery.customer else { return nil }
        return NoticeResource(
            id: NoticeID(delivery.id.uuid), kind: kind, agreement: agreement, version: version, maintenance: maintenance,
            customers: [customer], channel: delivery.channel.rawValue, givenAt: now, recipient: delivery.recipient, text: text,
            textHash: NoticeDraft.digest(text), recordedBy: "notifications", createdAt: now)
    }

    /// That it was not given.
    func failed(by delivery: DeliveryResource) -> NoticeFailed? {
        guard let customer = delivery.customer else { return nil }
        return NoticeFailed(
            kind: kind, agreement: agreement, version: version, maintenance: maintenance, customer: customer,
            channel: delivery.channel.rawValue, recipient: delivery.recipient, delivery: delivery.id)
    }
}
