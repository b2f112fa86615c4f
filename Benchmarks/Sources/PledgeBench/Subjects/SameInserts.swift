import Foundation

/// What opening one ticket has written, as a script for `pgbench`: the same rows into tables of the same shape, in one transaction of
/// prepared statements. (Not pipelined: pgbench 15 loses statements that it prepares within a pipeline.)
struct SameInserts: Sendable {
    /// The tables that a new ticket touches, and how its rows are found there.
    private static let tables = [
        (name: "tickets", condition: "id = 'UUID'"), (name: "ticket_messages", condition: "ticket_id = 'UUID'"),
        (name: "ticket_events", condition: "ticket_id = 'UUID'"), (name: "ticket_clocks", condition: "ticket_id = 'UUID'"),
        (name: "outbox", condition: "envelope like '%TICKET%'"),
    ]
    /// What the database fills in by itself.
    private static let given: Set<String> = ["seq", "day", "recorded_at", "is_breached"]
    /// A ticket's id, and whatever must differ from ticket to ticket.
    private static let varying: Set<String> = ["id", "ticket_id"]

    /// Rows a ticket.
    let rows: Int
    private let script: String
    private let variables: [String]
    private let environment: [String: String]

    /// Reads what a ticket has written, and makes the tables.
    ///
    /// - Parameter ticket: its id as the API tells it.
    init(ticket: String, _ stack: Stack, _ stand: Stand) async throws {
        let uuid = try await stack.psql("select id from tickets order by id desc limit 1", "ticketing")
        var lines = ["\\set n random(1, 9000000000000000)", "begin;"]
        var variables: [String] = []
        var rows = 0
        var schema = "create schema bench; create sequence bench.seq;"
        for table in Self.tables {
            schema += "create table bench.\(table.name) (like public.\(table.name) including all);"
            let condition = table.condition.replacing("UUID", with: uuid).replacing("TICKET", with: ticket)
            for row in try await Self.rows(of: table.name, where: condition, stack) {
                let columns = row.keys.filter { !Self.given.contains($0) }.sorted()
                let values = columns.map { column in
                    if Self.varying.contains(column) { return "lpad(to_hex(:n::bigint), 32, '0')::uuid" }
                    guard let value = row[column] ?? nil else { return "null" }
                    variables.append(value)
                    return ":v\(variables.count)"
                }
                if rows == 0, let tenant = columns.firstIndex(of: "tenant_id") {
                    lines.append("select set_config('pledge.tenant', \(values[tenant])::text, true);")
                }
                lines.append(
                    "insert into bench.\(table.name) (\(columns.joined(separator: ", "))) values (\(values.joined(separator: ", ")));"
                )
                rows += 1
            }
        }
        guard rows > 0 else { throw BenchError("the ticket has written nothing") }
        _ = try await stack.psql(schema + "alter table bench.outbox alter seq set default nextval('bench.seq')", "ticketing")
        script = "\(stand.folder)/tickets.sql"
        try Data((lines + ["commit;", ""]).joined(separator: "\n").utf8).write(to: URL(filePath: script))
        self.rows = rows
        self.variables = variables
        environment = try stack.postgresEnvironment("ticketing")
    }

    /// Rows as columns with their texts; nil for null.
    private static func rows(of table: String, where condition: String, _ stack: Stack) async throws -> [[String: String?]] {
        let text = try await stack.psql(
            """
            select coalesce(json_agg(o), '[]') from (
                select json_object_agg(key, value) as o
                from (select row_number() over () as n, to_jsonb(t) as j from \(table) t where \(condition)) r,
                    jsonb_each_text(j) group by n
            ) rows
            """, "ticketing")
        return try JSONDecoder().decode([[String: String?]].self, from: Data(text.utf8))
    }

    /// Transactions a second.
    func run(clients: Int, seconds: Int) async throws -> Double {
        let values = variables.enumerated().flatMap { ["-D", "v\($0 + 1)=\($1)"] }
        let output = try await Tool.run(
            "pgbench",
            ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-T", "\(seconds)", "-f", script] + values,
            environment: environment)
        return try Tool.number(after: "tps = ", in: output)
    }
}
