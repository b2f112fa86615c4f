/// What one statement returned.
///
///     for (id, name) in try rows.decode((UUID, String).self) { … }
public struct Rows: RandomAccessCollection, Sendable {
    @usableFromInline let storage: ResultStorage

    init(_ storage: ResultStorage) { self.storage = storage }

    /// Always zero.
    public var startIndex: Int { 0 }
    /// The number of rows.
    public var endIndex: Int { storage.rowCount }
    /// One row.
    public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < storage.rowCount, "row \(position) of \(storage.rowCount)")
        return Row(storage: storage, index: position)
    }

    /// The names of the columns.
    public var columns: [String] { (0..<storage.columnCount).map { storage.columnName($0) } }

    /// Rows inserted, updated, deleted or selected, by the command's tag.
    public var affected: Int { storage.affected }

    /// All rows as tuples, column by column. Throws `.decode` when the number of columns or a type differs, or a null
    /// stands where the Swift type is not optional.
    @inlinable
    public func decode<each Value: PostgresDecodable>(
        _ type: (repeat each Value).Type = (repeat each Value).self
    ) throws(PostgresError) -> [(repeat each Value)] {
        try storage.check(repeat (each Value).self)
        var decoded: [(repeat each Value)] = []
        decoded.reserveCapacity(storage.rowCount)
        for row in 0..<storage.rowCount {
            decoded.append(try storage.decode(row: row, repeat (each Value).self))
        }
        return decoded
    }

    /// The first row as a tuple; nil when there is none.
    @inlinable
    public func decodeFirst<each Value: PostgresDecodable>(
        _ type: (repeat each Value).Type = (repeat each Value).self
    ) throws(PostgresError) -> (repeat each Value)? {
        try storage.check(repeat (each Value).self)
        guard storage.rowCount > 0 else { return nil }
        let first: (repeat each Value) = try storage.decode(row: 0, repeat (each Value).self)
        return .some(first)
    }

    /// The only row as a tuple. Throws `.decode` when there is none or more than one.
    @inlinable
    public func decodeOne<each Value: PostgresDecodable>(
        _ type: (repeat each Value).Type = (repeat each Value).self
    ) throws(PostgresError) -> (repeat each Value) {
        try storage.check(repeat (each Value).self)
        guard storage.rowCount == 1 else { throw PostgresError(.decode, "\(storage.rowCount) rows where one was wanted") }
        return try storage.decode(row: 0, repeat (each Value).self)
    }
}

/// One row of a result; holds the whole result in memory.
public struct Row: Sendable {
    @usableFromInline let storage: ResultStorage
    @usableFromInline let index: Int

    init(storage: ResultStorage, index: Int) {
        self.storage = storage
        self.index = index
    }

    /// The row as a tuple, column by column.
    @inlinable
    public func decode<each Value: PostgresDecodable>(
        _ type: (repeat each Value).Type = (repeat each Value).self
    ) throws(PostgresError) -> (repeat each Value) {
        try storage.check(repeat (each Value).self)
        return try storage.decode(row: index, repeat (each Value).self)
    }

    /// One column by its name.
    public func decode<Value: PostgresDecodable>(
        column name: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard let column = storage.column(named: name) else { throw PostgresError(.decode, "no column \"\(name)\"") }
        try storage.check(type, column: column)
        defer { withExtendedLifetime(storage) {} }
        return try type.decode(storage.cell(row: index, column: column, type: storage.type(of: column)))
    }
}

extension ResultStorage {
    /// Checks the number of columns and their types: once a result, not once a row.
    @inlinable
    func check<each Value: PostgresDecodable>(_ types: repeat (each Value).Type) throws(PostgresError) {
        var wanted = 0
        for type in repeat each types {
            if wanted < columnCount { try check(type, column: wanted) }
            wanted += 1
        }
        guard wanted == columnCount else {
            throw PostgresError(.decode, "\(columnCount) columns where \(wanted) were wanted")
        }
    }

    @usableFromInline
    func check(_ wanted: any PostgresDecodable.Type, column: Int) throws(PostgresError) {
        let type = type(of: column)
        guard wanted.accepts(type) else {
            throw PostgresError(
                .decode, "column \(column) (\"\(columnName(column))\", type \(type.rawValue)) cannot be read as \(wanted)")
        }
    }

    @inlinable
    func decode<each Value: PostgresDecodable>(
        row: Int, _ types: repeat (each Value).Type
    ) throws(PostgresError) -> (repeat each Value) {
        // Cells point into this object's memory.
        defer { withExtendedLifetime(self) {} }
        var column = 0
        func next<One: PostgresDecodable>(_: One.Type) throws(PostgresError) -> One {
            defer { column += 1 }
            return try One.decode(cell(row: row, column: column, type: type(of: column)))
        }
        return (repeat try next(each types))
    }
}
