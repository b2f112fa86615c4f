import Chassis
import Contracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore
import Terms

/// `GET /v1/overview`: what needs attention, at a glance.
///
/// The services are asked at the same time, each with the caller's own token: each knows best what it has and who may see it,
/// and nothing is kept here that could differ from what they say. What one of them cannot say now is `null`, and is named.
struct OverviewRoute: Sendable {
    static let path = "/v1/overview"
    /// The parts of the answer, by who gives them.
    private static let parts: [(service: ServiceName, names: [String])] = [
        (.availability, ["outages", "budgets", "maintenance"]), (.ticketing, ["incidents", "tickets"]),
        (.claims, ["claims", "credits"]),
    ]

    private static let null = Data("null".utf8)

    let views: ViewParts
    let clock: any PledgeClock

    /// Answers.
    /// - Throws: 400 for a query, 413 for a body.
    func respond(_ exchange: Exchange, _ identity: Authenticator.Identity) async throws -> Response {
        try exchange.expectNothingMore()
        let answers = await withTaskGroup(of: (ServiceName, ViewParts.Answer).self) { group in
            for (service, _) in Self.parts {
                group.addTask {
                    (service, await views.ask(service, InternalRoutes.overview, token: identity.token, exchange))
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var body = ByteBuffer(string: "{\"as_of\":\"\(clock.now)\"")
        var missing: [String] = []
        for (service, names) in Self.parts {
            var part = JSONMembers.none
            if case .part(let json)? = answers[service] { part = JSONMembers(json) }
            for name in names {
                let value = part[name]
                body.writeString(",\"\(name)\":")
                body.writeBytes(value ?? Self.null)
                if value == nil { missing.append("\"\(name)\"") }
            }
        }
        body.writeString(",\"unavailable\":[\(missing.joined(separator: ","))]}")
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        if exchange.request.method == .head {
            headers[.contentLength] = String(body.readableBytes)
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

extension Exchange {
    /// For paths that take neither a query nor a body.
    /// - Throws: 400 for a query, 413 for a body.
    func expectNothingMore() throws(Problem) {
        if let query, !query.isEmpty { throw .badRequest("the path takes no query parameters") }
        if hasBody { throw .tooLarge(maximumBytes: 0) }
    }
}
