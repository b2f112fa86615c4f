import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Messaging
@testable import Ticketing

/// A tenant with an agreement, a service and two customers, known to the service by events.
struct World {
    let service: ServiceUnderTest
    let tenant: TenantID
    let agreement = AgreementID()
    let product = ServiceID()
    let a = CustomerID()
    let b = CustomerID()
    let ayesha = MemberID()

    var admin: Caller { .admin(of: tenant) }
    var agent: Caller { .of(tenant, .agent, principal: "key_agent") }
    /// A member of customer a.
    var member: Caller { .of(tenant, .member, customer: a, principal: ayesha.description) }
    /// A member of customer b.
    var stranger: Caller { .of(tenant, .member, customer: b, principal: MemberID().description) }
    var clock: ManualClock { service.clock }

    /// Runs `body` with a service that knows one tenant, with one of the demo's agreements.
    static func with(
        _ agreement: String = "zecto.yaml", service key: String = "cpaas", plan: String = "standard",
        background: Bool = false, _ body: (World) async throws -> Void
    ) async throws {
        var options = ServiceUnderTest.Options()
        options.runsBackground = background
        try await ServiceUnderTest.with(.ticketing, options) { service in
            let world = World(service: service, tenant: TenantID())
            try await world.arrive(try demo(agreement), key, plan)
            try await body(world)
        }
    }

    /// Another tenant of the same service.
    func another(_ document: Node? = nil, service key: String = "cpaas", plan: String = "standard") async throws -> World {
        let world = World(service: service, tenant: TenantID())
        try await world.arrive(try document ?? Self.demo("zecto.yaml"), key, plan)
        return world
    }

    /// An agreement of the demo.
    static func demo(_ name: String) throws -> Node {
        try AgreementYAML.node(Data(contentsOf: SourceTree.url("deploy/demo/agreements/\(name)")))
    }

    /// Since when the world's agreements hold.
    static let beginning = Instant(epochSeconds: 1_700_000_000)

    private func arrive(_ document: Node, _ key: String, _ plan: String) async throws {
        let now = Self.beginning
        for (id, key) in [(a, "a"), (b, "b")] {
            try await hear(CustomerCreated(customer: .named(key, id, at: now)))
        }
        let person = MemberState(
            id: ayesha, customer: a, name: "Ayesha", email: "ayesha@a.example", role: .member, timeZone: nil, revision: 1,
            createdAt: now, updatedAt: now)
        try await hear(MemberCreated(member: person))
        let sold = ServiceState(
            id: product, key: key, name: key, components: [ComponentState(key: "api", name: nil, source: .declared)],
            tree: .component("api"), revision: 1, createdAt: now, updatedAt: now)
        try await hear(ServiceDefined(service: sold))
        try await publish(document, version: 1, key: key, from: now)
        for customer in [a, b] { try await subscribe(customer, plan: plan) }
    }

    /// A version of the agreement is published.
    func publish(_ document: Node, version: Int, key: String, from: Instant, waits: Bool = false) async throws {
        let rule = NoticeRule(
            replaces: version - 1, clause: "S2-10.2", days: 30, channels: [], timeZone: "UTC",
            reductions: [.init(clauses: ["S2-4.1a"], detail: "slower")])
        let state = AgreementVersionState(
            agreement: agreement, key: "sla", title: "SLA", version: version, document: document, services: [key: product],
            publishedAt: from, effectiveFrom: from, effectiveUntil: nil, noticeRules: waits ? [rule] : nil)
        try await hear(AgreementPublished(version: state))
    }

    /// A customer subscribes to the service.
    func subscribe(_ customer: CustomerID, plan: String, version: Int? = nil) async throws {
        let now = Self.beginning
        let state = SubscriptionState(
            id: SubscriptionID(), customer: customer, service: product, agreement: agreement, agreementVersion: version,
            plan: plan, currency: "PKR", fees: [:], billingAnchorDay: 1, trial: false, from: now, until: nil, revision: 1,
            createdAt: now, updatedAt: now)
        try await hear(SubscriptionStarted(subscription: state))
    }

    /// Has the service hear of something, in a transaction like the subscriber's.
    func hear(_ payload: some EventPayload, from source: ServiceName = .agreements) async throws {
        let event = try EventEnvelope(payload, tenant: tenant, subject: "subject", source: source, time: service.clock.now)
        try await service.chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            for subscription in service.parts.subscriptions {
                try await subscription.handle([event], transaction)
            }
        }
    }

    /// Looks at the clocks that are due, as the background does.
    @discardableResult
    func look() async throws -> Int {
        let desk = TicketDesk(chassis: service.chassis, documents: DocumentCache(), wake: Wake())
        return try await ClockDeadlines(desk: desk).work(at: clock.now, limit: 64)
    }
}

extension World {
    /// Opens a ticket; by the member of customer a unless said otherwise.
    func open(
        priority: String? = nil, as caller: Caller? = nil, more: String = "", headers: [String: String] = [:]
    ) async throws -> Answer {
        let caller = caller ?? member
        let whose = caller.customer == nil ? #""customer":"\#(a)","# : ""
        let urgent = priority.map { #""priority":"\#($0)","# } ?? ""
        let json = #"{\#(whose)\#(urgent)\#(more)"subject":"No SMS","text":"None is delivered."}"#
        return try await service.send(.POST, "/v1/tickets", as: caller, json: json, headers: headers)
    }

    /// Opens a ticket that must be taken.
    func ticket(priority: String? = nil, as caller: Caller? = nil, more: String = "") async throws -> TicketResource {
        let answer = try await open(priority: priority, as: caller, more: more)
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decode()
    }

    /// Says something in a ticket.
    @discardableResult
    func say(_ ticket: TicketID, as caller: Caller, more: String = "") async throws -> Answer {
        try await service.send(.POST, "/v1/tickets/\(ticket)/messages", as: caller, json: #"{\#(more)"text":"Hello"}"#)
    }

    /// Moves a ticket.
    @discardableResult
    func move(_ ticket: TicketID, to status: String, as caller: Caller? = nil) async throws -> Answer {
        try await service.send(
            .PUT, "/v1/tickets/\(ticket)/status", as: caller ?? agent, json: #"{"status":"\#(status)"}"#, ifMatch: "*")
    }

    /// Changes a ticket's priority, as the provider.
    @discardableResult
    func classify(_ ticket: TicketID, _ priority: String, as caller: Caller? = nil, more: String = "") async throws -> Answer {
        try await service.send(
            .PUT, "/v1/tickets/\(ticket)/priority", as: caller ?? agent,
            json: #"{\#(more)"priority":"\#(priority)","reason":"seen"}"#, ifMatch: "*")
    }

    /// A ticket's clocks as they stand now.
    func clocks(_ ticket: TicketID, as caller: Caller? = nil) async throws -> [ClockResource.Measure: ClockResource] {
        let answer = try await service.send(.GET, "/v1/tickets/\(ticket)/clocks", as: caller ?? agent)
        try #require(answer.status == 200, "\(answer.text)")
        let clocks = try answer.decode(ListPage<ClockResource>.self).data
        return Dictionary(uniqueKeysWithValues: clocks.map { ($0.measure, $0) })
    }

    /// The types of the events that were told of this tenant, without what they all share.
    func told() async throws -> [String] {
        try await service.told().filter { $0.tenant == tenant }.map {
            String($0.type.dropFirst("pledge.ticketing.".count).dropLast(".v1".count))
        }
    }
}

/// An instant.
func at(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }
