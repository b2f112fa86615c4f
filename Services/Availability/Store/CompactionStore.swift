import Contracts
import Foundation
import Postgres
import Terms

/// SQL of compaction: which blocks are past the horizon, and when to look for them, and for metrics.
enum CompactionStore {
    /// Where a look at a tenant's blocks has got to.
    struct Place: Sendable {
        var series: Int64
        var hour: Int32

        /// Before every block.
        static let start = Place(series: 0, hour: 0)
    }

    /// A block that is past the horizon, with its series.
    struct Block: Sendable {
        let key: SeriesKey
        let block: StoredBlock
    }

    /// Looks at what a tenant has at some time, unless that is to happen earlier anyway.
    static func schedule(_ due: Instant, of tenant: TenantID) -> Query {
        "insert into compaction_work (tenant_id, due_at) values (\(tenant), \(due)) on conflict (tenant_id) do nothing"
    }

    /// Looks at a tenant no later than that.
    static func hasten(to due: Instant, of tenant: TenantID) -> Query {
        """
        insert into compaction_work (tenant_id, due_at) values (\(tenant), \(due))
        on conflict (tenant_id) do update set due_at = least(compaction_work.due_at, excluded.due_at)
        """
    }

    /// The tenants that are due. For the worker's role.
    static func dueTenants(_ now: Instant) -> Query {
        "select tenant_id from compaction_work where due_at <= \(now) order by due_at"
    }

    /// When the next tenant is due; null when none is. For the worker's role.
    static let nextDue: Query = "select min(due_at) from compaction_work"

    /// Puts the next look off, or forgets the tenant when neither a block of samples nor a row of a metric is left, and what it has
    /// is kept for ever.
    static func putOff(to due: Instant, of tenant: TenantID) -> [Query] {
        [
            """
            delete from compaction_work where tenant_id = \(tenant)
                and not exists (select from series_blocks where tenant_id = \(tenant))
                and not exists (select from metric_records where tenant_id = \(tenant))
                and not exists (
                    select from known_tenants where tenant_id = \(tenant) and sample_retention_days is not null)
            """,
            "update compaction_work set due_at = \(due) where tenant_id = \(tenant)",
        ]
    }

    /// Blocks after a place whose hours ended, and that were last written, before an instant: as many as hold so many samples
    /// together, and at least one. Counters stay, and so do the requests of services of which they are counted.
    static func blocks(
        after place: Place, before horizon: Instant, samples: Int, blocks: Int, counting: [ServiceID], of tenant: TenantID
    ) -> Query {
        """
        select series_id, hour, samples, payload, service_id, component, kind, instance from (
            select *, sum(samples::bigint) over (order by series_id, hour) - samples as before from (
                select b.series_id, b.hour, b.samples, b.payload, s.service_id, s.component, s.kind, s.instance
                from series_blocks b join series s on s.tenant_id = b.tenant_id and s.id = b.series_id
                where b.tenant_id = \(tenant) and (b.series_id, b.hour) > (\(place.series), \(place.hour))
                    and b.hour < \(SeriesMerge.hour(of: horizon.epochSeconds)) and b.written_at <= \(horizon)
                    and (s.kind = \(SeriesKind.probe.rawValue)
                        or s.kind = \(SeriesKind.requests.rawValue) and s.service_id <> all(\(counting)))
                order by b.series_id, b.hour limit \(blocks)
            ) as oldest
        ) as counted where before < \(samples) order by series_id, hour
        """
    }

    /// Reads what ``blocks(after:before:samples:blocks:counting:of:)`` found.
    static func decode(_ rows: Rows) throws -> [Block] {
        try rows.decode((Int64, Int32, Int32, Data, ServiceID, String, Int16, String).self).compactMap { row in
            guard let kind = SeriesKind(rawValue: row.6) else { return nil }
            return Block(
                key: SeriesKey(service: row.4, component: row.5, kind: kind, instance: row.7),
                block: StoredBlock(series: row.0, hour: row.1, count: row.2, payload: row.3))
        }
    }

    /// The hours of which there are blocks in spans of series.
    static func hours(_ spans: [SpanKey], of tenant: TenantID) -> Query {
        """
        select b.series_id, b.hour from unnest(\(spans.map(\.series)), \(spans.map(\.span))) as wanted (series, span)
        join series_blocks b on b.tenant_id = \(tenant) and b.series_id = wanted.series
            and b.hour between wanted.span * \(StoredRuns.spanHours) and wanted.span * \(StoredRuns.spanHours) + \(StoredRuns.spanHours - 1)
        order by b.series_id, b.hour
        """
    }

    /// The runs of spans of series.
    static func runs(_ spans: [SpanKey], of tenant: TenantID) -> Query {
        RunStore.runs(
            spans.map { RunStretch(series: $0.series, first: $0.span, last: $0.span, hour: .min) }, of: tenant)
    }

    /// Removes blocks whose samples are in runs.
    static func delete(_ blocks: [StoredBlock], of tenant: TenantID) -> Query {
        """
        delete from series_blocks b using unnest(\(blocks.map(\.series)), \(blocks.map(\.hour))) as gone (series, hour)
        where b.tenant_id = \(tenant) and b.series_id = gone.series and b.hour = gone.hour
        """
    }

    /// For how many days the tenant keeps samples; null for ever.
    static func retention(_ tenant: TenantID) -> Query {
        "select sample_retention_days from known_tenants where tenant_id = \(tenant)"
    }

    /// Takes facts about what is sampled from an instant on, and never from an earlier one again. Whoever has read the
    /// definitions before reads them anew.
    static func takeFacts(from first: Instant, of tenant: TenantID) -> Query {
        """
        update known_tenants set facts_from = \(first), definitions_version = definitions_version + 1
        where tenant_id = \(tenant) and (facts_from is null or facts_from < \(first))
        """
    }

    /// Removes so many blocks, and all runs, from before a span; what was counted of some services' requests stays.
    static func remove(before span: Int32, blocks: Int, counting: [ServiceID], of tenant: TenantID) -> [Query] {
        [
            """
            delete from series_blocks where tenant_id = \(tenant) and (series_id, hour) in (
                select series_id, hour from series_blocks
                where tenant_id = \(tenant) and hour < \(span * StoredRuns.spanHours) and series_id not in (
                    select id from series where tenant_id = \(tenant) and service_id = any(\(counting))
                        and kind <> \(SeriesKind.probe.rawValue))
                limit \(blocks))
            """,
            "delete from series_runs where tenant_id = \(tenant) and span < \(span)",
        ]
    }

    /// How many blocks there are of all tenants, as Postgres estimates it.
    static let estimate: Query = "select greatest(reltuples, 0)::bigint from pg_class where oid = 'series_blocks'::regclass"
}

/// A span of a series.
struct SpanKey: Hashable, Sendable {
    let series: Int64
    let span: Int32
}
