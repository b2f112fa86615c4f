import Chassis
import Contracts
import Crypto
import Foundation
import Logging
import Terms
import Testing

@Suite struct TokenTests {
    let clock = ManualClock(TestServer.start)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let caller = Caller(tenant: TenantID(), principal: "mem_1", roles: [.owner], customer: CustomerID())

    /// A verifier, a signer with its keys, and the keys.
    func make() async throws -> (TokenVerifier, TokenSigner, JSONWebKeys) {
        let keys = try JSONWebKeys.generate()
        let verifier = TokenVerifier(file: nil, clock: clock, logger: logger)
        try await verifier.use(keys.published)
        return (verifier, try await TokenSigner(keys), keys)
    }

    @Test func aTokenSaysWhoItsBearerIs() async throws {
        let (verifier, signer, _) = try await make()
        let token = try await signer.sign(caller, now: clock.now)
        let verified = try await verifier.verify(token)
        #expect(verified.caller == caller)
        #expect(verified.expiresAt == clock.now.advanced(by: AccessClaims.lifetimeSeconds))
        // Remembered, and still checked for its time.
        #expect(try await verifier.verify(token).caller == caller)
        clock.advance(by: AccessClaims.lifetimeSeconds + TokenVerifier.leewaySeconds)
        await #expect(throws: Problem.self) { try await verifier.verify(token) }
    }

    @Test func timesAreCheckedWithLeeway() async throws {
        let (verifier, signer, _) = try await make()
        let expired = try await signer.sign(caller, now: clock.now.advanced(by: -AccessClaims.lifetimeSeconds - 29))
        #expect(try await verifier.verify(expired).caller == caller)
        let long = try await signer.sign(caller, now: clock.now.advanced(by: -AccessClaims.lifetimeSeconds - 30))
        await #expect(throws: Problem.self) { try await verifier.verify(long) }
        let early = try await signer.sign(caller, now: clock.now.advanced(by: 30))
        #expect(try await verifier.verify(early).caller == caller)
        let tooEarly = try await signer.sign(caller, now: clock.now.advanced(by: 31))
        await #expect(throws: Problem.self) { try await verifier.verify(tooEarly) }
    }

