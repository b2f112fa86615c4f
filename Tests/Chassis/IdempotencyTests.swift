import AsyncHTTPClient
import Contracts
import EventLoop
import Foundation
import HTTPTypes
import NIOCore
import Postgres
import Redis
import Terms
import TestSupport
import Testing

@testable import Chassis

@Suite struct IdempotencyTests {
    let tenant = TenantID()

    /// A chassis whose database has a table of effects.
    func with(_ body: (Chassis, TestClients, ManualClock) async throws -> Void) async throws {
        try await TestClients.with { (clients) async throws in
            _ = try await clients.owner.query("create table effects (tenant_id uuid not null, name text not null)")
            _ = try await clients.owner.query("select protect_tenant_table('effects')")
            let clock = ManualClock(Instant(epochSeconds: SystemClock().now.epochSeconds))
            let configuration = try ServiceConfiguration(service: .claims, environment: [:])
            let loop = clients.app.eventLoop
            let http = HTTPClient(eventLoopGroupProvider: .singleton)
            let chassis = Chassis(
                configuration: configuration, logger: TestClients.quiet, clock: clock, eventLoop: loop, database: clients.app,
                workers: clients.worker,
                redis: RedisClient(configuration: RedisConfiguration(), eventLoop: loop, logger: TestClients.quiet),
                tokens: TokenVerifier(file: nil, clock: clock, logger: TestClients.quiet), metrics: MetricsRegistry(), http: http,
                readiness: Readiness())
            try await body(chassis, clients, clock)
            try await http.shutdown()
        }
    }

