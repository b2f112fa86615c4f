import Contracts
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Chassis

@Suite("Routes and the document", .timeLimit(.minutes(5)))
struct DocumentRouteTests {
    /// Method, path without the names of its parameters, roles, bound of the body, query parameters.
    private struct Face: Hashable, Comparable, CustomStringConvertible {
        let method: String
        let path: String
        let access: String
        let bound: Int
        let query: [String]

        var description: String { "\(method) \(path) [\(access)] body \(bound) ?\(query.joined(separator: ","))" }

        static func < (a: Face, b: Face) -> Bool { a.description < b.description }

        private static func plain(_ path: String) -> String {
            path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
        }

        init(_ route: Route) {
            method = route.method.rawValue
            path = Self.plain(route.path)
            query = route.query.sorted()
            bound = route.body.maximumBytes
            access =
                switch route.access {
                case .anyone: "anyone"
                case .roles(let roles): roles.map(\.rawValue).sorted().joined(separator: ",")
                case .installation: "installation"
                }
        }

        init(_ operation: APIOperation) {
            method = operation.method
            path = Self.plain(operation.path)
            query = operation.queryParameters.sorted()
            bound = operation.bodyMaxBytes ?? 0
            access =
                switch operation.access {
                // A route that proves its caller by itself asks for no token.
                case .anyone, .apiKey: "anyone"
                case .roles(let roles): roles.map(\.rawValue).sorted().joined(separator: ",")
                }
        }
    }

    @Test("agree in both directions, for every service", arguments: ServiceName.allCases.filter { $0 != .gateway })
    func agree(_ service: ServiceName) async throws {
        let installation = try await Installation.shared
        let declared = Set((installation.routes[service] ?? []).map(Face.init))
        let described = Set(installation.document.operations.filter { $0.service == service }.map(Face.init))
        #expect(declared.subtracting(described).sorted() == [], "declared and not described so")
        #expect(described.subtracting(declared).sorted() == [], "described and not declared so")
    }

    @Test("the gateway answers what the document says is its own")
    func gateway() async throws {
        let installation = try await Installation.shared
        let own = installation.document.operations.filter { $0.service == .gateway }.map(\.path)
        #expect(
            Set(own) == [
                "/v1/events", "/v1/overview", "/openapi.yaml", "/asyncapi.yaml", "/status/{tenant}",
                "/status/{tenant}/api/v2/summary.json", "/status/{tenant}/maintenance.ics",
            ])
        for path in ["/openapi.yaml", "/asyncapi.yaml"] {
            #expect(try await installation.send(.GET, path).status == 200)
        }
    }
}
