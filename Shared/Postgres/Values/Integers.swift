/// Swift's integers share their reading: any integer column whose value fits.
protocol PostgresInteger: PostgresArrayElement, FixedWidthInteger {}

extension PostgresInteger {
    /// Any integer type, and `numeric` (as `sum` of `bigint` is) when it holds a whole number.
    public static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .int2, .int4, .int8, .oid, .xid8, .numeric: return true
        default: return false
        }
    }

    /// Throws when the value does not fit.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self {
        let wide: Int64
        switch cell.type {
        case .int8: wide = try cell.integer(Int64.self, for: Self.self)
        case .int4: wide = Int64(try cell.integer(Int32.self, for: Self.self))
        case .int2: wide = Int64(try cell.integer(Int16.self, for: Self.self))
        case .oid: wide = Int64(try cell.integer(UInt32.self, for: Self.self))
        case .xid8: wide = try cell.integer(Int64.self, for: Self.self)
        default:
            let text = try Numeric.text(cell)
            guard let value = Self(text) else { throw cell.mismatch(Self.self, text) }
            return value
        }
        guard let value = Self(exactly: wide) else { throw cell.mismatch(Self.self, "\(wide) is out of range") }
        return value
    }

    /// Network order.
    public func encode(into writer: inout PostgresWriter) { writer.append(self) }
}

extension Int: PostgresInteger {
    /// `bigint`.
    public static var postgresType: PostgresType { .int8 }
}

extension Int64: PostgresInteger {
    /// `bigint`.
    public static var postgresType: PostgresType { .int8 }
}

extension Int32: PostgresInteger {
    /// `integer`.
    public static var postgresType: PostgresType { .int4 }
}

extension Int16: PostgresInteger {
    /// `smallint`.
    public static var postgresType: PostgresType { .int2 }
}
