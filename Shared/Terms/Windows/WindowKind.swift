/// Over which stretch of time a commitment is judged.
public enum WindowKind: Hashable, Sendable {
    /// A calendar month.
    case month
    /// A calendar quarter: January to March, and so on.
    case quarter
    /// A calendar year.
    case year
    /// The so many local days up to an instant.
    case rolling(days: Int)

    /// Longest rolling window in days: ten years.
    public static let daysMaximum = 3660
}

extension WindowKind: CustomStringConvertible {
    /// `month`, `quarter`, `year`, `rolling-180d`.
    public var description: String {
        switch self {
        case .month: "month"
        case .quarter: "quarter"
        case .year: "year"
        case .rolling(let days): "rolling-\(days)d"
        }
    }

    /// Reads what `description` writes; nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "month": self = .month
        case "quarter": self = .quarter
        case "year": self = .year
        default:
            guard text.hasPrefix("rolling-"), text.hasSuffix("d"), let days = Int(text.dropFirst(8).dropLast()),
                (1...Self.daysMaximum).contains(days)
            else { return nil }
            self = .rolling(days: days)
        }
    }
}

extension WindowKind: Codable {
    /// - Throws: `DecodingError.dataCorrupted` when the text names no kind of window.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let kind = try WindowKind(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a kind of window such as month or rolling-180d")
        }
        self = kind
    }

    /// Writes what `description` says.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
