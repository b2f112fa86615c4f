/// An answer that is not what was asked for: RFC 9457 `application/problem+json`.
///
/// Thrown by routes; the chassis spells it out. `type` is stable and means one thing; `detail` is for people. Nothing internal
/// (SQL, constraint names, file names) belongs in it.
public struct Problem: Error, Hashable, Sendable {
    /// Where the types of problems are described.
    public static let base = "https://pledge.dev/problems/"

    /// The HTTP status.
    public let status: Int
    /// The last part of the type's URI, `precondition-failed`.
    public let slug: String
    /// What kind of problem it is, the same for every occurrence.
    public let title: String
    /// What is wrong this time.
    public let detail: String?
    /// What is wrong with the body, all of it.
    public let errors: [FieldError]
    /// Header fields that go with it (`Allow`, `Retry-After`, `WWW-Authenticate`), in lower case.
    public let headers: [String: String]

    /// A problem of any kind; prefer the named ones.
    public init(
        status: Int, slug: String, title: String, detail: String? = nil, errors: [FieldError] = [],
        headers: [String: String] = [:]
    ) {
        self.status = status
        self.slug = slug
        self.title = title
        self.detail = detail
        self.errors = errors
        self.headers = headers
    }

    /// The stable URI of this kind of problem.
    public var type: String { Problem.base + slug }

    /// The same problem with a further header field.
    public func with(header name: String, _ value: String) -> Problem {
        var headers = headers
        headers[name] = value
        return Problem(status: status, slug: slug, title: title, detail: detail, errors: errors, headers: headers)
    }
}

extension Problem: Codable {
    private enum CodingKeys: String, CodingKey {
        case type, title, status, detail, errors
    }

    /// Reads a problem as another process spelled it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let type = try container.decodeIfPresent(String.self, forKey: .type) ?? "about:blank"
        self.init(
            status: try container.decode(Int.self, forKey: .status),
            slug: type.hasPrefix(Problem.base) ? String(type.dropFirst(Problem.base.count)) : type,
            title: try container.decodeIfPresent(String.self, forKey: .title) ?? "",
            detail: try container.decodeIfPresent(String.self, forKey: .detail),
            errors: try container.decodeIfPresent([FieldError].self, forKey: .errors) ?? [])
    }

    /// Spells the members of RFC 9457; header fields are not among them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(title, forKey: .title)
        try container.encode(status, forKey: .status)
        try container.encodeIfPresent(detail, forKey: .detail)
        if !errors.isEmpty { try container.encode(errors, forKey: .errors) }
    }
}
