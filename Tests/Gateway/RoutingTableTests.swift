import Contracts
import Testing

@Suite("Routing by the document")
struct RoutingTableTests {
    private func operation(_ method: String, _ path: String) -> APIOperation {
        APIOperation(id: "\(method) \(path)", method: method, path: path, service: .agreements, access: .anyone)
    }

    private func table() throws -> RoutingTable {
        try RoutingTable([
            operation("GET", "/v1/customers"), operation("POST", "/v1/customers"), operation("GET", "/v1/customers/{id}"),
            operation("GET", "/v1/customers/{id}/members/{member}"), operation("GET", "/v1/agreements/lint"),
            operation("PUT", "/v1/agreements/{id}"), operation("GET", "/v1/agreements/{id}/versions"),
        ])
    }

    private func path(_ match: RoutingTable.Match) -> String? {
        guard case .operation(let operation) = match else { return nil }
        return operation.path
    }

    @Test("finds literals and parameters")
    func finds() throws {
        let table = try table()
        #expect(path(table.match(method: "GET", path: "/v1/customers")) == "/v1/customers")
        #expect(path(table.match(method: "GET", path: "/v1/customers/cus_1")) == "/v1/customers/{id}")
        #expect(path(table.match(method: "GET", path: "/v1/customers/a/members/b")) == "/v1/customers/{id}/members/{member}")
    }

    @Test("prefers a literal, and turns back when it leads nowhere")
    func backtracks() throws {
        let table = try table()
        #expect(path(table.match(method: "GET", path: "/v1/agreements/lint")) == "/v1/agreements/lint")
        #expect(path(table.match(method: "GET", path: "/v1/agreements/lint/versions")) == "/v1/agreements/{id}/versions")
    }

    @Test("answers HEAD by GET, and names the methods of a path")
    func methods() throws {
        let table = try table()
        #expect(path(table.match(method: "HEAD", path: "/v1/customers")) == "/v1/customers")
        #expect(table.match(method: "DELETE", path: "/v1/customers") == .methodNotAllowed(allowed: ["GET", "HEAD", "POST"]))
        #expect(table.match(method: "GET", path: "/v1/agreements/x") == .methodNotAllowed(allowed: ["PUT"]))
    }

    @Test(
        "takes a path as it was sent",
        arguments: [
            "", "/", "v1/customers", "/v1/customers/", "//v1/customers", "/v1//customers", "/v1/customers/..", "/v1/customers/.",
            "/v1/./customers", "/v1/customers/a/members", "/V1/customers", "/v1/%63ustomers",
            "/v1/customers/\(String(repeating: "a", count: 2000))",
            "/internal/events", "/metrics",
        ])
    func refuses(_ path: String) throws {
        #expect(try table().match(method: "GET", path: path) == .notFound)
    }

    @Test("refuses a document that describes an operation twice")
    func twice() {
        #expect(throws: DocumentError.self) {
            try RoutingTable([operation("GET", "/v1/customers/{id}"), operation("GET", "/v1/customers/{customer}")])
        }
    }
}
