import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Makes the platform's own tenant, and the key of its first operator if the configuration names one. Doing it again changes
/// nothing; a key that was revoked stays so.
struct Bootstrap: Sendable {
    private static let principal = "bootstrap"
    private let chassis: Chassis
    private let key: APIKey?

    /// Reads the operator's key from the configuration.
    ///
    /// - Throws: ``ConfigurationError`` when it is no key of the platform's tenant.
    init(chassis: Chassis) throws(ConfigurationError) {
        self.chassis = chassis
        guard let text = chassis.configuration[Settings.bootstrapOperatorKey] else {
            key = nil
            return
        }
        guard let key = APIKey(text), key.tenant == .platform else {
            throw ConfigurationError(problems: [
                "\(Settings.bootstrapOperatorKey.name) must be an API key of the platform's tenant"
            ])
        }
        self.key = key
    }

    /// Writes what is missing.
    ///
    /// - Throws: ``PostgresError``.
    func run() async throws {
        let now = chassis.clock.now
        let platform = TenantState(
            id: .platform, key: "platform", name: "Platform", timeZone: Zone.utc.name, revision: 1, createdAt: now, updatedAt: now
        )
        var writes = [TenantStore.insertIfAbsent(platform, by: Self.principal)]
        if let key {
            let shown = APIKeyResource(
                id: APIKeyID(), name: "First operator", roles: [.operator], customer: nil, prefix: key.prefix, createdAt: now,
                expiresAt: nil)
            writes.append(APIKeyStore.insertIfAbsent(shown, hash: key.hash, of: .platform, by: Self.principal))
        }
        _ = try await chassis.database.execute(writes, tenant: TenantID.platform.uuid)
    }
}
