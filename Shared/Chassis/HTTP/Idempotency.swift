import Contracts
import Crypto
import Foundation
import HTTPTypes
import NIOCore
import Postgres
import Terms

extension Chassis {
    /// Runs an effect once per `Idempotency-Key`: the key's row commits with the effect, so that a repeat finds both or
    /// neither. Without the header it is a plain transaction. `body` may throw a ``Problem``: then nothing is stored, and the
    /// repeat is judged anew.
    ///
    /// - Parameters:
    ///   - request: the request; its caller's tenant is the transaction's.
    ///   - body: the effect, in the transaction, and its answer. Answers of 500 and above are not kept.
    /// - Throws: 400 for a key that is none, 409 while the first request is in flight, 422 when the key was used for another
    ///   request, 500 when the answer is a stream; what `body` throws; ``PostgresError``.
    public func idempotent(
        _ request: APIRequest, _ body: (Transaction) async throws -> Reply
    ) async throws -> Reply {
        guard let key = try IdempotencyKey(request) else {
            return try await database.withTransaction(tenant: request.tenant.uuid) { try await body($0) }
        }
        return try await database.withTransaction(tenant: request.tenant.uuid) { transaction in
            if let stored = try await key.claim(transaction) { return stored }
            let reply = try await body(transaction)
            if reply.status.code < 500 { try key.store(reply, tenant: request.tenant.uuid, transaction) }
            return reply
        }
    }
}

/// A request's `Idempotency-Key`, as the database knows it.
struct IdempotencyKey {
    /// Longest key in characters: two UUIDs and some.
    static let maximumLength = 255
    /// How long an answer is kept; documented in the API.
    static let keptSeconds: Int64 = 24 * 3600

    /// SHA-256 of tenant, principal, method, route and key.
    let scope: Data
    /// SHA-256 of the request.
    let fingerprint: Data

    /// The key of a request; nil when it has none.
    ///
    /// - Throws: 400 when it is empty, too long, or not printable ASCII.
    init?(_ request: APIRequest) throws(Problem) {
        guard let header = request.headers[.idempotencyKey] else { return nil }
        let key = try Self.unquote(header.trimmingSpaces)
        scope = Self.digest([request.tenant.description, request.caller.principal, request.method.rawValue, request.route, key])
        let content =
            request.document.isNull ? Data(request.bytes.readableBytesView) : Data(CanonicalJSON.text(request.document).utf8)
        var hash = SHA256()
        hash.update(data: Data("\(request.method.rawValue) \(request.target)\n".utf8))
        hash.update(data: content)
        fingerprint = Data(hash.finalize())
    }

    /// The stored answer; nil when this transaction is the first and now holds the key until it ends.
    func claim(_ transaction: Transaction) async throws -> Reply? {
        let lock = scope.prefix(8).reduce(0 as Int64) { $0 << 8 | Int64($1) }
        let rows = try await transaction.execute([
            "select pg_try_advisory_xact_lock(\(lock))",
            "select fingerprint, status, headers, body from idempotency_keys where scope = \(scope)",
        ])
        guard try rows[0].decodeOne(Bool.self) else { throw Problem.idempotencyInFlight }
        guard let row = rows[1].first else { return nil }
        let (stored, status, headers, body) = try row.decode((Data, Int32, String, Data).self)
        guard stored == fingerprint else { throw Problem.idempotencyMismatch }
        var fields = HTTPFields()
        for (name, value) in try PledgeJSON.decode([String: String].self, from: headers) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        fields[.idempotentReplayed] = "true"
        return Reply(HTTPResponse.Status(code: Int(status)), headers: fields, body: body.isEmpty ? .none : .bytes(body))
    }

    /// Keeps an answer with the effect.
    ///
    /// - Throws: 500 for an answer that is streamed, which cannot be kept: its effect is undone.
    func store(_ reply: Reply, tenant: UUID, _ transaction: Transaction) throws {
        var headers: [String: String] = [:]
        for field in reply.headers { headers[field.name.rawName] = field.value }
        let body: Data =
            switch reply.body {
            case .none: Data()
            case .bytes(let data): data
            case .stream: throw Problem.internalError
            }
        try transaction.enqueue([
            """
            insert into idempotency_keys (tenant_id, scope, fingerprint, status, headers, body)
            values (\(tenant), \(scope), \(fingerprint), \(Int(reply.status.code)), \(try PledgeJSON.encodeText(headers)), \(body))
            """
        ])
    }

    /// The value is a Structured Field string; plain text is taken too, because most clients send that.
    private static func unquote(_ header: String) throws(Problem) -> String {
        var key = header
        if header.hasPrefix("\""), header.hasSuffix("\""), header.utf8.count >= 2 { key = String(header.dropFirst().dropLast()) }
        guard !key.isEmpty, key.utf8.count <= maximumLength, key.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x22 })
        else { throw .badRequest("Idempotency-Key must be 1 to \(maximumLength) printable ASCII characters") }
        return key
    }

    private static func digest(_ parts: [String]) -> Data {
        var hash = SHA256()
        for part in parts {
            hash.update(data: Data(part.utf8))
            hash.update(data: Data([0]))
        }
        return Data(hash.finalize())
    }
}

extension Node {
    fileprivate var isNull: Bool {
        if case .null = value { true } else { false }
    }
}
