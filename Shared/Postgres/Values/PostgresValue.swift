/// A value that can be a parameter. It goes over the wire in the server's binary form, with its type.
public protocol PostgresBindable: Sendable {
    /// The type that the server is told, for every value of this Swift type.
    static var postgresType: PostgresType { get }
    /// Null has a type too.
    var isPostgresNull: Bool { get }
    /// Writes the binary form. Not called for null.
    func encode(into writer: inout PostgresWriter)
}

extension PostgresBindable {
    /// Most values are not null.
    public var isPostgresNull: Bool { false }
}

/// A value that a column can be read as.
public protocol PostgresDecodable: Sendable {
    /// Whether a column of `type` can be read as this. Asked once a result, not once a row.
    static func accepts(_ type: PostgresType) -> Bool
    /// Reads one cell of an accepted type. Throws `.decode`.
    static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self
}

/// A value that can also stand in an array, as `unnest($1)` and `= any($1)` want them.
public protocol PostgresArrayElement: PostgresBindable, PostgresDecodable {
    /// The type of an array of these.
    static var postgresArrayType: PostgresType { get }
    /// Writes an array of these. Only bytes differ from the rule: an array of them is one `bytea`.
    static func encodeArray(_ elements: [Self], into writer: inout PostgresWriter)
    /// Reads an array of these.
    static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Self]
    /// Whether a column of `type` can be read as an array of these.
    static func acceptsArray(_ type: PostgresType) -> Bool
}

/// A type of the domain that is stored as another: an identifier as its UUID, an enum as its raw value.
///
/// String enums need only declare it: `extension Role: PostgresRepresentable {}`.
public protocol PostgresRepresentable: PostgresArrayElement {
    /// What is stored.
    associatedtype PostgresRepresentation: PostgresArrayElement
    /// The stored form of this value.
    var postgresRepresentation: PostgresRepresentation { get }
    /// The value of a stored form; nil is reported as a `.decode` error.
    init?(postgresRepresentation: PostgresRepresentation)
}

extension PostgresRepresentable {
    /// That of what is stored.
    public static var postgresType: PostgresType { PostgresRepresentation.postgresType }
    /// That of what is stored.
    public static var postgresArrayType: PostgresType { PostgresRepresentation.postgresArrayType }
    /// Writes what is stored.
    public func encode(into writer: inout PostgresWriter) { postgresRepresentation.encode(into: &writer) }
    /// As what is stored.
    public static func accepts(_ type: PostgresType) -> Bool { PostgresRepresentation.accepts(type) }
    /// As what is stored.
    public static func acceptsArray(_ type: PostgresType) -> Bool { PostgresRepresentation.acceptsArray(type) }
    /// Reads what is stored, and refuses what no value stands for.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self {
        let stored = try PostgresRepresentation.decode(cell)
        guard let value = Self(postgresRepresentation: stored) else { throw cell.mismatch(Self.self, "no such value: \(stored)") }
        return value
    }
}

extension PostgresRepresentable where Self: RawRepresentable, RawValue: PostgresArrayElement {
    /// The raw value.
    public var postgresRepresentation: RawValue { rawValue }
    /// From the raw value.
    public init?(postgresRepresentation: RawValue) { self.init(rawValue: postgresRepresentation) }
}
