import Contracts
import Terms

/// What is said about a member, new or changed.
struct MemberDraft: Sendable, Equatable {
    /// Their name.
    var name: String
    /// Their address, unique within the customer whatever its case.
    var email: String
    /// `owner` or `member`.
    var role: Role
    /// IANA time zone; nil: the customer's.
    var timeZone: String?

    /// Reads the body of `POST …/members` and `PUT …/members/{member}`.
    init(_ body: NodeReader) {
        name = body["name"].text()
        email = body["email"].email()
        let role = body["role"].choice(MemberRole.self)
        self.role = role == .owner ? .owner : .member
        timeZone = body.ifPresent("time_zone") { $0.zone().name }
    }

    private enum MemberRole: String, CaseIterable {
        case owner, member
    }

    /// The new member of `customer`.
    func member(id: MemberID, of customer: CustomerID, at now: Instant) -> MemberState {
        MemberState(
            id: id, customer: customer, name: name, email: email, role: role, timeZone: timeZone, revision: 1, createdAt: now,
            updatedAt: now)
    }

    /// The member after the change.
    func applied(to member: MemberState, at now: Instant) -> MemberState {
        var changed = member
        changed.name = name
        changed.email = email
        changed.role = role
        changed.timeZone = timeZone
        changed.revision += 1
        changed.updatedAt = now
        return changed
    }
}