    /// A token made by hand, for what our signer never makes.
    func forge(
        _ keys: JSONWebKeys, header: [String: String], change: (inout [String: Any]) -> Void = { _ in }
    ) throws -> String {
        let d = try #require(keys.keys[0].d.flatMap { Base64URL.decode($0) })
        var claims =
            try #require(
                JSONSerialization.jsonObject(with: JSONEncoder().encode(AccessClaims(caller: caller, now: clock.now)))
                    as? [String: Any])
        change(&claims)
        let head = Base64URL.encode(try JSONSerialization.data(withJSONObject: header))
        let body = Base64URL.encode(try JSONSerialization.data(withJSONObject: claims))
        let signature = try Curve25519.Signing.PrivateKey(rawRepresentation: d).signature(for: Data("\(head).\(body)".utf8))
        return "\(head).\(body).\(Base64URL.encode(signature))"
    }

    @Test func onlyOurOwnAccessTokensAreTaken() async throws {
        let (verifier, _, keys) = try await make()
        let kid = try #require(keys.keys[0].kid)
        let good = ["alg": "EdDSA", "typ": "at+jwt", "kid": kid]
        #expect(try await verifier.verify(forge(keys, header: good)).caller == caller)
        let headers: [[String: String]] = [
            ["alg": "none", "typ": "at+jwt", "kid": kid], ["alg": "HS256", "typ": "at+jwt", "kid": kid],
            ["alg": "EdDSA", "typ": "JWT", "kid": kid], ["alg": "EdDSA", "kid": kid], ["alg": "EdDSA", "typ": "at+jwt"],
            ["alg": "EdDSA", "typ": "at+jwt", "kid": "another"],
        ]
        for header in headers {
            await #expect(throws: Problem.self, "\(header)") { try await verifier.verify(forge(keys, header: header)) }
        }
        let changes: [(inout [String: Any]) -> Void] = [
            { $0["iss"] = "else" }, { $0["aud"] = "else" }, { $0["exp"] = nil }, { $0["rol"] = [String]() },
            { $0["rol"] = ["root"] },
            { $0["cus"] = nil }, { $0["ten"] = "ten_1" }, { $0["sub"] = "" }, { $0["nbf"] = 4_000_000_000 },
        ]
        for (number, change) in changes.enumerated() {
            let token = try forge(keys, header: good, change: change)
            await #expect(throws: Problem.self, "change \(number)") { try await verifier.verify(token) }
        }
    }

    @Test func whatIsNotAsItWasSignedIsRefused() async throws {
        let (verifier, signer, _) = try await make()
        let token = try await signer.sign(caller, now: clock.now)
        let parts = token.split(separator: ".").map(String.init)
        let other = try await signer.sign(
            Caller(tenant: caller.tenant, principal: "mem_2", roles: [.admin]), now: clock.now
        ).split(separator: ".").map(String.init)
        let (stranger, _, _) = (try await make().1, 0, 0)
        let foreign = try await stranger.sign(caller, now: clock.now)
        let bad = [
            "", ".", "..", "a.b.c", "\(parts[0]).\(other[1]).\(parts[2])", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])",
            token + "A", foreign, String(repeating: "a", count: 10_000), "\(parts[0]).\(parts[1]).\(parts[2]).x",
        ]
        for token in bad {
            let problem = await #expect(throws: Problem.self) { try await verifier.verify(token) }
            #expect(problem?.status == 401)
        }
    }

    @Test func anUnknownKeyHasTheFileReadAgainAtMostOnceAMinute() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "jwks-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let (first, second) = (try JSONWebKeys.generate(), try JSONWebKeys.generate())
        try first.published.json.write(to: file)
        let verifier = TokenVerifier(file: file, clock: clock, logger: logger)
        #expect(!verifier.hasKeys)
        await verifier.load()
        #expect(verifier.hasKeys)
        let (old, new) = (try await TokenSigner(first), try await TokenSigner(second))
        try JSONWebKeys(keys: first.published.keys + second.published.keys).json.write(to: file)
        let token = try await new.sign(caller, now: clock.now)
        await #expect(throws: Problem.self) { try await verifier.verify(token) }
        clock.advance(by: TokenVerifier.reloadSeconds)
        #expect(try await verifier.verify(token).caller == caller)
        // A file that went bad changes nothing.
        try Data("not json".utf8).write(to: file)
        clock.advance(by: TokenVerifier.reloadSeconds)
        await verifier.load()
        #expect(try await verifier.verify(old.sign(caller, now: clock.now)).caller == caller)
    }

    @Test func keysWithoutNameOrAlgorithmAreLeftOut() async throws {
        let keys = try JSONWebKeys.generate()
        let x = keys.keys[0].x
        let text =
            #"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"\#(x)"},{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","x":"\#(x)"}]}"#
        let set = try JSONDecoder().decode(JSONWebKeys.self, from: Data(text.utf8))
        let verifier = TokenVerifier(file: nil, clock: clock, logger: logger)
        await #expect(throws: ConfigurationError.self) { try await verifier.use(set) }
        #expect(keys.published.keys.allSatisfy { $0.d == nil })
    }
}

@Suite struct APIKeyTests {
    @Test func readsBackWhatItMade() throws {
        let tenant = TenantID()
        let key = APIKey(tenant: tenant)
        #expect(key.text.hasPrefix("plk_") && key.text.utf8.count == 4 + 26 + 1 + 43)
        let read = try #require(APIKey(key.text))
        #expect(read.tenant == tenant && read.hash == key.hash)
        #expect(read.matches(storedHash: key.hash))
        #expect(!read.matches(storedHash: APIKey(tenant: tenant).hash))
        #expect(key.text.hasPrefix(key.prefix.dropLast()) && key.prefix.count < 40)
    }

    @Test(arguments: ["", "plk_", "plk_01J2JVGZ00FAY828T5CY4TQKFF", "sk_01J2JVGZ00FAY828T5CY4TQKFF_"])
    func refuses(_ text: String) {
        #expect(APIKey(text) == nil)
        #expect(APIKey(APIKey(tenant: TenantID()).text + text) == nil || text.isEmpty)
    }

    @Test func comparesInConstantTime() {
        #expect(ConstantTime.equal("abc", "abc"))
        #expect(!ConstantTime.equal("abc", "abd"))
        #expect(!ConstantTime.equal("abc", "ab"))
        #expect(ConstantTime.equal("", ""))
    }
}
