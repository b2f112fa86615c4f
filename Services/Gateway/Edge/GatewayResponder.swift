import Chassis
import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// The public door: finds the operation, the caller and what is left of their limits; then answers, or has the owner answer.
struct GatewayResponder: HTTPResponder {
    let table: RoutingTable
    let authenticator: Authenticator
    let limiter: RateLimiter
    let policies: RateLimitPolicies
    let forwarding: Forwarding
    let documents: Documents
    let statusPages: StatusPageRoute
    let events: EventRoute
    let overview: OverviewRoute
    let cors: CrossOriginRule
    let observer: RequestObserver
    let logger: Logger

    /// Answers every request; what goes wrong is a problem, and never an error of the server.
    func respond(to request: Request, context: GatewayContext) async throws -> Response {
        let exchange = Exchange(request, channel: context.channel)
        let trace = TraceContext(traceparent: exchange.traceparent, requestID: exchange.requestID)
        return try await TraceContext.$current.withValue(trace) { try await respond(exchange) }
    }

    private func respond(_ exchange: Exchange) async throws -> Response {
        let span = observer.begin(exchange)
        var route: String?
        var response: Response
        do {
            response = try await answer(exchange, route: &route)
        } catch let error as HTTPParserError {
            // The server answers a request that is not HTTP, and closes.
            throw error
        } catch {
            response = Self.response(Problem.of(error, logger: logger))
        }
        finish(&response, exchange)
        span.end(route: route, status: response.status.code)
        return response
    }

    private func answer(_ exchange: Exchange, route: inout String?) async throws -> Response {
        if let preflight = cors.preflight(exchange.request) { return preflight }
        switch table.match(method: exchange.request.method.rawValue, path: exchange.path) {
        case .notFound: throw Problem.notFound("path")
        case .methodNotAllowed(let allowed):
            throw Problem.methodNotAllowed(allowed)
        case .operation(let operation):
            route = operation.path
            return try await answer(exchange, operation)
        }
    }

    private func answer(_ exchange: Exchange, _ operation: APIOperation) async throws -> Response {
        switch operation.access {
        case .anyone:
            let state = try await count([.address(exchange.address)])
            return limited(try await open(exchange, operation, authorization: nil), state)
        case .apiKey:
            let state = try await count([.address(exchange.address)])
            return limited(try await open(exchange, operation, authorization: exchange.request.headers[.authorization]), state)
        case .roles(let roles):
            let identity = try await identify(exchange)
            let caller = identity.caller
            let state = try await count([.principal(caller.tenant, caller.principal), .tenant(caller.tenant)])
            do {
                guard !roles.isDisjoint(with: caller.roles) else {
                    throw Problem.forbidden("it takes one of the roles \(roles.map(\.rawValue).sorted().joined(separator: ", "))")
                }
                return limited(try await respond(exchange, operation, identity), state)
            } catch let problem as Problem {
                return limited(Self.response(problem), state)
            }
        }
    }

    private func respond(
        _ exchange: Exchange, _ operation: APIOperation, _ identity: Authenticator.Identity
    ) async throws -> Response {
        guard operation.service == .gateway else {
            return try await forwarding.respond(exchange, to: operation, authorization: "Bearer \(identity.token)")
        }
        return operation.path == OverviewRoute.path
            ? try await overview.respond(exchange, identity) : try await events.respond(exchange, identity)
    }

    private func open(_ exchange: Exchange, _ operation: APIOperation, authorization: String?) async throws -> Response {
        if operation.service == .gateway {
            return operation.path.hasPrefix(StatusPageRoute.prefix)
                ? try await statusPages.respond(exchange, operation) : try documents.respond(exchange)
        }
        return try await forwarding.respond(exchange, to: operation, authorization: authorization)
    }

    /// Who calls. Failures count against the address, so that guessing is slow.
    private func identify(_ exchange: Exchange) async throws -> Authenticator.Identity {
        do {
            return try await authenticator.identify(
                Credential(exchange.request.headers), traceparent: exchange.traceparent, requestID: exchange.requestID)
        } catch let problem as Problem where problem.status == 401 {
            _ = try await count([.address(exchange.address)])
            throw problem
        }
    }

    private func count(_ subjects: [RateLimiter.Subject]) async throws(Problem) -> RateLimitState? {
        switch await limiter.count(subjects) {
        case .allowed(let state): return state
        case .refused(let state, let seconds):
            observer.refused(state.policy.name)
            throw .rateLimited(retryAfterSeconds: seconds)
                .with(header: "ratelimit", state.header).with(header: "ratelimit-policy", state.policy.header)
        }
    }

    private func limited(_ response: Response, _ state: RateLimitState?) -> Response {
        guard let state else { return response }
        var response = response
        response.headers[.rateLimit] = state.header
        response.headers[.rateLimitPolicy] = state.policy.name == "address" ? state.policy.header : policies.header
        return response
    }

    /// What every answer carries.
    private func finish(_ response: inout Response, _ exchange: Exchange) {
        response.headers[.requestID] = exchange.requestID
        for (name, value) in HeaderRules.security where response.headers[name] == nil { response.headers[name] = value }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = HeaderRules.cacheControl }
        cors.allow(exchange.request, &response)
        if response.headers[.connection] == "close" { ConnectionClosing.linger(exchange.channel) }
        switch response.status.code {
        case 204, 304: response.headers[.contentLength] = nil
        default: break
        }
    }

    /// A problem as it goes over the wire.
    static func response(_ problem: Problem) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        for (name, value) in problem.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers[name] = value
        }
        // A problem is made of texts and numbers, which JSON can always spell; a body that is missing says nothing wrong.
        let body = (try? PledgeJSON.encode(problem)) ?? Data()
        return Response(
            status: HTTPResponse.Status(code: problem.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// What the gateway needs to know of a connection.
struct GatewayContext: InitializableFromSource {
    typealias Source = ApplicationRequestContextSource

    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

/// Closing a connection whose request was not read to its end.
enum ConnectionClosing {
    /// How long the client may go on sending, and read the answer, before the connection is cut.
    static let lingerMilliseconds: Int64 = 2000

    /// Cuts the connection after a while: at once the answer could be lost to a reset.
    static func linger(_ channel: any Channel) {
        channel.eventLoop.scheduleTask(in: .milliseconds(lingerMilliseconds)) { channel.close(promise: nil) }
    }
}
