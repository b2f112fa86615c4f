import AsyncHTTPClient
import Contracts
import Foundation
import Hosting
import NIOCore
import NIOHTTP1
import Terms
import TestSupport
import Testing

extension Installation {
    /// Sends a request through the public port and holds the answer against the document.
    ///
    /// - Parameter key: an API key or a token.
    @discardableResult
    func send(
        _ verb: Verb, _ target: String, key: String? = nil, json: String? = nil, body: Data? = nil,
        headers: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url(target))
        request.method = HTTPMethod(rawValue: verb.rawValue)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let key { request.headers.replaceOrAdd(name: "authorization", value: "Bearer \(key)") }
        if let json {
            if headers["content-type"] == nil { request.headers.add(name: "content-type", value: "application/json") }
            request.body = .bytes(ByteBuffer(string: json))
        } else if let body {
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await client.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        var fields: [String: String] = [:]
        for (name, value) in response.headers { fields[name.lowercased()] = value }
        let answer = Answer(status: Int(response.status.code), headers: fields, body: Data(bytes.readableBytesView))
        let complaints = document.complaints(verb.rawValue, target, answer)
        if !complaints.isEmpty {
            Issue.record("\(complaints.prefix(5)): \(answer.text.prefix(500))", sourceLocation: sourceLocation)
        }
        #expect(answer.headers["x-request-id"]?.isEmpty == false, sourceLocation: sourceLocation)
        return answer
    }

    /// Everything that the services hold of a tenant, as text, tables and rows in order: for showing that nothing changed.
    /// When a key was last used is not among it: that is what asking changes.
    func holdings(of tenant: TenantID) async throws -> [String] {
        var rows: [String] = []
        for (service, database) in databases.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let admin = try await database.admin()
            let tables = try await admin.run(
                """
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
                and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') order by 1
                """
            ).compactMap { $0[0] }
            for table in tables {
                rows += try await admin.run(
                    """
                    select (to_jsonb(t) - 'last_used_at')::text from "\(table)" t
                    where tenant_id = '\(tenant.uuid.uuidString)' order by 1
                    """
                ).compactMap { row in row[0].map { "\(service.rawValue).\(table): \($0)" } }
            }
        }
        return rows
    }

    /// A tenant's holdings once they are at rest: what was asked for before goes on in other services by events.
    func holdingsAtRest(of tenant: TenantID) async throws -> [String] {
        var last: [String] = []
        var same = 0
        return try await eventually("the tenant at rest") {
            let now = try await holdings(of: tenant)
            same = now == last ? same + 1 : 0
            last = now
            return same == 10 ? now : nil
        }
    }

    /// Expects that a tenant's holdings are what they were.
    func expectUnchanged(
        _ tenant: TenantID, since before: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let after = try await holdings(of: tenant)
        let changes = Set(after).symmetricDifference(before).sorted().map { $0.prefix(300) }
        #expect(changes.isEmpty, sourceLocation: sourceLocation)
        #expect(after.count == before.count, sourceLocation: sourceLocation)
    }
}
