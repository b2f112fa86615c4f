import Foundation
import NIOCore

/// A customer under Zecto's agreement, whose tickets have clocks.
struct SupportCustomer: Sendable {
    private struct Named: Decodable { let id: String }
    private struct Ignored: Decodable {}
    private struct Ticket: Decodable {
        struct Terms: Decodable {}
        let id: String
        let terms: Terms?
    }

    private static let waitSeconds = 30
    /// What the agreement names.
    static let components = ["api", "sms", "voice", "whatsapp", "email"]

    let stack: Stack
    private let id: String
    private let service: String

    /// Makes a service, the agreement, a customer and its subscription, and waits until tickets are under its terms.
    static func make(on stack: Stack, home: String) async throws -> SupportCustomer {
        let parts = components.map { #"{"key":"\#($0)","source":{"kind":"declared"}}"# }.joined(separator: ",")
        let tree = components.map { #"{"component":"\#($0)"}"# }.joined(separator: ",")
        let service = try await stack.post(
            "/v1/services", #"{"key":"cpaas","name":"CPaaS","components":[\#(parts)],"tree":{"all":[\#(tree)]}}"#, as: Named.self)
        let document = try String(contentsOfFile: "\(home)/deploy/demo/agreements/zecto.yaml", encoding: .utf8)
        let agreement = try await stack.post("/v1/agreements", #"{"key":"zecto-sla","title":"Zecto SLA"}"#, as: Named.self)
        let versions = "/v1/agreements/\(agreement.id)/versions"
        _ = try await stack.post(versions, document, as: Ignored.self, type: "application/yaml")
        _ = try await stack.post("\(versions)/1/publication", #"{"effective_from":"2025-11-16T19:00:00Z"}"#, as: Ignored.self)
        let customer = try await stack.post("/v1/customers", #"{"key":"acme","name":"Acme"}"#, as: Named.self)
        _ = try await stack.post(
            "/v1/subscriptions",
            """
            {"customer":"\(customer.id)","service":"\(service.id)","agreement":"\(agreement.id)","plan":"enterprise",
             "currency":"PKR","fees":{},"from":"2026-01-01T00:00:00Z"}
            """, as: Ignored.self)
        let made = SupportCustomer(stack: stack, id: customer.id, service: service.id)
        let end = ContinuousClock.now + .seconds(waitSeconds)
        while ContinuousClock.now < end {
            // Until the events have come over, the customer is not known, or has no terms.
            if let ticket = try? await stack.post("/v1/tickets", made.ticket, as: Ticket.self), ticket.terms != nil {
                return made
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BenchError("no ticket was under the agreement's terms within \(waitSeconds) s")
    }

    /// The body of a request for a ticket.
    var ticket: String {
        """
        {"customer":"\(id)","service":"\(service)","subject":"Messages are late","priority":"high",\
        "text":"Since this morning messages to two operators arrive some minutes late."}
        """
    }

    /// Opens a ticket by the service itself, and gives its id.
    func open(token: String) async throws -> String { try Self.id(in: try await answer(token: token)) }

    /// Opens a ticket by the service itself, and gives the answer: reading it can wait until nothing is measured.
    func answer(token: String) async throws -> ByteBuffer {
        try await stack.send(
            .POST, "\(stack.ticketing)/v1/tickets", body: ByteBuffer(string: ticket),
            headers: ["Content-Type": "application/json"], token: token)
    }

    /// The id of the ticket in an answer.
    static func id(in answer: ByteBuffer) throws -> String {
        try JSONDecoder().decode(Named.self, from: Data(answer.readableBytesView)).id
    }

    /// Waits until what Ticketing has told is heard by everybody, so that nothing of it disturbs what is measured next.
    func drained() async throws {
        let open = "select count(*) from outbox o where not exists (select from outbox_positions p where p.seq = o.seq)"
        let told = "select sum(position) from outbox_heads"
        let behind =
            "select coalesce(min(heard), 0) from (select sum(position) heard from subscription_cursors where producer = 'ticketing' group by consumer) c"
        let end = ContinuousClock.now + .seconds(Self.waitSeconds * 10)
        while ContinuousClock.now < end {
            if try await stack.psql(open, "ticketing") == "0",
                try await stack.psql(told, "ticketing") == stack.psql(behind, "notifications")
            {
                return
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw BenchError("the events of the tickets were not heard in time")
    }
}