    func request(_ key: String?, body: String = #"{"a": 1, "b": [2.0]}"#, principal: String = "key_1", path: String = "/v1/x")
        throws -> APIRequest
    {
        var headers: HTTPFields = [:]
        if let key { headers[.idempotencyKey] = key }
        return APIRequest(
            method: .post, target: path, route: "/v1/x", headers: headers,
            caller: Caller(tenant: tenant, principal: principal, roles: [.admin]), requestID: "r", traceparent: Traceparent(),
            query: QueryReader(), bytes: ByteBuffer(string: body), document: try Node(json: Data(body.utf8)), parameters: [:])
    }

    func effects(_ chassis: Chassis) async throws -> Int {
        try await chassis.database.query("select count(*) from effects", tenant: tenant.uuid).decodeOne(Int.self)
    }

    /// Writes an effect and answers with how many there are.
    func act(_ chassis: Chassis, _ request: APIRequest, status: HTTPResponse.Status = .created) async throws -> Reply {
        let tenant = self.tenant
        return try await chassis.idempotent(request) { transaction in
            try await transaction.query("insert into effects (tenant_id, name) values (\(tenant), 'x')")
            let count = try await transaction.query("select count(*) from effects").decodeOne(Int.self)
            return try Reply.json(["count": count], status: status).with(.location, "/v1/x/\(count)")
        }
    }

    func body(_ reply: Reply) -> String {
        guard case .bytes(let data) = reply.body else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    @Test func aRepeatHasNoEffectAndTheFirstAnswer() async throws {
        try await with { (chassis, _, _) async throws in
            let first = try await act(chassis, request("\"k-1\""))
            // Spelled differently, with other white space: the same request.
            let again = try await act(chassis, request("k-1", body: #"{"b":[2.0],"a":1}"#))
            #expect(try await effects(chassis) == 1)
            #expect(again.status == .created && body(again) == body(first) && body(again) == #"{"count":1}"#)
            #expect(again.headers[.location] == "/v1/x/1")
            #expect(again.headers[.contentType] == "application/json")
            #expect(again.headers[.idempotentReplayed] == "true" && first.headers[.idempotentReplayed] == nil)
        }
    }

    @Test func anAnswerThatCannotBeKeptIsAFaultAndHasNoEffect() async throws {
        try await with { (chassis, _, _) async throws in
            let tenant = self.tenant
            let problem = await #expect(throws: Problem.self) {
                try await chassis.idempotent(try request("k-stream")) { transaction in
                    try await transaction.query("insert into effects (tenant_id, name) values (\(tenant), 'x')")
                    return .stream(type: "text/csv") { _ in }
                }
            }
            #expect(problem?.status == 500)
            #expect(try await effects(chassis) == 0)
            // The key is free again.
            _ = try await act(chassis, request("k-stream"))
            #expect(try await effects(chassis) == 1)
        }
    }

    @Test func anotherRequestUnderTheSameKeyIsRefused() async throws {
        try await with { (chassis, _, _) async throws in
            _ = try await act(chassis, request("k"))
            for other in [try request("k", body: #"{"a": 2}"#), try request("k", path: "/v1/x?y=1")] {
                let problem = await #expect(throws: Problem.self) { try await act(chassis, other) }
                #expect(problem?.status == 422 && problem?.slug == "idempotency-mismatch")
            }
            // Another principal's key is another key.
            _ = try await act(chassis, request("k", principal: "key_2"))
            #expect(try await effects(chassis) == 2)
        }
    }

    @Test func withoutAKeyEveryRequestHasItsEffect() async throws {
        try await with { (chassis, _, _) async throws in
            _ = try await act(chassis, request(nil))
            _ = try await act(chassis, request(nil))
            #expect(try await effects(chassis) == 2)
        }
    }

    @Test func whatFailsIsNotKept() async throws {
        try await with { (chassis, _, _) async throws in
            await #expect(throws: Problem.self) {
                try await chassis.idempotent(try request("k")) { transaction in
                    try await transaction.query("insert into effects (tenant_id, name) values (\(tenant), 'x')")
                    throw Problem.conflict("no")
                }
            }
            #expect(try await effects(chassis) == 0)
            #expect(try await act(chassis, request("k")).status == .created)
            // An answer of 500 is given, not kept.
            _ = try await act(chassis, request("k5"), status: .serviceUnavailable)
            #expect(try await act(chassis, request("k5")).status == .created)
        }
    }

    @Test func oneInFlightAtATime() async throws {
        try await with { (chassis, _, _) async throws in
            let (begun, begin) = AsyncStream<Void>.makeStream()
            let (released, release) = AsyncStream<Void>.makeStream()
            let first = Task { [tenant] in
                try await chassis.idempotent(try self.request("k")) { transaction in
                    try await transaction.query("insert into effects (tenant_id, name) values (\(tenant), 'x')")
                    begin.finish()
                    for await _ in released {}
                    return .noContent
                }
            }
            for await _ in begun {}
            let problem = await #expect(throws: Problem.self) { try await act(chassis, request("k")) }
            #expect(problem?.status == 409)
            release.finish()
            #expect(try await first.value.status == .noContent)
            #expect(try await act(chassis, request("k")).status == .noContent)
            #expect(try await effects(chassis) == 1)
        }
    }

    @Test func manyAtOnceHaveOneEffect() async throws {
        try await with { (chassis, _, _) async throws in
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do { return try await self.act(chassis, self.request("k")).status.code } catch {
                            return (error as? Problem)?.status ?? 0
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(try await effects(chassis) == 1)
            #expect(Set(statuses).isSubset(of: [201, 409]) && statuses.contains(201))
        }
    }

    @Test(arguments: ["", "\"\"", "a\"b", "ä", String(repeating: "k", count: 256)])
    func keysThatAreNoneAreRefused(_ key: String) async throws {
        let problem = #expect(throws: Problem.self) { try IdempotencyKey(try request(key)) }
        #expect(problem?.status == 400)
    }

    @Test func anothersTenantsKeyIsNotSeen() async throws {
        try await with { (chassis, clients, _) async throws in
            _ = try await act(chassis, request("k"))
            let seen = try await clients.app.query("select count(*) from idempotency_keys", tenant: TenantID().uuid)
            #expect(try seen.decodeOne(Int.self) == 0)
            #expect(try await clients.app.query("select count(*) from idempotency_keys").decodeOne(Int.self) == 0)
        }
    }

    @Test func answersExpireAfterADay() async throws {
        try await with { (chassis, clients, clock) async throws in
            _ = try await act(chassis, request("k"))
            let pruner = IdempotencyPruner(chassis)
            clock.advance(by: IdempotencyKey.keptSeconds - 60)
            #expect(try await pruner.prune() == 0)
            clock.advance(by: 120)
            #expect(try await pruner.prune() == 1)
            _ = try await act(chassis, request("k"))
            #expect(try await effects(chassis) == 2)
        }
    }
}
