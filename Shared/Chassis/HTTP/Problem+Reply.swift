import Contracts
import Foundation
import HTTPTypes
import Logging
import Postgres
import Terms

extension Problem {
    /// When a client may try again whose request the database had no disk space, memory or connection for.
    private static let scarceRetrySeconds = 5

    /// The answer that spells this problem.
    public func reply() -> Reply {
        let body = (try? PledgeJSON.encode(self)) ?? Data()
        var reply = Reply(
            HTTPResponse.Status(code: status), headers: [.contentType: "application/problem+json"], body: .bytes(body))
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            reply.headers[name] = value
        }
        return reply
    }

    /// The problem that a client is told of for any error. What is not meant for clients is logged and becomes a 500 or 503.
    public static func of(_ error: any Error, logger: Logger) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let problems as NodeProblems: return .validation(problems)
        case let error as PostgresError: return of(error, logger: logger)
        case is CancellationError: return .unavailable("the request was abandoned")
        default:
            logger.error("request failed", metadata: ["error": "\(error)"])
            return .internalError
        }
    }

    private static func of(_ error: PostgresError, logger: Logger) -> Problem {
        let metadata: Logger.Metadata = ["error": "\(error)"]
        switch error.code {
        case .notConnected, .connectionLost, .queueFull, .timeout, .cancelled:
            logger.warning("the database did not answer", metadata: metadata)
            return .unavailable("the database does not answer")
        case .server where error.sqlState?.isOutOfResources == true:
            // Nothing was stored. It takes a person to make room, so that there is no hurry to try again.
            logger.error("the database has no resources left", metadata: metadata)
            return .unavailable("the database has no room left", retryAfterSeconds: scarceRetrySeconds)
        case .server where error.sqlState?.isTransient == true || error.sqlState == .queryCanceled:
            logger.warning("the database gave up", metadata: metadata)
            return .unavailable("the database is busy")
        case .server where error.sqlState == .exclusionViolation || error.sqlState == .uniqueViolation:
            // A rule that the service did not check itself; which one is nobody's business.
            logger.warning("a constraint refused the request", metadata: metadata)
            return .conflict("it contradicts something that exists already")
        default:
            logger.error("the database refused", metadata: metadata)
            return .internalError
        }
    }
}
