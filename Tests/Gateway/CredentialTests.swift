import Foundation
import HTTPTypes
import Testing

@testable import Gateway

@Suite("Credentials")
struct CredentialTests {
    private func credential(_ values: String...) -> Credential {
        var fields = HTTPFields()
        for value in values { fields.append(HTTPField(name: .authorization, value: value)) }
        return Credential(fields)
    }

    private func basic(_ pair: String) -> String { "Basic \(Data(pair.utf8).base64EncodedString())" }

    @Test("tells tokens from keys")
    func kinds() {
        #expect(credential() == .none)
        #expect(credential("Bearer eyJ.x.y") == .token("eyJ.x.y"))
        #expect(credential("bearer  plk_abc") == .apiKey("plk_abc"))
        #expect(credential(basic("prometheus:plk_abc")) == .apiKey("plk_abc"))
        #expect(credential(basic(":plk_a:b")) == .apiKey("plk_a:b"))
    }

    @Test("says what is wrong with everything else")
    func malformed() {
        let wrong = [
            credential("Bearer"), credential("Bearer "), credential("Digest x"), credential("Basic !!!"),
            credential(basic("nocolon")),
            credential(basic("user:password")), credential("Bearer a", "Bearer b"),
            credential("Bearer \(String(repeating: "a", count: 5000))"),
        ]
        for credential in wrong {
            guard case .malformed(let why) = credential else {
                Issue.record("taken: \(credential)")
                continue
            }
            #expect(!why.isEmpty)
        }
    }
}
