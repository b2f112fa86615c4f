import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// From the event to the webhook: tickets opened at a steady pace, and when the tenant's endpoint was told of each.
///
/// Counted from the outbox row, which is written within the transaction and so shortly before its commit: no latency is hidden.
enum WebhookDelivery: Subject {
    static let name = "webhooks"

    private static let paceEachSecond = 200
    private static let limitMilliseconds = 100.0
    private static let waitSeconds = 60

    /// What came, and when by the machine's clock, in microseconds since 1970. It is read when nothing is measured any more.
    private final class Log: Sendable {
        private let bodies = Mutex<[(body: ByteBuffer, at: Int64)]>([])

        func heard(_ body: ByteBuffer) {
            let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
            bodies.withLock { $0.append((body, now)) }
        }

        var count: Int { bodies.withLock { $0.count } }

        /// When each ticket's event came; the first time counts, a repeat is no delivery.
        func byTicket() throws -> [String: Int64] {
            try bodies.withLock { $0 }.reduce(into: [:]) { times, heard in
                let event = try JSONDecoder().decode(Event.self, from: Data(heard.body.readableBytesView))
                times[event.data.ticket.id] = min(times[event.data.ticket.id] ?? .max, heard.at)
            }
        }
    }

    private struct Event: Decodable {
        struct Body: Decodable {
            struct Ticket: Decodable { let id: String }
            let ticket: Ticket
        }
        let data: Body
    }

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Stack.with(stand, settings: ["PLEDGE_WEBHOOK_NETWORKS": "127.0.0.0/8"]) { [try await measure(stand, $0)] }
    }

    private static func measure(_ stand: Stand, _ stack: Stack) async throws -> Comparison {
        let customer = try await SupportCustomer.make(on: stack, home: stand.home)
        let log = Log()
        let port = stack.base + 500
        let router = Router()
        router.post("/hook") { request, _ in
            log.heard(try await request.body.collect(upTo: 1 << 20))
            return HTTPResponse.Status.noContent
        }
        let endpoint = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: .quiet)
        return try await running(endpoint) {
            var medians: [Double] = []
            struct Ignored: Decodable {}
            _ = try await stack.post(
                "/v1/webhooks",
                #"{"url":"http://127.0.0.1:\#(port)/hook","types":["pledge.ticketing.ticket.opened.v1"]}"#, as: Ignored.self)
            let token = try await stack.token()
            let tails = try await stand.rounds.each {
                let latencies = try await latencies(customer, log, token, stand)
                medians.append(percentile(latencies, 0.5))
                return percentile(latencies, 0.99)
            }
            return .limit(
                "event commit to webhook received, p99, at \(paceEachSecond) events/s", ours: percentile(tails, 0.5),
                below: limitMilliseconds, unit: "ms",
                note:
                    "median \(Report.number(percentile(medians, 0.5))) ms; \(paceEachSecond) tickets a second are opened meanwhile; the middle of \(Report.list(tails))"
            )
        }
    }

    /// Milliseconds of every event of a round.
    private static func latencies(
        _ customer: SupportCustomer, _ log: Log, _ token: String, _ stand: Stand
    ) async throws -> [Double] {
        stand.progress("webhooks: \(paceEachSecond) tickets a second")
        let before = log.count
        let count = paceEachSecond * stand.roundSeconds
        let answers = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            let start = ContinuousClock.now
            for index in 0..<count {
                try await Task.sleep(until: start + .microseconds(index * 1_000_000 / paceEachSecond))
                group.addTask { try await customer.answer(token: token) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let end = ContinuousClock.now + .seconds(waitSeconds)
        while log.count < before + count {
            guard ContinuousClock.now < end else { throw BenchError("\(log.count - before) of \(count) webhooks came") }
            try await Task.sleep(for: .milliseconds(20))
        }
        let (written, heard) = (try await told(customer.stack), try log.byTicket())
        let latencies = try answers.map(SupportCustomer.id).compactMap { ticket in
            written[ticket].flatMap { at in heard[ticket].map { Double($0 - at) / 1000 } }
        }
        guard latencies.count == count else { throw BenchError("\(latencies.count) of \(count) events were found") }
        return latencies
    }

    /// When each ticket's event was written, in microseconds since 1970.
    private static func told(_ stack: Stack) async throws -> [String: Int64] {
        let text = try await stack.psql(
            """
            select envelope::jsonb #>> '{data,ticket,id}', (extract(epoch from recorded_at) * 1000000)::bigint
            from outbox where type = 'pledge.ticketing.ticket.opened.v1'
            """, "ticketing")
        let rows = text.split(separator: "\n").map { $0.split(separator: "|") }
        return Dictionary(rows.compactMap { row in Int64(row[1]).map { (String(row[0]), $0) } }) { first, _ in first }
    }
}
