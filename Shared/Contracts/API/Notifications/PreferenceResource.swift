import Terms

/// How one member wants to be told.
public struct PreferenceResource: Codable, Hashable, Sendable {
    /// What members are told about.
    public enum Topic: String, CaseIterable, Codable, Sendable {
        case maintenance, terms, incidents, tickets, claims, statements
    }

    /// The ways in which a member can be told.
    public enum Channel: String, CaseIterable, Codable, Sendable {
        case email
        case inApp = "in_app"
    }

    /// The languages of the words.
    public enum Language: String, CaseIterable, Codable, Sendable {
        /// English
        case en
        /// Dutch
        case nl
    }

    /// Whose it is.
    public var member: MemberID
    /// The member's customer.
    public var customer: CustomerID
    /// The language of what they are told.
    public var language: Language
    /// The ways in which they are told, by topic; every topic is there.
    public var topics: [String: [Channel]]
    /// Counts its changes, from 0 for a member who has not chosen; the ETag is `"v<version>"`.
    public var version: Int64
    /// When it was last changed.
    public var updatedAt: Instant?

    /// A member's choice.
    public init(
        member: MemberID, customer: CustomerID, language: Language, topics: [String: [Channel]], version: Int64,
        updatedAt: Instant?
    ) {
        self.member = member
        self.customer = customer
        self.language = language
        self.topics = topics
        self.version = version
        self.updatedAt = updatedAt
    }

    /// What holds for a member who has not chosen: everything, in both ways, in English.
    public static let everything = [String: [Channel]](
        uniqueKeysWithValues: Topic.allCases.map { ($0.rawValue, Channel.allCases) })
}
