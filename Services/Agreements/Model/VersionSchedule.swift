import Contracts
import Terms

/// When a version that waits for notice comes into force for one customer.
struct VersionSchedule: Sendable, Equatable {
    let agreement: AgreementID
    let version: Int
    let customer: CustomerID
    /// Why from then.
    let basis: AgreementScheduleState.Basis
    /// The version that the customer was on.
    let replaces: Int?
    /// The notice that counts, and when it was given.
    var proof: Proof?
    /// From when the version is in force for the customer; nil while there is no proof.
    var effectiveFrom: Instant?
    /// When the coming into force was told; the schedule is fixed from then on.
    var announcedAt: Instant?
    var revision: Int64
    let createdAt: Instant
    var updatedAt: Instant

    /// A notice that was given.
    struct Proof: Sendable, Equatable {
        let notice: NoticeID
        let givenAt: Instant
    }

    /// The schedule of a customer who subscribes when a version that waits for notice is published already: it has agreed to
    /// that version, unless its subscription began before it. Nil for a version that waits for nobody any more.
    init?(of subscription: SubscriptionState, joining version: AgreementVersion, at now: Instant) {
        guard let publication = version.publication, let rule = publication.noticeRules.first,
            publication.effectiveUntil == nil
        else { return nil }
        let isBound = subscription.from < publication.publishedAt
        self.init(
            agreement: version.agreement, version: version.version, customer: subscription.customer,
            basis: isBound ? .notice : .subscription, replaces: isBound ? rule.replaces : nil,
            effectiveFrom: isBound ? nil : max(publication.effectiveFrom, subscription.from), createdAt: now, updatedAt: now)
    }

    init(
        agreement: AgreementID, version: Int, customer: CustomerID, basis: AgreementScheduleState.Basis, replaces: Int?,
        proof: Proof? = nil, effectiveFrom: Instant?, announcedAt: Instant? = nil, revision: Int64 = 1, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.agreement = agreement
        self.version = version
        self.customer = customer
        self.basis = basis
        self.replaces = replaces
        self.proof = proof
        self.effectiveFrom = effectiveFrom
        self.announcedAt = announcedAt
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The schedule once a notice is known; nil when that changes nothing: it does not count, or an earlier one does.
    ///
    /// - Parameters:
    ///   - publication: the version's, whose rules say what counts. A notice from before it told of something else.
    func proved(
        by notice: NoticeResource, of publication: AgreementVersion.Publication, at now: Instant
    ) -> VersionSchedule? {
        guard basis == .notice, announcedAt == nil, notice.givenAt >= publication.publishedAt,
            let rule = publication.noticeRules.first(where: { $0.replaces == replaces }), let zone = Zone(rule.timeZone),
            rule.channels.isEmpty || rule.channels.contains(notice.channel)
        else { return nil }
        if let proof, proof.givenAt <= notice.givenAt { return nil }
        var proved = self
        proved.proof = Proof(notice: notice.id, givenAt: notice.givenAt)
        proved.effectiveFrom = ChangeDuty.start(
            asked: publication.effectiveFrom, noticeAt: notice.givenAt, days: rule.days, in: zone)
        proved.revision += 1
        proved.updatedAt = now
        return proved
    }

    /// The schedule when its coming into force was told.
    func announced(at now: Instant) -> VersionSchedule {
        var announced = self
        announced.announcedAt = now
        announced.revision += 1
        announced.updatedAt = now
        return announced
    }

    /// What others are told.
    func state(of agreement: AgreementState) -> AgreementScheduleState {
        AgreementScheduleState(
            agreement: self.agreement, key: agreement.key, version: version, customer: customer, basis: basis,
            state: announcedAt != nil ? .effective : effectiveFrom == nil ? .awaitingNotice : .scheduled, replaces: replaces,
            notice: proof?.notice, provedAt: proof?.givenAt, effectiveFrom: effectiveFrom, revision: revision,
            updatedAt: updatedAt)
    }
}
