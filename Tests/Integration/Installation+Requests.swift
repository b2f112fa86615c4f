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

    /// Everything that the services hold, as text, tables and rows in order: for showing that nothing changed.
    ///
    /// - Parameter tables: those to leave out because they change of themselves.
    func holdings(of tenant: TenantID? = nil) async throws -> [String] {
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
                let filter = tenant.map { "where tenant_id = '\($0.uuid.uuidString)'" } ?? ""
                rows += try await admin.run("select t::text from \"\(table)\" t \(filter) order by 1").compactMap { row in
                    row[0].map { "\(service.rawValue).\(table): \($0)" }
                }
            }
        }
        return rows
    }
}
