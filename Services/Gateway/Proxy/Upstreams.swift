import AsyncHTTPClient
import Chassis
import Contracts
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// The services behind the gateway: sends requests on to them, and turns their failures into problems.
struct Upstreams: Sendable {
    /// Bodies up to this size are read whole before they are sent on: one write instead of a stream.
    static let wholeBodyBytes = 64 * 1024
    /// Answers up to this size are read whole before they are sent back.
    static let wholeAnswerBytes = 64 * 1024

    let client: HTTPClient
    let addresses: ServiceAddresses
    /// How long a service may take to begin its answer, once it has the request.
    let answerTimeout: TimeAmount
    /// How long a client may take to send a body, in seconds.
    let bodySeconds: Int

    /// A request to a service.
    struct Call: Sendable {
        let service: ServiceName
        let method: HTTPMethod
        /// Path and query, beginning with a slash.
        let target: String
        let headers: HTTPHeaders

        var isSafe: Bool { method == .GET || method == .HEAD }
    }

    /// Sends a request without a body. A connection that broke before the answer began is worth another try when the method
    /// is safe: most often the service closed it while it was idle.
    /// - Throws: 502 or 504.
    func send(_ call: Call) async throws(Problem) -> HTTPClientResponse {
        do {
            return try await execute(call, body: nil, deadline: .now() + answerTimeout)
        } catch  where call.isSafe && Self.isBroken(error) {
            do {
                return try await execute(call, body: nil, deadline: .now() + answerTimeout)
            } catch {
                throw Self.problem(error, call.service)
            }
        } catch {
            throw Self.problem(error, call.service)
        }
    }

    /// Sends a request with a body that is there as a whole.
    /// - Throws: 502 or 504.
    func send(_ call: Call, body: ByteBuffer) async throws(Problem) -> HTTPClientResponse {
        do {
            return try await execute(call, body: .bytes(body), deadline: .now() + answerTimeout)
        } catch {
            throw Self.problem(error, call.service)
        }
    }

    /// Sends a request with a body as it comes.
    /// - Parameter length: the body's length, if it was announced.
    /// - Returns: the answer, and whether the whole body was read: if not, the client's connection is of no further use.
    /// - Throws: 413, 408, 400, 502 or 504.
    func send(
        _ call: Call, streaming body: RequestBody, length: Int?, maximumBytes: Int
    ) async throws -> (response: HTTPClientResponse, isWhole: Bool) {
        let pipe = BodyPipe()
        let pump = BodyPump(pipe: pipe, announced: length, maximumBytes: maximumBytes)
        // A slow client does not use up the service's time: both bounds together.
        let deadline = NIODeadline.now() + answerTimeout + .seconds(Int64(bodySeconds))
        enum Step {
            case answered(HTTPClientResponse)
            case pumped
        }
        return try await withThrowingTaskGroup(of: Step.self) { group in
            group.addTask {
                let length = length.map { HTTPClientRequest.Body.Length.known(Int64($0)) } ?? .unknown
                do {
                    return .answered(try await execute(call, body: .stream(pipe, length: length), deadline: deadline))
                } catch {
                    throw Self.problem(error, call.service)
                }
            }
            group.addTask {
                try await Deadline.run(seconds: bodySeconds, otherwise: Problem.requestTimeout) { try await pump.run(body) }
                return .pumped
            }
            defer {
                group.cancelAll()
                pipe.abandon()
            }
            var isWhole = false
            while let step = try await group.next() {
                switch step {
                case .pumped: isWhole = true
                case .answered(let response): return (response, isWhole)
                }
            }
            throw Problem.internalError
        }
    }

    private func execute(_ call: Call, body: HTTPClientRequest.Body?, deadline: NIODeadline) async throws -> HTTPClientResponse {
        guard let address = addresses[call.service] else {
            throw Problem.unavailable("the service \(call.service.rawValue) is not part of this installation")
        }
        var request = HTTPClientRequest(url: address + call.target)
        request.method = call.method
        request.headers = call.headers
        request.body = body
        return try await client.execute(request, deadline: deadline)
    }

    /// Whether a connection broke before an answer began.
    static func isBroken(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return error == .remoteConnectionClosed }
        return error is IOError
    }

    /// What a client is told about a failure to reach a service. Nothing of the error itself: it names addresses.
    static func problem(_ error: any Error, _ service: ServiceName) -> Problem {
        if let problem = error as? Problem { return problem }
        if let error = error as? HTTPClientError {
            switch error {
            case .deadlineExceeded, .readTimeout, .writeTimeout: return .gatewayTimeout(service)
            case .invalidURL, .emptyHost, .emptyScheme: return .badRequest("the path or the query cannot be read")
            default: break
            }
        }
        return .badGateway("the service \(service.rawValue) cannot be reached").with(header: "retry-after", "1")
    }
}

extension Problem {
    /// 504: a service did not begin to answer in time.
    static func gatewayTimeout(_ service: ServiceName) -> Problem {
        Problem(
            status: 504, slug: "gateway-timeout", title: "A service did not answer in time",
            detail: "the service \(service.rawValue) took too long; whether the request had an effect is unknown",
            headers: ["retry-after": "1"])
    }
}
