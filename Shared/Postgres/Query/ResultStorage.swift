import Clibpq

/// Owns one result of libpq, which does not change any more and needs no connection: any thread may read it.
///
/// The rows stay in the memory that libpq read them into; cells are decoded from there where they are wanted, off the
/// loop, without a copy in between.
@usableFromInline
final class ResultStorage: @unchecked Sendable {
    let result: OpaquePointer
    @usableFromInline let rowCount: Int
    @usableFromInline let columnCount: Int

    /// Takes the result over.
    init(_ result: OpaquePointer) {
        self.result = result
        rowCount = Int(PQntuples(result))
        columnCount = Int(PQnfields(result))
    }

    deinit { PQclear(result) }

    @usableFromInline
    func type(of column: Int) -> PostgresType { PostgresType(rawValue: PQftype(result, Int32(column))) }

    /// Valid while this object lives.
    @usableFromInline
    func cell(row: Int, column: Int, type: PostgresType) -> PostgresCell {
        let (row, index) = (Int32(row), Int32(column))
        guard PQgetisnull(result, row, index) == 0 else { return PostgresCell(bytes: nil, type: type, column: column) }
        let length = Int(PQgetlength(result, row, index))
        return PostgresCell(
            bytes: UnsafeRawBufferPointer(start: PQgetvalue(result, row, index), count: length), type: type, column: column)
    }

    func columnName(_ column: Int) -> String { PQfname(result, Int32(column)).map { String(cString: $0) } ?? "" }

    func column(named name: String) -> Int? {
        // Not PQfnumber, which folds case.
        (0..<columnCount).first { columnName($0) == name }
    }

    /// The number in the command's tag ("INSERT 0 3", "SELECT 7"); zero for tags without one.
    var affected: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The command's tag ("COMMIT").
    var tag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }
}
