import Chassis
import Contracts
import Foundation
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability
@testable import Messaging

/// A tenant of the service, known to it by events as Agreements tells them.
struct World {
    let service: ServiceUnderTest
    let tenant: TenantID

    var admin: Caller { .of(tenant, .admin, principal: "key_admin") }
    var agent: Caller { .of(tenant, .agent, principal: "key_agent") }
    var approver: Caller { .of(tenant, .approver, principal: "key_approver") }
    var sender: Caller { .of(tenant, .ingest, principal: "key_sender") }

    /// When the clock stands unless a test says otherwise: the windows of the worked examples are over.
    static let later = "2026-05-10T00:00:00Z"

    /// Runs `body` with a service that knows one tenant.
    static func with(
        at start: String = later, runsBackground: Bool = false, _ body: (World) async throws -> Void
    ) async throws {
        var options = ServiceUnderTest.Options()
        options.start = instant(start)
        options.runsBackground = runsBackground
        try await ServiceUnderTest.with(.availability, options) { service in
            let world = World(service: service, tenant: TenantID())
            try await world.arrive("zecto")
            try await body(world)
        }
    }

    /// Another tenant of the same service.
    func another() async throws -> World {
        let world = World(service: service, tenant: TenantID())
        try await world.arrive("other")
        return world
    }

    /// The same tenant at another process of the service.
    func at(_ process: ServiceUnderTest) -> World { World(service: process, tenant: tenant) }

    private func arrive(_ key: String) async throws {
        let state = TenantState(
            id: tenant, key: key, name: key, timeZone: "UTC", revision: 1, createdAt: service.clock.now,
            updatedAt: service.clock.now)
        try await tell(TenantCreated(tenant: state))
    }

    /// Has the service hear of something, in a transaction like the subscriber's.
    func tell(_ payload: some EventPayload, at time: Instant? = nil) async throws {
        let event = try EventEnvelope(
            payload, tenant: tenant, subject: "subject", source: .agreements, time: time ?? service.clock.now)
        try await service.chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            for subscription in service.parts.subscriptions {
                try await subscription.handle([event], transaction)
            }
        }
    }

    /// Has the tenant keep samples for so many days, and what is older removed.
    func keepSamples(days: Int32, _ compactor: Compactor) async throws {
        let now = service.clock.now
        let state = TenantState(
            id: tenant, key: "zecto", name: "zecto", timeZone: "UTC", sampleRetentionDays: days, revision: 2, createdAt: now,
            updatedAt: now)
        try await tell(TenantChanged(tenant: state))
        try await compactor.work(at: now)
    }

    /// Defines a service.
    @discardableResult
    func define(_ key: String, _ components: [ComponentState], _ tree: ComponentTree) async throws -> ServiceState {
        let state = ServiceState(
            id: ServiceID(), key: key, name: key, components: components, tree: tree, revision: 1, createdAt: service.clock.now,
            updatedAt: service.clock.now)
        try await tell(ServiceDefined(service: state))
        return state
    }

    /// Zecto's service, of declared components only: up unless somebody says otherwise.
    @discardableResult
    func defineDeclared() async throws -> ServiceState {
        let keys = ["api", "sms", "voice", "whatsapp", "email"]
        return try await define(
            "cpaas", keys.map { ComponentState(key: $0, name: nil, source: .declared) }, .all(keys.map { .component($0) }))
    }

    /// Publishes one of the demo's agreements.
    @discardableResult
    func publish(_ file: String, _ services: [ServiceState], from: String = "2025-11-16T19:00:00Z") async throws -> AgreementID {
        let bytes = try Data(contentsOf: SourceTree.url("deploy/demo/agreements/\(file)"))
        return try await publish(try AgreementYAML.node(Array(bytes)), services, from: instant(from))
    }

    /// Publishes an agreement.
    @discardableResult
    func publish(_ node: Node, _ services: [ServiceState], from: Instant) async throws -> AgreementID {
        let document = try AgreementDocument(node)
        let id = AgreementID()
        let state = AgreementVersionState(
            agreement: id, key: document.key, title: document.title, version: 1, document: node,
            services: Dictionary(uniqueKeysWithValues: services.map { ($0.key, $0.id) }), publishedAt: service.clock.now,
            effectiveFrom: from, effectiveUntil: nil)
        try await tell(AgreementPublished(version: state))
        return id
    }

    /// Posts items and expects them all to be taken.
    func measure(_ items: [String]) async throws {
        let answer = try await service.send(
            .POST, "/v1/measurements", as: sender, json: #"{"measurements": [\#(items.joined(separator: ","))]}"#)
        try #require(answer.status == 202, "\(answer.text)")
        try #require(answer["accepted"]?.json == String(items.count), "\(answer.text)")
    }

    /// Declares an outage.
    func outage(
        _ id: String, _ component: String, _ from: String, _ to: String?, service: String = "cpaas", more: String = ""
    ) -> String {
        let end = to.map { "\"\($0)\"" } ?? "null"
        return
            #"{"kind":"outage","id":"\#(id)","service":"\#(service)","component":"\#(component)","from":"\#(from)","to":\#(end)\#(more)}"#
    }

    /// The only statement of a query.
    func statement(_ query: String) async throws -> StatementResource {
        let answer = try await service.send(.GET, "/v1/statements?\(query)", as: admin)
        try #require(answer.status == 200, "\(answer.text)")
        let page = try answer.decode(ListPage<StatementResource>.self)
        try #require(page.data.count == 1, "\(answer.text)")
        return page.data[0]
    }

    /// Posts JSON and expects a status.
    @discardableResult
    func post(_ path: String, _ json: String, as caller: Caller, expecting status: Int = 201) async throws -> Answer {
        let answer = try await service.send(.POST, path, as: caller, json: json)
        try #require(answer.status == status, "\(answer.status) \(answer.text)")
        return answer
    }

    /// Reads and expects 200.
    func get(_ path: String, as caller: Caller? = nil) async throws -> Answer {
        let answer = try await service.send(.GET, path, as: caller ?? admin)
        try #require(answer.status == 200, "\(answer.status) \(answer.text)")
        return answer
    }
}

/// An instant in RFC 3339.
func instant(_ text: String) -> Instant {
    guard let instant = Instant(rfc3339: text) else { preconditionFailure("not an instant: \(text)") }
    return instant
}

/// A generator that gives the same numbers for the same seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
