import Contracts
import HTTPTypes
import HummingbirdCore
import NIOCore
import Terms

/// Takes in a request's body, never more than the route reads.
struct BodyReader {
    let deadlines: BodyDeadlines
    let budget: BodyBudget

    /// The bytes of a body; none when there is none.
    ///
    /// - Parameter held: keeps the body's share of the memory for as long as it lives.
    /// - Throws: 413 as soon as it is clear that there is more than is read; 415 for a type that is not read; 503 when all
    ///   bodies together are too much.
    func read(_ request: Request, rule: BodyRule, channel: any Channel, held: HeldBody) async throws -> ByteBuffer {
        let maximum = rule.maximumBytes
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        guard announced.map({ $0 > 0 }) ?? (request.headers[.transferEncoding] != nil) else { return ByteBuffer() }
        if let announced, announced > maximum { throw Problem.tooLarge(maximumBytes: maximum) }
        try BodyType.check(request.headers, method: request.method, rule: rule)
        ExpectContinue.meet(request.headers, on: channel)
        let watch = deadlines.begin(channel)
        defer { deadlines.end(watch) }
        var body = ByteBuffer()
        for try await part in request.body {
            guard body.readableBytes + part.readableBytes <= maximum else { throw Problem.tooLarge(maximumBytes: maximum) }
            guard held.grow(part.readableBytes) else { throw Problem.unavailable("too much is being sent at once") }
            if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
        }
        return body
    }

    /// The tree of a JSON body; ``Node/null`` when the route reads none, or none came and none need come.
    ///
    /// - Throws: 400 when it is not JSON.
    static func document(_ bytes: ByteBuffer, rule: BodyRule) throws(Problem) -> Node {
        switch rule {
        case .none, .raw: return Node(.null)
        case .optionalJSON where bytes.readableBytes == 0: return Node(.null)
        case .json, .optionalJSON:
            guard bytes.readableBytes > 0 else { throw .malformedBody("a JSON body is required") }
            do {
                return try Node(json: bytes.readableBytesView)
            } catch {
                let problem = error.problems.first
                let place = problem?.place.map { "line \($0.line), column \($0.column): " } ?? ""
                throw .malformedBody(place + (problem?.detail ?? "not JSON"))
            }
        }
    }
}

extension BodyRule {
    /// The most bytes that are read.
    public var maximumBytes: Int {
        switch self {
        case .none: 0
        case .json(let maximum), .optionalJSON(let maximum), .raw(let maximum, _): maximum
        }
    }
}
