import Contracts
import HTTPTypes

/// The secret that services of the installation show each other on `/internal/`.
public struct InternalToken: Sendable {
    private let secret: String?

    /// Without a secret nobody is let in.
    public init(_ secret: String?) {
        self.secret = secret
    }

    /// Lets in whoever shows the secret as a bearer token.
    ///
    /// - Throws: 401 otherwise.
    public func check(_ headers: HTTPFields) throws(Problem) {
        guard let secret, let shown = BearerToken.of(headers), ConstantTime.equal(secret, shown) else { throw .unauthorized() }
    }
}

/// The token in an `Authorization` header.
public enum BearerToken {
    /// The bearer token of a request; nil when it has none, or more than one.
    public static func of(_ headers: HTTPFields) -> String? {
        let values = headers[values: .authorization]
        guard values.count == 1, let header = values.first else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1].trimmingSpaces
        return token.isEmpty ? nil : token
    }
}
