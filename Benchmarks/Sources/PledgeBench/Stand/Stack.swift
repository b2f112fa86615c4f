import AsyncHTTPClient
import Foundation
import Hosting
import NIOCore
import NIOHTTP1

/// A whole Pledge of the run's own, started by `./pledge up` as its users start it, with one tenant.
struct Stack: Sendable {
    /// Where its state lies.
    let state: String
    /// Its first port.
    let base: Int
    private let home: String
    /// The tenant's administrator.
    let key: String

    /// The public address.
    var gateway: String { "http://127.0.0.1:\(base)" }
    /// The availability service's inner address.
    var availability: String { "http://127.0.0.1:\(base + 2)" }
    /// The ticketing service's inner address.
    var ticketing: String { "http://127.0.0.1:\(base + 3)" }

    /// Starts the built services and makes a tenant.
    ///
    /// - Parameter settings: besides the usual configuration.
    private static func start(_ stand: Stand, settings: [String: String] = [:]) async throws -> Stack {
        stand.progress("starting a stack")
        let base = try Ports.freeBase([0, 1, 2, 3, 4, 5, 10, 79, 132])
        let state = "\(stand.folder)/stack"
        let arguments = ["up", "--detach", "--no-demo", "--yes", "--state", state, "--ports", "\(base)"]
        // The benchmarks are one key that asks as much as it can.
        let unlimited = ["PLEDGE_RATE_LIMIT_KEY": "off", "PLEDGE_RATE_LIMIT_TENANT": "off", "PLEDGE_RATE_LIMIT_ADDRESS": "off"]
        let environment = unlimited.merging(settings) { _, chosen in chosen }
        _ = try await Tool.run("\(stand.home)/pledge", arguments, environment: environment)
        let operatorKey = try String(contentsOfFile: "\(state)/secrets/operator-key", encoding: .utf8)
        struct Created: Decodable {
            struct Key: Decodable { let secret: String }
            let api_key: Key
        }
        let bootstrap = Stack(state: state, base: base, home: stand.home, key: operatorKey)
        let tenant: Created = try await bootstrap.post(
            "/v1/tenants", #"{"key":"bench","name":"Benchmark","time_zone":"UTC"}"#, as: Created.self)
        return Stack(state: state, base: base, home: stand.home, key: tenant.api_key.secret)
    }

    /// Starts one, hands it to `body`, and stops it however `body` ends.
    static func with<Value>(
        _ stand: Stand, settings: [String: String] = [:], _ body: (Stack) async throws -> Value
    ) async throws -> Value {
        let stack = try await start(stand, settings: settings)
        do {
            let value = try await body(stack)
            await stack.stop()
            return value
        } catch {
            await stack.stop()
            throw error
        }
    }

    /// Stops it and removes its data.
    private func stop() async {
        _ = try? await Tool.run("\(home)/pledge", ["down", "--state", state])
        _ = try? await Tool.run("\(home)/pledge", ["reset", "--yes", "--state", state])
    }

    /// What runs.
    func status() async throws -> StackStatus {
        let output = try await Tool.run("\(home)/pledge", ["status", "--json", "--state", state])
        return try JSONDecoder().decode(StackStatus.self, from: Data(output.utf8))
    }

    /// libpq's variables for a service's database, as its superuser.
    func postgresEnvironment(_ service: String) throws -> [String: String] {
        [
            "PGHOST": "127.0.0.1", "PGPORT": "\(base + 132)", "PGUSER": PostgresCluster.adminUser,
            "PGPASSWORD": try String(contentsOfFile: "\(state)/secrets/postgres-admin", encoding: .utf8),
            "PGDATABASE": "pledge_\(service)",
        ]
    }

    /// What `psql` prints of a query over a service's database.
    func psql(_ query: String, _ service: String) async throws -> String {
        try await Tool.run("psql", ["-X", "-q", "-A", "-t", "-c", query], environment: try postgresEnvironment(service))
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A bearer token for `key`, as the services ask for on their inner ports.
    func token() async throws -> String {
        struct Token: Decodable { let access_token: String }
        return try await post("/v1/tokens", #"{"api_key":"\#(key)"}"#, as: Token.self, authorised: false).access_token
    }

    /// Posts JSON through the gateway and decodes the answer.
    func post<Answer: Decodable>(
        _ path: String, _ body: String, as: Answer.Type, type: String = "application/json", authorised: Bool = true
    ) async throws -> Answer {
        let answer = try await send(
            .POST, gateway + path, body: ByteBuffer(string: body), headers: ["Content-Type": type], token: authorised ? key : nil)
        return try JSONDecoder().decode(Answer.self, from: Data(answer.readableBytesView))
    }

    /// Gets JSON through the gateway and decodes the answer.
    func get<Answer: Decodable>(_ path: String, as: Answer.Type) async throws -> Answer {
        let answer = try await send(.GET, gateway + path, token: key)
        return try JSONDecoder().decode(Answer.self, from: Data(answer.readableBytesView))
    }

    /// Sends a request; anything but a 2xx is an error with its body.
    func send(
        _ method: HTTPMethodName, _ url: String, body: ByteBuffer? = nil, headers: [String: String] = [:], token: String?
    ) async throws -> ByteBuffer {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method.rawValue)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body { request.body = .bytes(body) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let answer = try await response.body.collect(upTo: 64 << 20)
        guard (200..<300).contains(Int(response.status.code)) else {
            throw BenchError("\(method.rawValue) \(url) answered \(response.status.code): \(String(buffer: answer).prefix(400))")
        }
        return answer
    }

    /// The methods that the benchmarks use.
    enum HTTPMethodName: String { case GET, POST }
}
