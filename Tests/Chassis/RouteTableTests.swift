import Chassis
import Contracts
import HTTPTypes
import Testing

@Suite struct RouteTableTests {
    static let table = RouteTable(
        ["/v1/a", "/v1/a/{id}", "/v1/a/lint", "/v1/a/{id}/versions/{v}", "/v1/{kind}/x"].map {
            Route(.get, $0, access: .anyone) { _ in .noContent }
        } + [
            Route(.post, "/v1/a/{id}", access: .anyone) { _ in .noContent },
            Route(.get, "/", access: .anyone) { _ in .noContent },
        ])

    @Test(arguments: [
        ("/v1/a", "/v1/a", [:]), ("/v1/a/7", "/v1/a/{id}", ["id": "7"]), ("/v1/a/lint", "/v1/a/lint", [:]),
        ("/v1/a/x", "/v1/a/{id}", ["id": "x"]), ("/v1/b/x", "/v1/{kind}/x", ["kind": "b"]),
        ("/v1/a/a%20b/versions/2", "/v1/a/{id}/versions/{v}", ["id": "a b", "v": "2"]), ("/", "/", [:]),
    ])
    func finds(_ path: String, _ template: String, _ parameters: [String: String]) {
        guard case .route(let route, let found) = Self.table.match(.get, path) else {
            Issue.record("\(path) is not found")
            return
        }
        #expect(route.path == template)
        #expect(found == parameters)
    }

    @Test(arguments: ["/v1", "/v1/a/", "/v1/a//versions/1", "/v1/a/b/c", "v1/a", "", "/v1/a/%FF", "/v1/a/7/versions"])
    func doesNotFind(_ path: String) {
        if case .none = Self.table.match(.get, path) { return }
        Issue.record("\(path) is found")
    }

    @Test func knowsOtherMethods() {
        guard case .otherMethods(let methods) = Self.table.match(.delete, "/v1/a/7") else {
            Issue.record("not other methods")
            return
        }
        #expect(Set(methods) == ["GET", "HEAD", "POST"])
        if case .route = Self.table.match(.head, "/v1/a/7") { return }
        Issue.record("HEAD is not GET")
    }
}
