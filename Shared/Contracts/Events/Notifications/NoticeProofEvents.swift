import Terms

/// A notice was given when what it tells of had begun.
public struct NoticeLate: EventPayload, Equatable {
    /// `pledge.notifications.notice.late.v1`
    public static let type = "pledge.notifications.notice.late.v1"
    /// The notice, without its text.
    public var notice: NoticeResource
    /// Before when it was to be given: the beginning of what it tells of.
    public var dueAt: Instant

    /// Tells of `notice`, which was due before `dueAt`.
    public init(notice: NoticeResource, dueAt: Instant) {
        self.notice = notice
        self.notice.text = nil
        self.dueAt = dueAt
    }
}

/// A notice could not be given to somebody, in as many attempts as are made.
public struct NoticeFailed: EventPayload, Equatable {
    /// `pledge.notifications.notice.failed.v1`
    public static let type = "pledge.notifications.notice.failed.v1"
    /// What was given notice of.
    public var kind: NoticeResource.Kind
    /// The agreement whose change it is.
    public var agreement: AgreementID?
    /// The version that it is about.
    public var version: Int?
    /// The maintenance that it is about.
    public var maintenance: MaintenanceID?
    /// Who was to be told.
    public var customer: CustomerID
    /// How.
    public var channel: String
    /// To which address.
    public var recipient: String
    /// The delivery that was given up.
    public var delivery: DeliveryID

    /// Tells that a notice was not given.
    public init(
        kind: NoticeResource.Kind, agreement: AgreementID?, version: Int?, maintenance: MaintenanceID?, customer: CustomerID,
        channel: String, recipient: String, delivery: DeliveryID
    ) {
        self.kind = kind
        self.agreement = agreement
        self.version = version
        self.maintenance = maintenance
        self.customer = customer
        self.channel = channel
        self.recipient = recipient
        self.delivery = delivery
    }
}
