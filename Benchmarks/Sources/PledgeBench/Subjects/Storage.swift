import Foundation

/// What a year of one-minute samples takes on the disk once it is past the lateness horizon, whether the service grows while the
/// samples go in, and what metrics take.
enum Storage: Subject {
    static let name = "storage"

    /// Of which a year is 26 million samples.
    private static let components = 50
    /// What a year of 1,000 components may take with its indexes, the horizon apart.
    private static let limitMegabytes = 100.0
    /// 2025, in quarters: each is sent, grows old and is compacted before the next, as it would in a year of its own.
    private static let yearStart = 1_735_689_600
    private static let minutesAQuarter = 131_400
    /// A component is down about twice a month.
    private static let oneDownIn = 7_300
    /// Bodies of less than 16 MiB.
    private static let componentsARequest = 3
    /// The service looks every half minute for what is due.
    private static let waitSeconds = 300
    /// How much more memory the last quarter may take than the first.
    private static let growthLimit = 1.25
    /// Everything that is kept of samples, but for the blocks of the horizon, of which none are left.
    private static let tables = ["series", "series_runs", "component_transitions", "outages"]

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Stack.with(stand) { try await measure(stand, $0) }
    }

    private static func measure(_ stand: Stand, _ stack: Stack) async throws -> [Comparison] {
        struct Ignored: Decodable {}
        let quarters = stand.isQuick ? 2 : 4
        let service = try await stack.status().pid(of: "availability")
        var memory: [Double] = []
        var sent = 0
        for quarter in 0..<quarters {
            stand.progress("storage: quarter \(quarter + 1) of \(quarters)")
            let start = yearStart + quarter * minutesAQuarter * 60
            let samples = Samples(components: components, each: minutesAQuarter, start: start, oneDownIn: oneDownIn)
            if quarter == 0 {
                _ = try await stack.post("/v1/services", samples.definition(service: name), as: Ignored.self)
                try await Ingest.waitUntilKnown(stack, service: name)
            }
            for request in samples.requests(service: name, componentsEach: componentsARequest) {
                _ = try await stack.send(
                    .POST, stack.gateway + "/v1/measurements", body: request, headers: ["Content-Type": "text/csv"],
                    token: stack.key)
            }
            try await Ingest.drained(stack)
            sent += samples.count
            try await compacted(stack)
            memory.append(try Footprint.residentMegabytes(service))
        }
        return [try await size(stack, sent), growth(memory)] + (try await metrics(stand, stack))
    }

    /// Lets a month pass for the blocks that are there, and waits until all are runs.
    private static func compacted(_ stack: Stack) async throws {
        _ = try await stack.psql("update series_blocks set written_at = written_at - interval '30 days'", "availability")
        _ = try await stack.psql("update compaction_work set due_at = now() - interval '1 minute'", "availability")
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        while try await stack.psql("select count(*) from series_blocks", "availability") != "0" {
            guard ContinuousClock.now < deadline else { throw BenchError("samples were not compacted within \(waitSeconds) s") }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// As autovacuum leaves the tables, nothing written anew.
    private static func size(_ stack: Stack, _ sent: Int) async throws -> Comparison {
        for table in tables { _ = try await stack.psql("vacuum analyze \(table)", "availability") }
        let sum = tables.map { "pg_total_relation_size('\($0)')" }.joined(separator: " + ")
        let text = try await stack.psql("select \(sum)", "availability")
        let outages = try await stack.psql("select count(*) from outages", "availability")
        guard let bytes = Double(text) else { throw BenchError("Postgres told no size but “\(text)”") }
        let perYear = bytes / Double(sent) * 525_600 * 1_000 / 1e6
        return .limit(
            "a year of minutes of 1,000 components on the disk", ours: perYear, below: limitMegabytes, unit: "MB",
            note: "\(sent) samples of \(components) components, \(outages) outages; tables and indexes, scaled by samples")
    }

    private static func growth(_ memory: [Double]) -> Comparison {
        let first = memory.first ?? 0
        let list = memory.map { String(format: "%.0f", $0) }.joined(separator: ", ")
        return .limit(
            "memory of availability after the last quarter", ours: memory.last ?? 0, below: first * growthLimit, unit: "MB",
            note: "after each quarter: \(list) MB; the limit is the first and a quarter of it")
    }
}
