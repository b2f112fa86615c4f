import Terms

/// A member of a customer, as `/v1/customers/{id}/members` shows it.
public struct MemberResource: Codable, Sendable, Equatable {
    /// The member's id.
    public var id: MemberID
    /// For whom they act.
    public var customer: CustomerID
    /// Their name.
    public var name: String
    /// Their address.
    public var email: String
    /// `owner` or `member`.
    public var role: Role
    /// IANA time zone; null: the customer's.
    @OrNull public var timeZone: String?
    /// When it was created.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Shows `member`.
    public init(_ member: MemberState) {
        id = member.id
        customer = member.customer
        name = member.name
        email = member.email
        role = member.role
        timeZone = member.timeZone
        createdAt = member.createdAt
        updatedAt = member.updatedAt
    }
}
