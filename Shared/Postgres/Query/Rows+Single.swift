// The same for results of one column. A pack of one is a value too, but the compiler finds its type less readily.
extension Rows {
    /// The only column of all rows.
    @inlinable
    public func decode<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws(PostgresError) -> [Value] {
        try storage.check(type)
        var decoded: [Value] = []
        decoded.reserveCapacity(storage.rowCount)
        for row in 0..<storage.rowCount { decoded.append(try storage.decode(row: row, type)) }
        return decoded
    }

    /// The only column of the first row; nil when there is no row.
    @inlinable
    public func decodeFirst<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws(PostgresError) -> Value? {
        try storage.check(type)
        guard storage.rowCount > 0 else { return nil }
        return try storage.decode(row: 0, type)
    }

    /// The only column of the only row. Throws `.decode` when there is not one row.
    @inlinable
    public func decodeOne<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws(PostgresError) -> Value {
        try storage.check(type)
        guard storage.rowCount == 1 else { throw PostgresError(.decode, "\(storage.rowCount) rows where one was wanted") }
        return try storage.decode(row: 0, type)
    }
}

extension Row {
    /// The only column.
    @inlinable
    public func decode<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws(PostgresError) -> Value {
        try storage.check(type)
        return try storage.decode(row: index, type)
    }
}

extension ResultStorage {
    @inlinable
    func check(_ wanted: any PostgresDecodable.Type) throws(PostgresError) {
        guard columnCount == 1 else { throw PostgresError(.decode, "\(columnCount) columns where 1 was wanted") }
        try check(wanted, column: 0)
    }

    @inlinable
    func decode<Value: PostgresDecodable>(row: Int, _: Value.Type) throws(PostgresError) -> Value {
        defer { withExtendedLifetime(self) {} }
        return try Value.decode(cell(row: row, column: 0, type: type(of: 0)))
    }
}
