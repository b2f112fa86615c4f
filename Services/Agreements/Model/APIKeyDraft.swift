import Contracts
import Terms

/// What is said about a new API key.
struct APIKeyDraft: Sendable, Equatable {
    /// What it is for.
    var name: String
    /// What its holder may do.
    var roles: [Role]
    /// The customer whose data alone it may see; set for `owner` and `member`, and only for them.
    var customer: CustomerID?
    /// When it stops working; nil: when it is revoked.
    var expiresAt: Instant?

    /// A draft that is known to be right: the first key of a tenant.
    init(name: String, roles: [Role]) {
        self.name = name
        self.roles = roles
    }

    /// Reads the body of `POST /v1/api-keys`.
    ///
    /// - Parameters:
    ///   - maker: who asks: the platform's operators make keys of operators, and nobody else does.
    ///   - now: a key that has expired already is refused.
    init(_ body: NodeReader, maker: Set<Role>, now: Instant) {
        name = body["name"].text()
        roles = Self.roles(body["roles"], maker: maker)
        customer = body.ifPresent("customer") { $0.id() }
        expiresAt = body.ifPresent("expires_at") { member in
            let instant = member.instant()
            if instant <= now { member.fail("must be in the future") }
            return instant
        }
        let isBound = roles.contains { $0.isCustomerBound }
        if isBound, customer == nil {
            body["customer"].fail("is required for a key of the roles owner and member")
        } else if !isBound, customer != nil, !roles.isEmpty {
            body["customer"].fail("is only for keys of the roles owner and member")
        }
    }

    private static func roles(_ member: NodeReader, maker: Set<Role>) -> [Role] {
        let allowed: Set<Role> = maker.contains(.operator) ? [.operator] : Set(Role.allCases).subtracting([.operator])
        let roles = member.list(1...Role.allCases.count) { element in
            let role: Role = element.choice()
            if element.rawText == role.rawValue, !allowed.contains(role) {
                element.fail(
                    role == .operator
                        ? "only an operator of the platform makes keys of operators" : "the platform has operators only")
            }
            return role
        }
        let distinct = Set(roles)
        member.requireDistinctTexts()
        if distinct.contains(.ingest), distinct.count > 1 {
            member.fail("ingest stands alone: a machine that delivers measurements does nothing else")
        }
        if distinct.contains(where: \.isCustomerBound), distinct.contains(where: { !$0.isCustomerBound }) {
            member.fail("owner and member are roles of a customer and do not go with roles of the tenant")
        }
        return Role.allCases.filter(distinct.contains)
    }
}
