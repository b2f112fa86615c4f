import Terms

/// A person authorised to act for a customer, as the other services know them.
public struct MemberState: Codable, Sendable, Equatable {
    /// The member's id.
    public var id: MemberID
    /// For whom they act.
    public var customer: CustomerID
    /// Their name.
    public var name: String
    /// Their address; unique within the customer.
    public var email: String
    /// `owner` or `member`.
    public var role: Role
    /// IANA time zone of the member; nil: the customer's.
    public var timeZone: String?
    /// Grows by one with every change.
    public var revision: Int64
    /// When the member was created.
    public var createdAt: Instant
    /// When they last changed.
    public var updatedAt: Instant

    /// Makes a member's state.
    public init(
        id: MemberID, customer: CustomerID, name: String, email: String, role: Role, timeZone: String?, revision: Int64,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.customer = customer
        self.name = name
        self.email = email
        self.role = role
        self.timeZone = timeZone
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A customer has a new member.
public struct MemberCreated: EventPayload, Equatable {
    /// `pledge.agreements.member.created.v1`
    public static let type = "pledge.agreements.member.created.v1"
    /// The member as they are now.
    public var member: MemberState

    /// Tells of `member`.
    public init(member: MemberState) {
        self.member = member
    }
}

/// A member's particulars or role have changed.
public struct MemberChanged: EventPayload, Equatable {
    /// `pledge.agreements.member.changed.v1`
    public static let type = "pledge.agreements.member.changed.v1"
    /// The member as they are now.
    public var member: MemberState

    /// Tells of `member`.
    public init(member: MemberState) {
        self.member = member
    }
}

/// A member no longer acts for the customer.
public struct MemberDeleted: EventPayload, Equatable {
    /// `pledge.agreements.member.deleted.v1`
    public static let type = "pledge.agreements.member.deleted.v1"
    /// Who was deleted.
    public var id: MemberID
    /// For whom they acted.
    public var customer: CustomerID
    /// When.
    public var deletedAt: Instant

    /// Tells that the member `id` of `customer` was deleted at `deletedAt`.
    public init(id: MemberID, customer: CustomerID, deletedAt: Instant) {
        self.id = id
        self.customer = customer
        self.deletedAt = deletedAt
    }
}
