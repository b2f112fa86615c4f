import Contracts
import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import Gateway

@Suite("Rate limits at the door")
struct GatewayLimitTests {
    @Test("a key's quota holds over two gateways, and is told")
    func shared() async throws {
        try await GatewayHarness.run(["PLEDGE_RATE_LIMIT_KEY": "6/3600"]) { first in
            try await GatewayHarness.run(["PLEDGE_RATE_LIMIT_KEY": "6/3600"]) { second in
                let principal = "key_\(UUID().uuidString)"
                var statuses: [Int] = []
                for number in 0..<8 {
                    let gateway = number % 2 == 0 ? first : second
                    let token = try await gateway.token(.admin, tenant: first.tenant, principal: principal)
                    let answer = try await gateway.send(.GET, "/v1/customers", token: token)
                    statuses.append(answer.status)
                    let state = try #require(answer.headers.first(name: "ratelimit"))
                    #expect(state.hasPrefix("\"key\";r=\(max(0, 5 - number));t="), "\(state)")
                    #expect(answer.headers.first(name: "ratelimit-policy")?.hasPrefix("\"key\";q=6;w=3600") == true)
                    if answer.status == 429 {
                        #expect(answer.problem == "rate-limited")
                        #expect(Int(answer.headers.first(name: "retry-after") ?? "").map { $0 > 0 } == true)
                    }
                }
                #expect(statuses == [200, 200, 200, 200, 200, 200, 429, 429])
                let other = try await first.token(.admin, principal: "key_\(UUID().uuidString)")
                #expect(try await first.send(.GET, "/v1/customers", token: other).status == 200, "another key has its own")
            }
        }
    }

    @Test("guessing credentials is slowed down by address")
    func guessing() async throws {
        // A Redis of its own: every test on this machine comes from the same address.
        let redis = try await PrivateRedis()
        try await GatewayHarness.run(["PLEDGE_RATE_LIMIT_ADDRESS": "3/3600"], redis: redis.address) { gateway in
            var statuses: [Int] = []
            for _ in 0..<5 {
                statuses.append(try await gateway.send(.GET, "/v1/customers", headers: ["authorization": "Bearer a.b.c"]).status)
            }
            #expect(statuses == [401, 401, 401, 429, 429])
            #expect(try await gateway.send(.GET, "/v1/customers", token: gateway.token(.admin)).status == 200)
        }
        await redis.remove()
    }

    @Test("without Redis requests pass uncounted")
    func open() async throws {
        let redis = try await PrivateRedis()
        try await GatewayHarness.run(["PLEDGE_RATE_LIMIT_KEY": "1/3600"], redis: redis.address) { gateway in
            let token = try await gateway.token(.admin)
            #expect(try await gateway.send(.GET, "/v1/customers", token: token).status == 200)
            #expect(try await gateway.send(.GET, "/v1/customers", token: token).status == 429)
            await redis.kill(losingData: true)
            let other = try await gateway.token(.admin, principal: "key_other")
            for _ in 0..<3 { #expect(try await gateway.send(.GET, "/v1/customers", token: other).status == 200) }
        }
        await redis.remove()
    }
}
