/// One SQL statement with its parameters, written as a string whose interpolations bind:
///
///     let query: Query = "select name from customers where id = \(id)"
///
/// Values never become part of the SQL; only `\(raw:)` does, for identifiers that the program itself chose.
/// Queries can be put together with `+` and by interpolating one in another; placeholders are renumbered.
/// A query whose values cannot be sent (a NUL in a text) fails with `.invalidRequest` when it is executed.
public struct Query: Sendable {
    /// The protocol counts parameters in sixteen bits.
    static let maximumParameters = 65_535

    /// A UUID's; a number or an instant takes half of it.
    private static let usualParameterBytes = 16

    /// One bound value.
    struct Parameter: Sendable {
        let type: UInt32
        /// Where its placeholder begins in the text: for putting queries together.
        var placeholder: Int
        /// Where its binary form lies in `bytes`.
        var start: Int
        /// -1 for null.
        let length: Int
    }

    /// The SQL with placeholders `$1`, `$2`, …, in UTF-8. Not a `String`: each statement is put together anew, and arrays of
    /// bytes are put together in place.
    private(set) var text: [UInt8] = []
    private(set) var parameters: [Parameter] = []
    private var writer = PostgresWriter()

    /// With placeholders `$1`, `$2`, …
    public var sql: String { String(decoding: text, as: UTF8.self) }

    /// The binary forms of all parameters, one after the other.
    var bytes: [UInt8] { writer.bytes }

    /// An SQL text without parameters that the program itself wrote.
    public init(raw sql: String) { append(raw: sql) }

    /// Room for a text of so many bytes, and so many parameters.
    init(capacity: Int, parameters count: Int) {
        text.reserveCapacity(capacity)
        guard count > 0 else { return }
        parameters.reserveCapacity(count)
        writer.reserve(count * Self.usualParameterBytes)
    }

    /// The same statement with nothing bound.
    var withoutValues: Query {
        var shape = self
        shape.writer = PostgresWriter()
        return shape
    }

    /// Why this cannot be sent, if it cannot.
    var refusal: PostgresError? {
        guard parameters.count <= Self.maximumParameters else {
            return PostgresError(.invalidRequest, "\(parameters.count) parameters; at most \(Self.maximumParameters)")
        }
        return writer.refusal.map { PostgresError(.invalidRequest, "\($0)") }
    }

    mutating func append(literal: String) {
        var literal = literal
        literal.withUTF8 { text.append(contentsOf: $0) }
    }

    /// The SQL goes to libpq as a C string: a NUL would cut it short.
    mutating func append(raw sql: String) {
        if sql.utf8.contains(0) { writer.refuse("the SQL contains a NUL character") }
        append(literal: sql)
    }

    mutating func bind(_ value: some PostgresBindable) {
        let start = writer.bytes.count
        let isNull = value.isPostgresNull
        if !isNull { value.encode(into: &writer) }
        add(type: type(of: value).postgresType.rawValue, start: start, length: isNull ? -1 : writer.bytes.count - start)
    }

    private mutating func add(type: UInt32, start: Int, length: Int) {
        parameters.append(Parameter(type: type, placeholder: text.count, start: start, length: length))
        appendPlaceholder(parameters.count)
    }

    private mutating func appendPlaceholder(_ number: Int) {
        text.append(UInt8(ascii: "$"))
        var place = 1
        while number / place >= 10 { place *= 10 }
        while place > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / place % 10))
            place /= 10
        }
    }

    /// Appends another query, giving its placeholders the next numbers.
    mutating func append(_ other: Query) {
        let base = writer.bytes.count
        other.writer.bytes.withUnsafeBytes { writer.append(contentsOf: $0) }
        if let reason = other.writer.refusal { writer.refuse(reason) }
        var copied = 0
        for (number, parameter) in other.parameters.enumerated() {
            text.append(contentsOf: other.text[copied..<parameter.placeholder])
            copied = parameter.placeholder + 1 + String(number + 1).utf8.count
            add(type: parameter.type, start: base + parameter.start, length: parameter.length)
        }
        text.append(contentsOf: other.text[copied...])
    }

    /// One after the other, as one statement.
    public static func + (left: Query, right: Query) -> Query {
        var sum = left
        sum.append(right)
        return sum
    }

    /// Appends to this statement.
    public static func += (left: inout Query, right: Query) { left.append(right) }
}

extension Query: CustomStringConvertible {
    /// The SQL with its placeholders; never the values, which may be secret.
    public var description: String { sql }
}
