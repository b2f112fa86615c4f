import Contracts
import Terms

/// The query parameters of a request; their names have been checked against the route's.
public struct QueryReader: Sendable {
    private let values: [String: String]

    /// Parameters by name, percent-decoded.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    /// The text of a parameter; nil when it is absent.
    public func text(_ name: String) -> String? { values[name] }

    /// The text of a parameter that must be there.
    ///
    /// - Throws: 400 when it is absent.
    public func required(_ name: String) throws(Problem) -> String {
        guard let text = values[name] else { throw .badQuery(name, "is required") }
        return text
    }

    /// Text of so many characters (Unicode scalars).
    ///
    /// - Throws: 400 when it has fewer or more.
    public func text(_ name: String, _ length: ClosedRange<Int>) throws(Problem) -> String? {
        guard let text = values[name] else { return nil }
        guard length.contains(text.unicodeScalars.count) else {
            throw .badQuery(name, "must have \(length.lowerBound) to \(length.upperBound) characters")
        }
        return text
    }

    /// A key, as tenants name their things.
    ///
    /// - Throws: 400 when it is none.
    public func key(_ name: String) throws(Problem) -> String? {
        guard let text = values[name] else { return nil }
        guard KeyText.isKey(text) else {
            throw .badQuery(name, "must be a key of lower-case letters, digits, '-', '_' and '.'")
        }
        return text
    }

    /// A whole number within a range.
    ///
    /// - Throws: 400 when it is not one.
    public func int(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .badQuery(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false`.
    ///
    /// - Throws: 400 when it is neither.
    public func bool(_ name: String) throws(Problem) -> Bool? {
        switch values[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .badQuery(name, "must be true or false")
        }
    }

    /// An id.
    ///
    /// - Throws: 400 when it is not an id of that kind.
    public func id<Kind: IDKind>(_ name: String) throws(Problem) -> ID<Kind>? {
        guard let text = values[name] else { return nil }
        guard let id = ID<Kind>(text) else { throw .badQuery(name, "must be an id \(Kind.prefix)_…") }
        return id
    }

    /// An instant in RFC 3339.
    ///
    /// - Throws: 400 when it is not one.
    public func instant(_ name: String) throws(Problem) -> Instant? {
        guard let text = values[name] else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw .badQuery(name, "must be an instant such as 2026-03-01T00:00:00Z")
        }
        return instant
    }

    /// One of the raw values of an enumeration.
    ///
    /// - Throws: 400 when it is none of them.
    public func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws(Problem) -> Choice?
    where Choice.RawValue == String {
        guard let text = values[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .badQuery(name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// What identifies the filters: every parameter but those of paging, in order.
    var filters: String {
        values.filter { $0.key != "limit" && $0.key != "cursor" }
            .sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
            .joined(separator: "&")
    }
}
