import AsyncHTTPClient
import Contracts
import Foundation
import Hosting
import NIOCore
import NIOHTTP1
import Terms
import TestSupport
import Testing

@testable import Chassis

/// An event whose effect fails is put aside, seen by the operator, and has its effect once the cause is gone.
@Suite struct DeadLetterTests {
    @Test func anEventIsListedRetriedAndGone() async throws {
        let provider = try await Provider.make("letters")
        let installation = provider.installation
        let admin = try await #require(installation.databases[.ticketing]).admin()
        let tenant = provider.tenant
        try await admin.run("alter table known_customers add constraint doomed check (tenant_id <> '\(tenant.uuid)')")
        let customer = try await provider.id("/v1/customers", #"{"key": "doomed", "name": "Doomed"}"#)

        let letter = try await eventually("a dead letter", within: 60) { try await letters(installation, of: tenant).first }
        #expect(letter.subject == customer)
        #expect(letter.type == CustomerCreated.type)
        #expect(letter.producer == "agreements")
        #expect(letter.attempts == 5)
        #expect(letter.error.contains("doomed"))

        // Not cured: it stays.
        let path = "\(InternalRoutes.deadLetters)/\(letter.id)/retry"
        let early = try await send(installation, .POST, path)
        #expect(early.status == 409)
        #expect(try early.problem().slug == "dead-letter-fails")
        #expect(try await letters(installation, of: tenant) == [letter])

        try await admin.run("alter table known_customers drop constraint doomed")
        let done = try await send(installation, .POST, path)
        #expect(done.status == 200, "\(done.text)")
        let decision = DeadLetterDecision(id: letter.id, outcome: .retried, consumers: [letter.consumer])
        #expect(try done.decode(DeadLetterDecision.self) == decision)
        #expect(try await letters(installation, of: tenant).isEmpty)
        let known = try await admin.run("select key from known_customers where tenant_id = '\(tenant.uuid)'")
        #expect(known == [["doomed"]])
        #expect(try await send(installation, .POST, path).status == 404)
    }

    @Test func anEventIsDiscardedAndHasNoEffect() async throws {
        let provider = try await Provider.make("discarded")
        let installation = provider.installation
        let admin = try await #require(installation.databases[.ticketing]).admin()
        let tenant = provider.tenant
        try await admin.run("alter table known_customers add constraint unwanted check (tenant_id <> '\(tenant.uuid)')")
        _ = try await provider.id("/v1/customers", #"{"key": "unwanted", "name": "Unwanted"}"#)
        let letter = try await eventually("a dead letter", within: 60) { try await letters(installation, of: tenant).first }
        try await admin.run("alter table known_customers drop constraint unwanted")

        let path = "\(InternalRoutes.deadLetters)/\(letter.id)"
        let done = try await send(installation, .POST, path + "/discard")
        #expect(done.status == 200, "\(done.text)")
        let decision = DeadLetterDecision(id: letter.id, outcome: .discarded, consumers: [letter.consumer])
        #expect(try done.decode(DeadLetterDecision.self) == decision)
        #expect(try await letters(installation, of: tenant).isEmpty)
        // It is decided, once and for all.
        #expect(try await send(installation, .POST, path + "/discard").status == 404)
        #expect(try await send(installation, .POST, path + "/retry").status == 404)
        #expect(try await send(installation, .POST, "\(InternalRoutes.deadLetters)/evt_x/discard").status == 404)
        #expect(try await admin.run("select 1 from known_customers where tenant_id = '\(tenant.uuid)'").isEmpty)
    }

    @Test func onlyTheInstallationsTokenOpensThem() async throws {
        let provider = try await Provider.make("curious")
        let installation = provider.installation
        for service in installation.databases.keys {
            for key in [nil, provider.admin, installation.operatorKey] {
                let list = try await send(installation, .GET, InternalRoutes.deadLetters, to: service, token: key)
                #expect(list.status == 401)
                for decision in ["retry", "discard"] {
                    let path = "\(InternalRoutes.deadLetters)/\(EventID())/\(decision)"
                    #expect(try await send(installation, .POST, path, to: service, token: key).status == 401)
                }
            }
            #expect(try await send(installation, .GET, InternalRoutes.deadLetters, to: service).status == 200)
            #expect(try await send(installation, .GET, InternalRoutes.deadLetters + "?cursor=x", to: service).status == 400)
            #expect(try await send(installation, .GET, InternalRoutes.deadLetters + "?limit=0", to: service).status == 400)
        }
        // The public door does not lead there.
        let outside = try await installation.client.execute(
            HTTPClientRequest(url: installation.url(InternalRoutes.deadLetters)), timeout: .seconds(10))
        #expect(outside.status == .notFound)
    }

    /// Those of a tenant at Ticketing, page by page.
    private func letters(_ installation: Installation, of tenant: TenantID) async throws -> [DeadLetterResource] {
        var found: [DeadLetterResource] = []
        var path: String? = InternalRoutes.deadLetters + "?limit=1"
        while let next = path {
            let answer = try await send(installation, .GET, next)
            try #require(answer.status == 200, "\(answer.text)")
            let page = try answer.decode(ListPage<DeadLetterResource>.self)
            found += page.data
            path = page.nextCursor.map { "\(InternalRoutes.deadLetters)?limit=1&cursor=\($0)" }
        }
        return found.filter { $0.tenant == tenant }
    }

    private func send(
        _ installation: Installation, _ method: HTTPMethod, _ path: String, to service: ServiceName = .ticketing,
        token: String? = Installation.internalToken
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(installation.ports[service] ?? 0)\(path)")
        request.method = method
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        let response = try await installation.client.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return Answer(status: Int(response.status.code), headers: [:], body: Data(bytes.readableBytesView))
    }
}
