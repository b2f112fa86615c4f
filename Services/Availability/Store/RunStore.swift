import Contracts
import Foundation
import Postgres

/// SQL of `series_runs`: samples past the lateness horizon.
enum RunStore {
    /// The runs in stretches of spans.
    static func runs(_ stretches: [RunStretch], of tenant: TenantID) -> Query {
        """
        select r.series_id, r.span, r.payload
        from unnest(\(stretches.map(\.series)), \(stretches.map(\.first)), \(stretches.map(\.last)), \
        \(stretches.map(\.hour))) as wanted (series, first, last, hour)
        join series_runs r on r.tenant_id = \(tenant) and r.series_id = wanted.series
            and r.span between wanted.first and wanted.last and r.last_hour >= wanted.hour
        """
    }

    /// Reads what ``runs(_:of:)`` found.
    static func decode(_ rows: Rows) throws -> [StoredRuns] {
        try rows.decode((Int64, Int32, Data).self).map { StoredRuns(series: $0.0, span: $0.1, payload: $0.2) }
    }

    /// A span of a series as it is now.
    struct Span: Sendable {
        let series: Int64
        let span: Int32
        /// Ascending; at least one.
        let runs: [StateRun]
    }

    /// Writes spans in place of those that were there.
    static func write(_ spans: [Span], of tenant: TenantID) -> Query {
        let samples = spans.map { $0.runs.reduce(0) { $0 + $1.count } }
        let last = spans.map { SeriesMerge.hour(of: $0.runs[$0.runs.count - 1].last) }
        let payloads = spans.map { Data(RunCoding.write($0.runs, base: StoredRuns.base(of: $0.span))) }
        return """
            insert into series_runs (tenant_id, series_id, samples, span, last_hour, payload)
            select \(tenant), new.* from unnest(\(spans.map(\.series)), \(samples), \(spans.map(\.span)), \(last), \(payloads)) \
            as new (series_id, samples, span, last_hour, payload)
            on conflict (tenant_id, series_id, span) do update
            set samples = excluded.samples, last_hour = excluded.last_hour, payload = excluded.payload
            """
    }
}
