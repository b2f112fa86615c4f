import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Agreements

@Suite struct IdentityTests {
    @Test func aKeyBuysATokenThatSaysWhoCameAndRunsOutInFiveMinutes() async throws {
        try await World.with { world in
            let service = world.service
            let made = try await service.send(
                .POST, "/v1/api-keys", as: world.admin, json: #"{"name": "NOC", "roles": ["agent", "approver"]}"#)
            #expect(made.status == 201)
            #expect(made.headers["cache-control"] == "no-store")
            let key = try made.decode(APIKeyResource.self)
            let secret = try #require(key.secret)
            #expect(made.headers["location"] == "/v1/api-keys/\(key.id)")

            let basic = Data("anybody:\(secret)".utf8).base64EncodedString()
            for answer in [
                try await service.send(.POST, "/v1/tokens", headers: ["authorization": "Bearer \(secret)"]),
                try await service.send(.POST, "/v1/tokens", headers: ["authorization": "Basic \(basic)"]),
                try await service.send(.POST, "/v1/tokens", json: #"{"api_key": "\#(secret)"}"#),
            ] {
                #expect(answer.status == 200)
                #expect(answer.headers["cache-control"] == "no-store")
                let token = try answer.decode(TokenResource.self)
                #expect(token.tokenType == "Bearer")
                #expect(token.expiresIn == 300)
                let verified = try await service.chassis.tokens.verify(token.accessToken)
                #expect(
                    verified.caller == Caller(tenant: world.tenant, principal: key.id.description, roles: [.agent, .approver]))
                #expect(verified.expiresAt == service.clock.now.advanced(by: 300))
                let me = try await service.send(.GET, "/v1/me", headers: ["authorization": "Bearer \(token.accessToken)"])
                #expect(me.at("tenant", "key") == "acme-telecom")
                #expect(me.at("principal") == key.id.description)
                #expect(me.at("roles") == #"["agent","approver"]"#)
                #expect(me.at("customer") == nil)
            }
        }
    }

    @Test func onlyTheKeyItselfIsGoodEnough() async throws {
        try await World.with { world in
            let service = world.service
            let secret = try await secret(#"{"name": "k", "roles": ["agent"]}"#, world)
            let flipped = String(secret.dropLast()) + (secret.hasSuffix("A") ? "E" : "A")
            let another = APIKey(tenant: TenantID()).text
            for wrong in [flipped, another, "plk_", "", "x", secret + "A", String(secret.dropLast())] {
                let answer = try await service.send(.POST, "/v1/tokens", headers: ["authorization": "Bearer \(wrong)"])
                #expect(answer.status == 401, "\(wrong)")
                #expect(answer.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
            }
            for header in ["Bearer", "Digest x", "Basic !!!", "Basic \(Data("nocolon".utf8).base64EncodedString())"] {
                let answer = try await service.send(.POST, "/v1/tokens", headers: ["authorization": header])
                #expect(answer.status == 401, "\(header)")
            }
            #expect(try await service.send(.POST, "/v1/tokens").status == 401)
            let twice = try await service.send(
                .POST, "/v1/tokens", json: #"{"api_key": "\#(secret)"}"#, headers: ["authorization": "Bearer \(secret)"])
            #expect(twice.status == 400)
            #expect(try await service.send(.POST, "/v1/tokens", json: #"{"key": "x"}"#).status == 422)
            // A body that says nothing is no body.
            let bearer = ["authorization": "Bearer \(secret)"]
            #expect(try await service.send(.POST, "/v1/tokens", json: "null", headers: bearer).status == 422)
        }
    }

    @Test func aRevokedOrExpiredKeyIsNoKey() async throws {
        try await World.with { world in
            let service = world.service
            let answer = try await service.send(
                .POST, "/v1/api-keys", as: world.admin,
                json: #"{"name": "short", "roles": ["ingest"], "expires_at": "2026-03-01T01:00:00Z"}"#)
            let key = try answer.decode(APIKeyResource.self)
            let secret = try #require(key.secret)
            #expect(try await exchange(secret, service) == 200)
            service.clock.set(try #require(Instant(rfc3339: "2026-03-01T00:59:59Z")))
            #expect(try await exchange(secret, service) == 200)
            service.clock.set(try #require(Instant(rfc3339: "2026-03-01T01:00:00Z")))
            #expect(try await exchange(secret, service) == 401)

            let other = try await service.send(
                .POST, "/v1/api-keys", as: world.admin, json: #"{"name": "leaked", "roles": ["agent"]}"#)
            let leaked = try other.decode(APIKeyResource.self)
            #expect(try await exchange(try #require(leaked.secret), service) == 200)
            #expect(try await service.send(.DELETE, "/v1/api-keys/\(leaked.id)", as: world.admin).status == 204)
            #expect(try await exchange(try #require(leaked.secret), service) == 401)
            #expect(try await service.send(.DELETE, "/v1/api-keys/\(leaked.id)", as: world.admin).status == 204)
            let shown = try await service.send(.GET, "/v1/api-keys/\(leaked.id)", as: world.admin).decode(APIKeyResource.self)
            #expect(shown.revokedAt == service.clock.now)
            #expect(shown.lastUsedAt == service.clock.now)
            #expect(shown.secret == nil)
        }
    }

    @Test func theLastAdminKeyStays() async throws {
        try await World.with { world in
            let list = try await world.service.send(.GET, "/v1/api-keys", as: world.admin).decode(ListPage<APIKeyResource>.self)
            let first = try #require(list.data.first)
            #expect(list.data.count == 1)
            #expect(first.roles == [.admin])
            #expect(first.secret == nil)
            let refused = try await world.service.send(.DELETE, "/v1/api-keys/\(first.id)", as: world.admin)
            #expect(refused.status == 409)
            #expect(try refused.problem().slug == "last-key")
            _ = try await secret(#"{"name": "second", "roles": ["admin"]}"#, world)
            #expect(try await world.service.send(.DELETE, "/v1/api-keys/\(first.id)", as: world.admin).status == 204)
        }
    }

    @Test func aRepeatShowsTheSameSecretAndTheDatabaseHoldsNone() async throws {
        try await World.with { world in
            let send = {
                try await world.service.send(
                    .POST, "/v1/api-keys", as: world.admin, json: #"{"name": "once", "roles": ["agent"]}"#,
                    headers: ["idempotency-key": "\"make-one\""])
            }
            let first = try await send()
            let second = try await send()
            #expect(first.status == 201)
            #expect(second.status == 201)
            #expect(second.headers["idempotent-replayed"] == "true")
            #expect(try first.decode(APIKeyResource.self) == second.decode(APIKeyResource.self))
            let secret = try #require(try second.decode(APIKeyResource.self).secret)
            #expect(try await exchange(secret, world.service) == 200)

            let tail = String(secret.suffix(20))
            let stored = try await world.service.database.admin().run(
                """
                select (select count(*) from idempotency_keys where position('\(tail)' in encode(body, 'escape')) > 0)
                     + (select count(*) from api_keys where position('\(tail)' in prefix) > 0)
                """)
            #expect(stored == [["0"]])
        }
    }

    @Test func thePublicKeysAreThere() async throws {
        try await World.with { world in
            let answer = try await world.service.send(.GET, "/.well-known/jwks.json")
            #expect(answer.status == 200)
            #expect(answer.headers["cache-control"] == "public, max-age=300")
            let set = try JSONDecoder().decode(JSONWebKeys.self, from: answer.body)
            #expect(set == world.service.signer.published)
            #expect(!answer.text.contains("\"d\""))
        }
    }

    @Test func theConfiguredOperatorKeyOpensThePlatform() async throws {
        let key = APIKey(tenant: .platform)
        var options = ServiceUnderTest.Options()
        options.settings = ["PLEDGE_BOOTSTRAP_OPERATOR_KEY": key.text]
        try await ServiceUnderTest.with(.agreements, options) { service in
            // Starting again changes nothing.
            try await service.parts.start()
            let answer = try await service.send(.POST, "/v1/tokens", headers: ["authorization": "Bearer \(key.text)"])
            let token = try answer.decode(TokenResource.self).accessToken
            let headers = ["authorization": "Bearer \(token)"]
            #expect(try await service.send(.GET, "/v1/me", headers: headers).at("roles") == #"["operator"]"#)
            #expect(try await service.send(.GET, "/v1/tenants", headers: headers).at("data") == "[]")
            #expect(try await service.send(.GET, "/v1/customers", headers: headers).status == 403)
        }
        options.settings = ["PLEDGE_BOOTSTRAP_OPERATOR_KEY": APIKey(tenant: TenantID()).text]
        await #expect(throws: ConfigurationError.self) {
            try await ServiceUnderTest.with(.agreements, options) { _ in }
        }
    }

    private func secret(_ json: String, _ world: World) async throws -> String {
        let answer = try await world.service.send(.POST, "/v1/api-keys", as: world.admin, json: json)
        return try #require(try answer.decode(APIKeyResource.self).secret, "\(answer.text)")
    }

    private func exchange(_ secret: String, _ service: ServiceUnderTest) async throws -> Int {
        try await service.send(.POST, "/v1/tokens", headers: ["authorization": "Bearer \(secret)"]).status
    }
}
