import Contracts
import Foundation
import Hosting
import Terms
import TestSupport

/// What became of a tenant's measurements, without ids and times of writing.
struct ReplicaFindings {
    let outages: [String]
    let verdicts: [Verdict]
    /// Samples that are kept.
    let samples: Int
    /// Batches that are acknowledged and not worked in.
    private let pending: Int
    /// Outages that were told of as opened, and how often.
    private let opened: [String?]
    private let statements: HistoryFindings

    /// What one of the replicas says, and what is in the database.
    init(_ tenant: World, at address: String? = nil) async throws {
        let month = "from=\(ReplicaTelemetry.month.start)&to=\(ReplicaTelemetry.month.end)"
        func get(_ path: String) async throws -> Answer {
            let answer = try await tenant.service.send(.GET, path, as: tenant.admin, at: address)
            guard answer.status == 200 else { throw NeverCame(description: "\(path): \(answer.status) \(answer.text)") }
            return answer
        }
        let statements = try await get("/v1/statements?\(month)").decode(ListPage<StatementResource>.self).data
        verdicts = statements.map(\.verdict)
        self.statements = HistoryFindings(statements)
        var outages: [OutageResource] = []
        var cursor: String?
        repeat {
            let page = try await get("/v1/outages?\(month)&limit=100\(cursor.map { "&cursor=\($0)" } ?? "")")
                .decode(ListPage<OutageResource>.self)
            outages += page.data
            cursor = page.nextCursor
        } while cursor != nil
        // An outage that was seen in part first may have been withdrawn in favour of the one that it became part of.
        self.outages = outages.filter { $0.state != .withdrawn }.map {
            "\($0.component ?? "-") \($0.startedAt) \($0.endedAt.map { "\($0)" } ?? "-") \($0.state) \($0.sources) \($0.components)"
        }.sorted()
        let database = try await tenant.service.database.admin()
        func number(_ what: String, in table: String) async throws -> Int {
            let rows = try await database.run("select \(what) from \(table) where tenant_id = '\(tenant.tenant.uuid)'")
            return rows[0][0].flatMap { Int($0) } ?? -1
        }
        samples = try await number("sum(samples)", in: "series_blocks")
        pending = try await number("count(*)", in: "measurement_batches")
        opened = try await database.run(
            """
            select envelope::jsonb ->> 'subject' from outbox
            where tenant_id = '\(tenant.tenant.uuid)' and type = '\(OutageOpened.type)'
            """
        ).map { $0[0] }
    }

    /// What is otherwise; none where both are the same and complete, and nothing was told twice.
    func differences(from other: ReplicaFindings) -> [String] {
        var differences = statements.differences(from: other.statements)
        differences += Set(outages).symmetricDifference(other.outages).sorted().map {
            "\(outages.contains($0) ? "too much" : "missing"): \($0)"
        }
        if outages.count != other.outages.count { differences.append("\(outages.count) outages, not \(other.outages.count)") }
        if samples != other.samples { differences.append("\(samples) samples, not \(other.samples)") }
        if pending > 0 { differences.append("\(pending) batches are not worked in") }
        if Set(opened).count != opened.count { differences.append("outages were told of as opened twice") }
        return differences
    }
}
