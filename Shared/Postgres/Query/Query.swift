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

    /// One bound value.
    struct Parameter: Sendable {
        let type: UInt32
        /// Where its placeholder begins in the SQL, in UTF-8 units: for putting queries together.
        var placeholder: Int
        /// Where its binary form lies in `bytes`.
        var start: Int
        /// -1 for null.
        let length: Int
    }

    /// With placeholders `$1`, `$2`, …
    public private(set) var sql: String
    private(set) var parameters: [Parameter] = []
    private var writer = PostgresWriter()
    private var ownRefusal: String?

    /// The binary forms of all parameters, one after the other.
    var bytes: [UInt8] { writer.bytes }

    /// An SQL text without parameters that the program itself wrote.
    public init(raw sql: String) {
        self.sql = ""
        append(raw: sql)
    }

    init(capacity: Int) {
        sql = ""
        sql.reserveCapacity(capacity)
    }

    /// The same statement with nothing bound.
    var withoutValues: Query {
        var shape = self
        shape.writer = PostgresWriter()
        return shape
    }

    /// Why this cannot be sent, if it cannot.
    var refusal: PostgresError? {
        let reason =
            ownRefusal ?? writer.refusal
            ?? (parameters.count > Self.maximumParameters ? "\(parameters.count) parameters; at most 65535" : nil)
        return reason.map { PostgresError(.invalidRequest, $0) }
    }

    /// The SQL goes to libpq as a C string: a NUL would cut it short.
    private mutating func refuseNul(in text: String) {
        if text.utf8.contains(0) { ownRefusal = "the SQL contains a NUL character" }
    }

    mutating func append(literal: String) { sql += literal }

    mutating func append(raw text: String) {
        refuseNul(in: text)
        sql += text
    }

    mutating func bind(_ value: some PostgresBindable) {
        let start = writer.bytes.count
        let isNull = value.isPostgresNull
        if !isNull { value.encode(into: &writer) }
        add(type: type(of: value).postgresType.rawValue, start: start, length: isNull ? -1 : writer.bytes.count - start)
    }

    private mutating func add(type: UInt32, start: Int, length: Int) {
        parameters.append(Parameter(type: type, placeholder: sql.utf8.count, start: start, length: length))
        sql += "$"
        sql += String(parameters.count)
    }

    /// Appends another query, giving its placeholders the next numbers.
    mutating func append(_ other: Query) {
        ownRefusal = ownRefusal ?? other.ownRefusal
        let base = writer.bytes.count
        other.writer.bytes.withUnsafeBytes { writer.append(contentsOf: $0) }
        if let reason = other.writer.refusal { writer.refuse(reason) }
        let text = other.sql.utf8
        var copied = text.startIndex
        for (number, parameter) in other.parameters.enumerated() {
            let placeholder = text.index(text.startIndex, offsetBy: parameter.placeholder)
            sql += other.sql[copied..<placeholder]
            copied = text.index(placeholder, offsetBy: 1 + String(number + 1).utf8.count)
            add(type: parameter.type, start: base + parameter.start, length: parameter.length)
        }
        sql += other.sql[copied...]
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
