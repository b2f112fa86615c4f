import Foundation
import NIOCore
import Postgres

/// A month's statement for a service with a year of one-minute samples, beside the raw SQL over those samples.
enum StatementQuery: Subject {
    static let name = "statement"

    private static let service = "year"
    private static let minutesAYear = 525_600
    /// What the gateway may take, in milliseconds.
    private static let limitMilliseconds = 5.0
    /// 2025: the year of the samples; June is the month that is asked for.
    private static let yearStart = 1_735_689_600
    private static let month = (name: "2025-06", from: 1_748_736_000, to: 1_751_328_000)

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Servers.with("statement", stand) { servers in
            try await Stack.with(stand) { try await measure(stand, $0, servers) }
        }
    }

    private static func measure(_ stand: Stand, _ stack: Stack, _ servers: Servers) async throws -> [Comparison] {
        let samples = Samples(components: 1, each: minutesAYear, start: yearStart)
        stand.progress("statement: loading a year of samples into both")
        try await load(samples, stack)
        try await load(samples, servers, stand)
        let token = try await stack.token()
        let client = PostgresClient(
            configuration: servers.postgres(connections: 1), eventLoop: servers.eventLoop, logger: .quiet)
        return try await running(client) {
            let requests = stand.isQuick ? 50 : 500
            let url = "\(stack.gateway)/v1/statements?service=\(service)&month=\(month.name)"
            let (ours, peer) = try await stand.rounds.inTurn {
                stand.progress("statement: ours")
                return try await medianMilliseconds(requests) { _ = try await stack.send(.GET, url, token: token) }
            } _: {
                stand.progress("statement: raw SQL")
                return try await medianMilliseconds(max(5, requests / 10)) { try await rawSQL(client) }
            }
            return [
                .limit(
                    "statement of a month, a year of one-minute samples", ours: ours, below: limitMilliseconds, unit: "ms",
                    note: "median of \(requests) requests, one after another, through the gateway"),
                Comparison.rate(
                    "statements a second beside the raw SQL over the samples", ours: 1000 / ours, peer: 1000 / peer,
                    peerName: "window function in SQL", unit: "answers/s", atLeast: 1),
            ]
        }
    }

    private static func load(_ samples: Samples, _ stack: Stack) async throws {
        struct Named: Decodable { let id: String }
        struct Ignored: Decodable {}
        _ = try await stack.post("/v1/services", samples.definition(service: service), as: Ignored.self)
        let agreement = try await stack.post(
            "/v1/agreements", #"{"key":"\#(BenchAgreement.key)","title":"Benchmark"}"#, as: Named.self)
        let versions = "/v1/agreements/\(agreement.id)/versions"
        _ = try await stack.post(versions, BenchAgreement.document(service: service), as: Ignored.self, type: "application/yaml")
        _ = try await stack.post("\(versions)/1/publication", #"{"effective_from":"2025-01-01T00:00:00Z"}"#, as: Ignored.self)
        try await Ingest.waitUntilKnown(stack, service: service)
        for request in samples.requests(service: service, componentsEach: 1) {
            _ = try await stack.send(
                .POST, stack.gateway + "/v1/measurements", body: request, headers: ["Content-Type": "text/csv"], token: stack.key)
        }
        try await Ingest.drained(stack)
    }

    private static func load(_ samples: Samples, _ servers: Servers, _ stand: Stand) async throws {
        let file = "\(stand.folder)/year.csv"
        try Data(samples.rows().readableBytesView).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try await Ingest.psql(
            "create table year (component text, location text, at bigint, state text, primary key (component, location, at))",
            servers)
        _ = try await Ingest.psql("\\copy year from '\(file)' with (format csv)", servers)
        _ = try await Ingest.psql("vacuum analyze year", servers)
    }

    /// What a product without intervals would ask: the time until the next sample, summed over the samples that were down.
    private static func rawSQL(_ client: PostgresClient) async throws {
        let rows = try await client.query(
            """
            with known as (
                select at, state, lead(at) over (order by at) as next from year
                where component = 'c00' and location = 'eu' and at >= \(Int64(month.from) - 90) and at < \(Int64(month.to))
            )
            select coalesce(sum(least(coalesce(next, at + 90), at + 90, \(Int64(month.to))) - greatest(at, \(Int64(month.from)))), 0)::bigint
            from known where state = 'down'
            """)
        guard rows.count == 1 else { throw BenchError("the raw SQL answered \(rows.count) rows") }
    }
}
