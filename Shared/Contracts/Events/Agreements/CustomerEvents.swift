import Terms

/// A tenant's client company as the other services know it.
public struct CustomerState: Codable, Sendable, Equatable {
    /// The customer's id.
    public var id: CustomerID
    /// The tenant's own short name for it, unique within the tenant.
    public var key: String
    /// What people call it.
    public var name: String
    /// IANA time zone of the customer; nil: the tenant's.
    public var timeZone: String?
    /// Where mail to the company goes, if known.
    public var contactEmail: String?
    /// Grows by one with every change.
    public var revision: Int64
    /// When the customer was created.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Makes a customer's state.
    public init(
        id: CustomerID, key: String, name: String, timeZone: String?, contactEmail: String?, revision: Int64,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.timeZone = timeZone
        self.contactEmail = contactEmail
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A tenant has a new customer.
public struct CustomerCreated: EventPayload, Equatable {
    /// `pledge.agreements.customer.created.v1`
    public static let type = "pledge.agreements.customer.created.v1"
    /// The customer as it is now.
    public var customer: CustomerState

    /// Tells of `customer`.
    public init(customer: CustomerState) {
        self.customer = customer
    }
}

/// A customer's particulars have changed.
public struct CustomerChanged: EventPayload, Equatable {
    /// `pledge.agreements.customer.changed.v1`
    public static let type = "pledge.agreements.customer.changed.v1"
    /// The customer as it is now.
    public var customer: CustomerState

    /// Tells of `customer`.
    public init(customer: CustomerState) {
        self.customer = customer
    }
}

/// A customer was deleted, and with it its members and ended subscriptions.
public struct CustomerDeleted: EventPayload, Equatable {
    /// `pledge.agreements.customer.deleted.v1`
    public static let type = "pledge.agreements.customer.deleted.v1"
    /// Who was deleted.
    public var id: CustomerID
    /// When.
    public var deletedAt: Instant

    /// Tells that the customer `id` was deleted at `deletedAt`.
    public init(id: CustomerID, deletedAt: Instant) {
        self.id = id
        self.deletedAt = deletedAt
    }
}
