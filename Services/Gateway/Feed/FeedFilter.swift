import Contracts

/// Which types a reader asked for: `?types=pledge.availability.outage.*,pledge.agreements.customer.changed.v1`.
struct FeedFilter: Sendable, Equatable {
    /// The most patterns in one request.
    static let maximumPatterns = 50

    private let exact: Set<String>
    private let prefixes: [String]
    private let takesAll: Bool

    /// Everything.
    static let all = FeedFilter()

    private init() {
        exact = []
        prefixes = []
        takesAll = true
    }

    /// Reads the parameter.
    /// - Throws: 400 when a pattern is empty, has a `*` anywhere but at its end, or there are too many.
    init(_ text: String) throws(Problem) {
        let patterns = text.split(separator: ",", omittingEmptySubsequences: false)
        guard patterns.count <= Self.maximumPatterns else {
            throw .badQuery("types", "has more than \(Self.maximumPatterns) patterns")
        }
        var exact: Set<String> = []
        var prefixes: [String] = []
        for pattern in patterns {
            let isPrefix = pattern.hasSuffix("*")
            let name = isPrefix ? pattern.dropLast() : pattern
            let isName = name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || (byte >= 48 && byte <= 57)
                    || (byte >= 97 && byte <= 122)
            }
            guard isName, isPrefix || !name.isEmpty else {
                throw .badQuery("types", "must be event types separated by commas, each with at most one * at its end")
            }
            if isPrefix { prefixes.append(String(name)) } else { exact.insert(String(name)) }
        }
        self.exact = exact
        self.prefixes = prefixes
        takesAll = false
    }

    /// Whether an event of this type passes.
    func passes(_ type: String) -> Bool {
        takesAll || exact.contains(type) || prefixes.contains { type.hasPrefix($0) }
    }
}
