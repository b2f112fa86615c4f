import Contracts
import Foundation

/// The part of a URL after the question mark.
public enum QueryString {
    /// More parameters than any route has.
    static let maximumParameters = 64

    /// The parameters of a query, checked against the names that the route knows.
    ///
    /// - Throws: 400 for an unknown name, a repeated one, or a value that is not percent-encoded UTF-8.
    public static func parse(_ query: Substring?, known: Set<String>) throws(Problem) -> QueryReader {
        guard let query, !query.isEmpty else { return QueryReader() }
        let parts = query.split(separator: "&")
        guard parts.count <= maximumParameters else {
            throw .badRequest("at most \(maximumParameters) query parameters are taken")
        }
        var values: [String: String] = [:]
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(pair[0]), let value = decode(pair.count == 2 ? pair[1] : "") else {
                throw .badRequest("the query is not percent-encoded UTF-8")
            }
            guard known.contains(name) else { throw .badQuery(String(name.prefix(64)), "is not known here") }
            guard values.updateValue(value, forKey: name) == nil else { throw .badQuery(name, "is given twice") }
        }
        return QueryReader(values)
    }

    private static func decode(_ text: Substring) -> String? {
        // Most have nothing to decode, and what decodes is Foundation's, which copies a text several times.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "%") }) else { return String(text) }
        return text.replacing("+", with: " ").removingPercentEncoding
    }
}
