import Contracts
import Terms

/// What an admin says about a customer, new or changed.
struct CustomerDraft: Sendable, Equatable {
    /// Short name, unique within the tenant.
    var key: String
    /// What people call it.
    var name: String
    /// IANA time zone; nil: the tenant's.
    var timeZone: String?
    /// Where mail to the company goes.
    var contactEmail: String?

    /// Reads the body of `POST /v1/customers` and `PUT /v1/customers/{id}`.
    init(_ body: NodeReader) {
        key = body["key"].key()
        name = body["name"].text()
        timeZone = body.ifPresent("time_zone") { $0.zone().name }
        contactEmail = body.ifPresent("contact_email") { $0.email() }
    }

    /// The new customer.
    func customer(id: CustomerID, at now: Instant) -> CustomerState {
        CustomerState(
            id: id, key: key, name: name, timeZone: timeZone, contactEmail: contactEmail, revision: 1, createdAt: now,
            updatedAt: now)
    }

    /// The customer after the change.
    func applied(to customer: CustomerState, at now: Instant) -> CustomerState {
        var changed = customer
        changed.key = key
        changed.name = name
        changed.timeZone = timeZone
        changed.contactEmail = contactEmail
        changed.revision += 1
        changed.updatedAt = now
        return changed
    }
}
