extension Optional: PostgresBindable where Wrapped: PostgresBindable {
    /// That of the wrapped type: null has a type too.
    public static var postgresType: PostgresType { Wrapped.postgresType }
    /// Null for none.
    public var isPostgresNull: Bool { self?.isPostgresNull ?? true }
    /// The wrapped value's form.
    public func encode(into writer: inout PostgresWriter) { self?.encode(into: &writer) }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// What the wrapped type accepts.
    public static func accepts(_ type: PostgresType) -> Bool { Wrapped.accepts(type) }
    /// None for null.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Wrapped? {
        cell.isNull ? nil : try Wrapped.decode(cell)
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement {
    /// That of the wrapped type.
    public static var postgresArrayType: PostgresType { Wrapped.postgresType.array }
}
