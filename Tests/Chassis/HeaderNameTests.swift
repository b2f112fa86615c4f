import Contracts
import HTTPTypes
import Testing

@testable import Chassis

@Suite struct HeaderNameTests {
    @Test func everyNameIsItself() {
        let names: [HTTPField.Name] = [.link, .xRequestID, .idempotencyKey, .idempotentReplayed]
        #expect(
            names.map(\.rawName) == ["Link", "X-Request-Id", "Idempotency-Key", "Idempotent-Replayed"])
    }

    @Test func aProblemWithAFieldThatHasNoNameIsAnsweredWithoutIt() {
        let reply = Problem.notFound().with(header: "not a name", "x").with(header: "retry-after", "1").reply()
        #expect(reply.headers[.retryAfter] == "1")
        #expect(reply.status == .notFound)
    }
}
