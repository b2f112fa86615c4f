/// The answer to `POST /v1/tokens`.
public struct TokenResource: Codable, Sendable, Equatable {
    /// A signed JWT.
    public var accessToken: String
    /// Always `Bearer`.
    public var tokenType: String
    /// How long it is good, in seconds.
    public var expiresIn: Int64

    /// A token that is good for `expiresIn` seconds.
    public init(accessToken: String, expiresIn: Int64) {
        self.accessToken = accessToken
        tokenType = "Bearer"
        self.expiresIn = expiresIn
    }
}
