import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import Hosting
import NIOCore
import NIOHTTP1
import Terms

extension Caller {
    /// Somebody of a tenant with one role.
    public static func of(_ tenant: TenantID, _ role: Role, customer: CustomerID? = nil, principal: String = "key_test") -> Caller
    {
        Caller(tenant: tenant, principal: principal, roles: [role], customer: customer)
    }

    /// An admin of a tenant.
    public static func admin(of tenant: TenantID) -> Caller { .of(tenant, .admin) }

    /// An operator of the platform.
    public static var platformOperator: Caller { .of(.platform, .operator) }
}

/// A method of a request.
public enum Verb: String, Sendable {
    case GET, HEAD, POST, PUT, PATCH, DELETE
}

/// What a service answered.
public struct Answer: Sendable {
    /// The status.
    public let status: Int
    /// Header fields; names in lower case.
    public let headers: [String: String]
    /// The body.
    public let body: Data

    /// An answer.
    public init(status: Int, headers: [String: String], body: Data) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a tree.
    public func json() throws -> Node { try Node(json: body) }

    /// A member of the body by its path: `text("api_key", "secret")`.
    public subscript(path: String...) -> Node? {
        var node = try? json()
        for step in path {
            if let index = Int(step), case .list(let nodes)? = node?.value {
                node = nodes.indices.contains(index) ? nodes[index] : nil
            } else {
                node = node?[step]
            }
        }
        return node
    }

    /// A member of the body by its path: the text of a string, the JSON of anything else, nil for null and where there is none.
    public func at(_ path: String...) -> String? {
        var node = try? json()
        for step in path {
            if let index = Int(step), case .list(let nodes)? = node?.value {
                node = nodes.indices.contains(index) ? nodes[index] : nil
            } else {
                node = node?[step]
            }
        }
        switch node?.value {
        case nil, .null: return nil
        case .string(let text): return text
        default: return node?.json
        }
    }

    /// The body as a value of the contract.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try PledgeJSON.decode(type, from: body)
    }

    /// The body as a problem document.
    public func problem() throws -> Problem { try decode(Problem.self) }
}

extension ServiceUnderTest {
    /// Sends a request and reads the answer whole.
    ///
    /// - Parameters:
    ///   - verb: the method.
    ///   - caller: whose token goes along; nil for none.
    ///   - json: a JSON body.
    ///   - body: a body of any other kind, with its media type in `headers`.
    ///   - ifMatch: the ETag that a change names.
    ///   - other: where another replica listens that is to be asked instead.
    public func send(
        _ verb: Verb, _ path: String, as caller: Caller? = nil, json: String? = nil, body: Data? = nil,
        ifMatch: String? = nil, headers: [String: String] = [:], at other: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: (other ?? address) + path)
        request.method = HTTPMethod(rawValue: verb.rawValue)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let caller {
            request.headers.add(name: "authorization", value: "Bearer \(try await signer.sign(caller, now: clock.now))")
        }
        if let ifMatch { request.headers.add(name: "if-match", value: ifMatch) }
        if let json {
            if headers["content-type"] == nil { request.headers.add(name: "content-type", value: "application/json") }
            request.body = .bytes(ByteBuffer(string: json))
        } else if let body {
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await chassis.http.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        var fields: [String: String] = [:]
        for (name, value) in response.headers { fields[name.lowercased()] = value }
        return Answer(status: Int(response.status.code), headers: fields, body: Data(bytes.readableBytesView))
    }

    /// The events that the service has written, oldest first, of all tenants.
    public func told() async throws -> [EventEnvelope] {
        let rows = try await database.admin().run("select envelope from outbox order by seq")
        return try rows.compactMap { row in try row[0].map { try EventEnvelope(json: Data($0.utf8)) } }
    }
}
