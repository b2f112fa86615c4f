import Chassis
import Contracts
import Foundation
import HTTPTypes
import Postgres
import Terms

/// `/v1/tokens`, `/.well-known/jwks.json` and `/v1/me`: who is who.
struct IdentityRoutes: Sendable {
    /// How long others may keep the public keys, in seconds: as long as a token is good.
    private static let keysMaxAgeSeconds = AccessClaims.lifetimeSeconds
    let chassis: Chassis
    let signer: TokenSigner

    var routes: [Route] {
        [
            Route(
                .post, "/v1/tokens", access: .anyone, body: .optionalJSON(maximumBytes: Bounds.tokenBodyBytes), handler: exchange),
            Route(.get, "/.well-known/jwks.json", access: .anyone, handler: publicKeys),
            Route(.get, "/v1/me", roles: .anyRole, handler: me),
        ]
    }

    /// An API key for a short-lived token. Whatever is wrong with the key, the answer is the same 401.
    private func exchange(_ request: APIRequest) async throws -> Reply {
        let refusal = Problem.unauthorized("the API key is not valid")
        guard let key = APIKey(try Self.credential(request)) else { throw refusal }
        let now = chassis.clock.now
        let rows = try await chassis.database.query(APIKeyStore.find(hash: key.hash), tenant: key.tenant.uuid)
        guard
            let (hash, id, roles, customer, expiresAt, revokedAt) = try rows.decodeFirst(
                (Data, APIKeyID, [String], CustomerID?, Instant?, Instant?).self),
            key.matches(storedHash: hash), revokedAt == nil, expiresAt.map({ now < $0 }) ?? true
        else { throw refusal }
        _ = try await chassis.database.query(APIKeyStore.touch(id, at: now), tenant: key.tenant.uuid)
        let caller = Caller(
            tenant: key.tenant, principal: id.description, roles: Set(roles.compactMap(Role.init)), customer: customer)
        let token = TokenResource(accessToken: try await signer.sign(caller, now: now), expiresIn: AccessClaims.lifetimeSeconds)
        return try Reply.json(token).with(.cacheControl, "no-store")
    }

    /// The key in the request: as Bearer, as the password of Basic, or in the body.
    ///
    /// - Throws: 401 when there is none, 400 when there is more than one, 422 when the body is something else.
    private static func credential(_ request: APIRequest) throws -> String {
        let inBody = request.data.isEmpty ? nil : try request.read { $0["api_key"].text(1...200) }
        let inHeader = try request.headers[.authorization].map(credential(in:))
        switch (inHeader, inBody) {
        case (let key?, nil), (nil, let key?): return key
        case (nil, nil): throw Problem.unauthorized()
        default: throw Problem.badRequest("give the API key once: in Authorization or in the body")
        }
    }

    private static func credential(in header: String) throws(Problem) -> String {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { throw .unauthorized("Authorization must be Bearer or Basic") }
        switch parts[0].lowercased() {
        case "bearer": return String(parts[1])
        case "basic":
            guard let decoded = Data(base64Encoded: String(parts[1])), let text = String(data: decoded, encoding: .utf8),
                let colon = text.firstIndex(of: ":")
            else { throw .unauthorized("Authorization is not well-formed Basic") }
            return String(text[text.index(after: colon)...])
        default: throw .unauthorized("Authorization must be Bearer or Basic")
        }
    }

    private func publicKeys(_ request: APIRequest) async throws -> Reply {
        Reply.bytes(try signer.published.json, type: "application/jwk-set+json")
            .with(.cacheControl, "public, max-age=\(Self.keysMaxAgeSeconds)")
    }

    private func me(_ request: APIRequest) async throws -> Reply {
        let tenant = try await chassis.findOne(request, "tenant", TenantStore.find(request.tenant), decode: TenantStore.decode)
        return try .json(
            MeResource(
                principal: request.caller.principal,
                tenant: MeResource.Tenant(id: tenant.id, key: tenant.key, name: tenant.name),
                roles: Role.allCases.filter(request.caller.roles.contains), customer: request.caller.customer))
    }
}
