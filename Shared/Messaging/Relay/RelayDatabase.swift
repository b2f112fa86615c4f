import Contracts
import Foundation
import Postgres

/// An event that has just got its place.
struct PlacedEvent: Sendable {
    let partition: Int
    let position: Int64
    let seq: Int64
    let id: EventID
    let tenant: TenantID
    let type: String
    let envelope: String
    /// From commit, or rather insert, to position.
    let ageMilliseconds: Int64
}

/// The relay's statements, all on one connection, to which the leadership belongs.
struct RelayDatabase: Sendable {
    /// Names the leadership among a database's advisory locks: "PLDG" and 1.
    private static let lock: (Int32, Int32) = (0x504C_4447, 1)

    let session: PostgresSession

    /// Tries to lead. The leadership lasts until it is resigned or the connection is lost, and then every statement fails.
    func lead() async throws(PostgresError) -> Bool {
        try await session.query("select pg_try_advisory_lock(\(Self.lock.0), \(Self.lock.1))").decodeOne(Bool.self)
    }

    /// Tells the leader, in another process, that there may be events.
    func hint() async throws(PostgresError) {
        _ = try await session.query("select pg_notify(\(Outbox.channel), '')")
    }

    /// Notes where the next leader need not look again, and returns the database's day in UTC.
    func settle(low: Int64, day: String) async throws(PostgresError) -> String {
        let answers = try await session.execute([
            "update outbox_relay set low_seq = \(low), low_day = \(raw: DayLiteral.sql(day)) where low_seq < \(low)",
            "select ((clock_timestamp() at time zone 'utc')::date)::text",
        ])
        return try answers[1].decodeOne(String.self)
    }

    /// What the last leader left: where it need not look again, and the numbers above that it has placed.
    func state() async throws(PostgresError) -> (low: Int64, day: String, placed: [Int64]) {
        let answers = try await session.execute([
            "select low_seq, low_day::text from outbox_relay",
            "select seq from outbox_positions where seq > (select low_seq from outbox_relay) order by seq",
        ])
        let (low, day) = try answers[0].decodeOne((Int64, String).self)
        return (low, day, try answers[1].decode(Int64.self))
    }

    /// Gives every committed event that has none the next position of its partition; one transaction, one round trip.
    ///
    /// (The bounds on `p.seq` say nothing new; they keep every plan from reading all positions there ever were.)
    /// The day is written into the SQL, so that the planner opens the partitions of that day and later only.
    ///
    /// - Parameter everywhere: looks at the days to come as well, where a clock that ran ahead may have put events. A look at the
    ///   days around `day` alone costs a third, is never complete, and places no more than what follows the highest number
    ///   without a gap: what lies behind a gap may come after something that it did not see. Nothing must be missing for it.
    func place(gaps: GapTracker, around day: String, everywhere: Bool, limit: Int) async throws(PostgresError) -> Pass {
        let ranges = gaps.missing.ranges
        let columns = "o.seq, o.day, o.partition, o.event_id, o.tenant_id, o.type, o.envelope, o.recorded_at"
        let first = "o.day >= \(DayLiteral.sql(day)) - 1"
        let recent = everywhere ? first : first + " and o.day <= \(DayLiteral.sql(day)) + 1"
        let rows = try await session.query(
            """
            with found as materialized (
                select *, row_number() over (order by seq) as number from (
                    (select o.* from unnest(\(ranges.map(\.lowerBound)), \(ranges.map(\.upperBound))) as gap (low, high),
                        lateral (select \(raw: columns) from outbox o
                            where \(raw: recent) and o.seq between gap.low and gap.high and not exists (
                                select from outbox_positions p where p.seq = o.seq and p.seq between gap.low and gap.high)
                            order by o.seq limit \(limit)) o)
                    union all
                    (select \(raw: columns) from outbox o
                        where \(raw: recent) and o.seq > \(gaps.high) and not exists (
                            select from outbox_positions p where p.seq = o.seq and p.seq > \(gaps.high))
                        order by o.seq limit \(limit))
                ) every order by seq limit \(limit)
            ), fresh as materialized (
                select * from found where \(everywhere) or seq = \(gaps.high) + number
            ), counted as (
                select partition, count(*) as count from fresh group by partition
            ), moved as (
                update outbox_heads h set position = h.position + c.count from counted c where h.partition = c.partition
                returning h.partition, h.position - c.count as base
            ), placed as (
                insert into outbox_positions (partition, position, seq, day)
                select f.partition, m.base + row_number() over (partition by f.partition order by f.seq), f.seq, f.day
                from fresh f join moved m on m.partition = f.partition
                returning partition, position, seq
            )
            select p.partition, p.position, p.seq, f.event_id, f.tenant_id, f.type, f.envelope,
                (extract(epoch from clock_timestamp() - f.recorded_at) * 1000)::bigint,
                least(f.day, (clock_timestamp() at time zone 'utc')::date)::text
            from placed p join fresh f on f.seq = p.seq
            union all
            select (-1)::smallint, 0, min(seq), gen_random_uuid(), gen_random_uuid(), '', '', 0, ''
            from found where number > (select count(*) from fresh) having count(*) > 0
            order by 3
            """)
        var pass = Pass(isComplete: false, leftOut: false)
        for row in try rows.decode((Int16, Int64, Int64, EventID, TenantID, String, String, Int64, String).self) {
            guard row.0 >= 0 else {
                pass.leftOut = true
                continue
            }
            pass.events.append(
                PlacedEvent(
                    partition: Int(row.0), position: row.1, seq: row.2, id: row.3, tenant: row.4, type: row.5,
                    envelope: row.6, ageMilliseconds: row.7))
            pass.lastDay = max(pass.lastDay ?? row.8, row.8)
        }
        pass.isComplete = everywhere && pass.events.count < limit
        return pass
    }

    /// What a look at the outbox found.
    struct Pass: Sendable {
        /// It looked everywhere, and did not stop at its limit.
        var isComplete: Bool
        /// There is more behind a gap, to be placed by a look everywhere.
        var leftOut: Bool
        /// By seq.
        var events: [PlacedEvent] = []
        /// The last day of any of them, but none that is yet to come: a clock that ran ahead must not hide what follows.
        var lastDay: String?
    }

    /// The transactions that are writing to the outbox: they hold its lock until they end. Only those of this database.
    func writers() async throws(PostgresError) -> Set<String> {
        let rows = try await session.query(
            """
            select distinct virtualtransaction from pg_locks
            where locktype = 'relation' and relation = 'outbox'::regclass and mode = 'RowExclusiveLock'
                and database = (select oid from pg_database where datname = current_database())
            """)
        return Set(try rows.decode(String.self))
    }

    /// Makes partitions ahead, drops those past retention with their positions, and what lies in the rest from then.
    func keepHouse(daysAhead: Int, retentionDays: Int) async throws(PostgresError) {
        _ = try await session.query(
            "select outbox_prepare((now() at time zone 'utc')::date, (now() at time zone 'utc')::date + \(Int32(daysAhead)))")
        // Never a day in which the relay still looks for events.
        let firstKept: Query =
            "least((now() at time zone 'utc')::date - \(Int32(retentionDays)), (select low_day from outbox_relay) - 1)"
        _ = try await session.execute([
            "delete from outbox_positions where day < \(firstKept)",
            "select outbox_drop_before(\(firstKept))",
        ])
        let day = try await session.query("select (\(firstKept))::text").decodeOne(String.self)
        _ = try await session.query("delete from outbox where day < \(raw: DayLiteral.sql(day))")
    }
}
