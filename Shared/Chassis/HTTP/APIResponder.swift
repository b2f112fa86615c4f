import Contracts
import EventLoop
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Terms

/// What every request goes through: id, trace, route, access, body, handler; and what every answer gets.
public struct APIResponder: HTTPResponder {
    /// What the server hands over with a request.
    public struct Context: InitializableFromSource, Sendable {
        let channel: any Channel

        /// The context of a request on a channel.
        public init(source: ApplicationRequestContextSource) {
            channel = source.channel
        }
    }

    /// Routes that are served whatever the phase: probes and scrapes.
    static let operational: Set<String> = ["/livez", "/readyz", "/startupz", "/metrics"]

    let table: RouteTable
    let tokens: TokenVerifier?
    let internalToken: InternalToken
    let readiness: Readiness
    let metrics: HTTPMetrics
    let bodies: BodyReader
    let logger: Logger

    /// Answers a request; never throws.
    public func respond(to request: Request, context: Context) async throws -> Response {
        let start = MachineTime.monotonicNanoseconds()
        let exchange = Exchange(request)
        let trace = TraceContext(traceparent: exchange.traceparent, requestID: exchange.requestID)
        return await TraceContext.$current.withValue(trace) {
            let (reply, route) = await answer(request, exchange, context)
            let seconds = Double(MachineTime.monotonicNanoseconds() - start) / 1e9
            metrics.record(method: request.method, route: route, status: reply.status.code, seconds: seconds)
            log(request, route: route, status: reply.status.code, seconds: seconds)
            return response(reply, request: request, exchange: exchange, channel: context.channel)
        }
    }

    private func answer(_ request: Request, _ exchange: Exchange, _ context: Context) async -> (Reply, route: String?) {
        var template: String?
        do {
            let target = request.head.path ?? "/"
            let split = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let route: Route
            let parameters: [String: String]
            switch table.match(request.method, split[0]) {
            case .none: throw Problem.notFound()
            case .otherMethods(let methods): throw Problem.methodNotAllowed(methods)
            case .route(let matched, let texts): (route, parameters) = (matched, texts)
            }
            template = route.path
            let caller = try await admit(request.headers, route)
            let query = try QueryString.parse(split.count == 2 ? split[1] : nil, known: route.query)
            let held = HeldBody(bodies.budget)
            defer { withExtendedLifetime(held) {} }
            let bytes = try await bodies.read(request, rule: route.body, channel: context.channel, held: held)
            let document = try BodyReader.document(bytes, rule: route.body)
            let apiRequest = APIRequest(
                method: request.method, target: target, route: route.path, headers: request.headers, caller: caller,
                requestID: exchange.requestID, traceparent: exchange.traceparent, query: query, bytes: bytes, document: document,
                parameters: parameters)
            let trace = TraceContext(traceparent: exchange.traceparent, requestID: exchange.requestID, tenant: caller.tenant)
            let reply = try await TraceContext.$current.withValue(trace) { try await route.handler(apiRequest) }
            return (conditional(reply, request), template)
        } catch {
            return (Problem.of(error, logger: logger).reply(), template)
        }
    }

    private func admit(_ headers: HTTPFields, _ route: Route) async throws(Problem) -> Caller {
        if readiness.phase == .starting, !Self.operational.contains(route.path) {
            throw .unavailable("the service is starting")
        }
        switch route.access {
        case .anyone: return .nobody
        case .installation:
            try internalToken.check(headers)
            return .nobody
        case .roles(let roles):
            guard let tokens, let token = BearerToken.of(headers) else { throw .unauthorized() }
            let caller = try await tokens.verify(token).caller
            guard !caller.roles.isDisjoint(with: roles) else { throw .forbidden() }
            return caller
        }
    }

    /// 304 for a GET whose answer the client has.
    private func conditional(_ reply: Reply, _ request: Request) -> Reply {
        guard request.method == .get || request.method == .head, reply.status == .ok, let tag = reply.headers[.eTag],
            let known = request.headers[.ifNoneMatch], ETagList.matches(known, tag)
        else { return reply }
        var notModified = Reply(.notModified)
        for name in [HTTPField.Name.eTag, .cacheControl, .vary, .expires, .contentLocation] {
            notModified.headers[name] = reply.headers[name]
        }
        return notModified
    }

    private func log(_ request: Request, route: String?, status: Int, seconds: Double) {
        let level: Logger.Level = route.map(Self.operational.contains) == true ? .debug : status >= 500 ? .warning : .info
        logger.log(
            level: level, "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(route ?? "none")", "status": .stringConvertible(status),
                "duration_us": .stringConvertible(Int(seconds * 1e6)),
            ])
    }
}
