import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `calendars`.
enum CalendarStore {
    private static let columns: Query = "id, key, name, time_zone, weekly, holidays, revision, created_at, updated_at"

    /// Adds a calendar.
    static func insert(_ calendar: CalendarState, of tenant: TenantID, by principal: String) throws -> Query {
        """
        insert into calendars (tenant_id, \(columns), created_by, updated_by)
        values (\(tenant), \(calendar.id), \(calendar.key), \(calendar.name), \(calendar.timeZone),
            \(try JSONText(encoding: calendar.weekly)), \(calendar.holidays), \(calendar.revision), \(calendar.createdAt),
            \(calendar.updatedAt), \(principal), \(principal))
        """
    }

    /// Writes a changed calendar.
    static func update(_ calendar: CalendarState, by principal: String) throws -> Query {
        """
        update calendars set key = \(calendar.key), name = \(calendar.name), time_zone = \(calendar.timeZone),
            weekly = \(try JSONText(encoding: calendar.weekly)), holidays = \(calendar.holidays),
            revision = \(calendar.revision), updated_at = \(calendar.updatedAt), updated_by = \(principal)
        where id = \(calendar.id)
        """
    }

    /// One calendar.
    static func find(_ id: CalendarID) -> Query {
        "select \(columns) from calendars where id = \(id)"
    }

    /// A page of calendars.
    static func page(key: String?, after: UUID?, limit: Int) -> Query {
        var query: Query = "select \(columns) from calendars where true"
        if let key { query += " and key = \(key)" }
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> CalendarState {
        let (id, key, name, timeZone, weekly, holidays, revision, createdAt, updatedAt) = try row.decode(
            (CalendarID, String, String, String, JSONText, [String], Int64, Instant, Instant).self)
        return CalendarState(
            id: id, key: key, name: name, timeZone: timeZone, weekly: try weekly.decode(), holidays: holidays,
            revision: revision, createdAt: createdAt, updatedAt: updatedAt)
    }
}
