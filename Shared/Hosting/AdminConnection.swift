import Clibpq
import Foundation

/// A plain, blocking connection for setting servers up: roles, databases, clones.
///
/// It is deliberately not the services' client: what prepares a test must not lean on what the test is about. Statements run on a queue
/// of their own, one at a time.
public final class AdminConnection: @unchecked Sendable {
    private let queue = DispatchQueue(label: "pledge.hosting.admin")
    /// Used on `queue` alone.
    private let connection: OpaquePointer

    private init(_ connection: OpaquePointer) { self.connection = connection }

    deinit { PQfinish(connection) }

    /// Connects with libpq's keywords: `["host": …, "port": …, "dbname": …, "user": …, "password": …]`.
    public static func connect(_ parameters: [String: String]) async throws -> AdminConnection {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { AdminConnection(try open(parameters)) })
            }
        }
    }

    /// Runs one or more statements, separated by semicolons, and returns the last one's rows as text (`nil` for null).
    ///
    /// - Throws: `HostingError` (`statement`) with the server's message.
    @discardableResult
    public func run(_ sql: String) async throws -> [[String?]] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try self.execute(sql) }) }
        }
    }

    /// True once a server answers, whoever asks.
    static func answers(host: String, port: Int) -> Bool {
        PQping("host='\(host)' port=\(port) connect_timeout=2") == PQPING_OK
    }

    private static func open(_ parameters: [String: String]) throws -> OpaquePointer {
        let text = parameters.map { key, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            return "\(key)='\(escaped)'"
        }
        guard let connection = PQconnectdb(text.joined(separator: " ")) else {
            throw HostingError(.notReady, "libpq has no memory for a connection.")
        }
        guard PQstatus(connection) == CONNECTION_OK else {
            let reason = String(cString: PQerrorMessage(connection))
            PQfinish(connection)
            throw HostingError(.notReady, "PostgreSQL refused a connection: \(reason)")
        }
        // Notices ("role already exists, skipping") are of no interest here.
        _ = PQsetNoticeProcessor(connection, { _, _ in }, nil)
        return connection
    }

    private func execute(_ sql: String) throws -> [[String?]] {
        guard let result = PQexec(connection, sql) else {
            throw HostingError(.statement, String(cString: PQerrorMessage(connection)))
        }
        defer { PQclear(result) }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY else {
            throw HostingError(.statement, String(cString: PQresultErrorMessage(result)))
        }
        return (0..<PQntuples(result)).map { row in
            (0..<PQnfields(result)).map { column in
                PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
            }
        }
    }
}
