import Terms

/// A customer, as `/v1/customers` shows it.
public struct CustomerResource: Codable, Sendable, Equatable {
    /// The customer's id.
    public var id: CustomerID
    /// Short name, unique within the tenant.
    public var key: String
    /// What people call it.
    public var name: String
    /// IANA time zone; null: the tenant's.
    @OrNull public var timeZone: String?
    /// Where mail to the company goes.
    @OrNull public var contactEmail: String?
    /// When it was created.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Shows `customer`.
    public init(_ customer: CustomerState) {
        id = customer.id
        key = customer.key
        name = customer.name
        timeZone = customer.timeZone
        contactEmail = customer.contactEmail
        createdAt = customer.createdAt
        updatedAt = customer.updatedAt
    }
}
