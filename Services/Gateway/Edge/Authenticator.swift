import Chassis
import Contracts

/// Finds out who calls: verifies tokens, and exchanges API keys for them.
struct Authenticator: Sendable {
    /// Who calls, and the token that proves it to the service behind.
    struct Identity: Sendable {
        let caller: Caller
        let token: String
    }

    let tokens: TokenVerifier
    let exchange: TokenExchange

    /// Who calls.
    /// - Throws: 401 when that cannot be proved; 502, 503 or 504 when an API key cannot be checked.
    func identify(_ credential: Credential, traceparent: Traceparent, requestID: String) async throws -> Identity {
        let token: String
        switch credential {
        case .none: throw Problem.unauthorized()
        case .malformed(let why): throw Problem.unauthorized(why)
        case .token(let given): token = given
        case .apiKey(let key): token = try await exchange.token(for: key, traceparent: traceparent, requestID: requestID)
        }
        return Identity(caller: try await tokens.verify(token).caller, token: token)
    }
}
