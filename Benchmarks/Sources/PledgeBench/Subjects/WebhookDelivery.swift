import Foundation
import Hummingbird
import Synchronization

/// From the event to the webhook: tickets opened at a steady pace, and when the tenant's endpoint was told of each.
enum WebhookDelivery: Subject {
    static let name = "webhooks"

    private static let paceEachSecond = 200
    private static let limitMilliseconds = 100.0
    private static let waitSeconds = 60

    /// When each ticket was asked for, and when it was heard of.
    private final class Log: Sendable {
        private struct Times {
            var asked: [String: ContinuousClock.Instant] = [:]
            var heard: [String: ContinuousClock.Instant] = [:]
        }
        private let times = Mutex(Times())

        func asked(_ ticket: String, at instant: ContinuousClock.Instant) { times.withLock { $0.asked[ticket] = instant } }

        /// The first time counts: a repeat is no delivery.
        func heard(_ ticket: String) {
            let now = ContinuousClock.now
            times.withLock { if $0.heard[ticket] == nil { $0.heard[ticket] = now } }
        }

        /// Milliseconds from asking to hearing, of those that were heard of.
        var latencies: [Double] {
            times.withLock { times in
                times.asked.compactMap { ticket, asked in
                    times.heard[ticket].map { heard in (heard - asked) / .milliseconds(1) }
                }
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
            let body = try await request.body.collect(upTo: 1 << 20)
            if let event = try? JSONDecoder().decode(Event.self, from: Data(body.readableBytesView)) {
                log.heard(event.data.ticket.id)
            }
            return HTTPResponse.Status.noContent
        }
        let endpoint = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: .quiet)
        return try await running(endpoint) {
            struct Ignored: Decodable {}
            _ = try await stack.post(
                "/v1/webhooks",
                #"{"url":"http://127.0.0.1:\#(port)/hook","types":["pledge.ticketing.ticket.opened.v1"]}"#, as: Ignored.self)
            return try await latency(customer, log, try await stack.token(), stand)
        }
    }

    private static func latency(
        _ customer: SupportCustomer, _ log: Log, _ token: String, _ stand: Stand
    ) async throws -> Comparison {
        stand.progress("webhooks: \(paceEachSecond) tickets a second")
        let count = paceEachSecond * stand.roundSeconds * 2
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                try await Task.sleep(until: start + .microseconds(index * 1_000_000 / paceEachSecond))
                group.addTask {
                    // From before the request, thus from before the commit: no latency is hidden.
                    let asked = ContinuousClock.now
                    log.asked(try await customer.open(token: token), at: asked)
                }
            }
            try await group.waitForAll()
        }
        let end = ContinuousClock.now + .seconds(waitSeconds)
        while log.latencies.count < count {
            guard ContinuousClock.now < end else { throw BenchError("\(log.latencies.count) of \(count) webhooks came") }
            try await Task.sleep(for: .milliseconds(20))
        }
        let latencies = log.latencies
        return .limit(
            "event to webhook received, p99, at \(paceEachSecond) events/s", ours: percentile(latencies, 0.99),
            below: limitMilliseconds, unit: "ms",
            note: "median \(Report.number(percentile(latencies, 0.5))) ms; from before the request that made the event")
    }
}
