/// The number by which the server knows a type.
public struct PostgresType: RawRepresentable, Hashable, Sendable {
    /// The OID.
    public let rawValue: UInt32
    /// From an OID.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `boolean`.
    public static let bool = PostgresType(rawValue: 16)
    /// `bytea`.
    public static let bytea = PostgresType(rawValue: 17)
    /// `name`.
    public static let name = PostgresType(rawValue: 19)
    /// `bigint`.
    public static let int8 = PostgresType(rawValue: 20)
    /// `smallint`.
    public static let int2 = PostgresType(rawValue: 21)
    /// `integer`.
    public static let int4 = PostgresType(rawValue: 23)
    /// `text`.
    public static let text = PostgresType(rawValue: 25)
    /// `oid`.
    public static let oid = PostgresType(rawValue: 26)
    /// `json`.
    public static let json = PostgresType(rawValue: 114)
    /// `real`.
    public static let float4 = PostgresType(rawValue: 700)
    /// `double precision`.
    public static let float8 = PostgresType(rawValue: 701)
    /// A literal whose type nobody decided.
    public static let unknown = PostgresType(rawValue: 705)
    /// `character`.
    public static let bpchar = PostgresType(rawValue: 1042)
    /// `character varying`.
    public static let varchar = PostgresType(rawValue: 1043)
    /// `timestamp without time zone`.
    public static let timestamp = PostgresType(rawValue: 1114)
    /// `timestamp with time zone`.
    public static let timestamptz = PostgresType(rawValue: 1184)
    /// `numeric`.
    public static let numeric = PostgresType(rawValue: 1700)
    /// `void`.
    public static let void = PostgresType(rawValue: 2278)
    /// `uuid`.
    public static let uuid = PostgresType(rawValue: 2950)
    /// `jsonb`.
    public static let jsonb = PostgresType(rawValue: 3802)
    /// `xid8`.
    public static let xid8 = PostgresType(rawValue: 5069)

    /// Enums, domains and other types that were made in the database have numbers from here on.
    static let firstUserDefined: UInt32 = 16384

    /// The type of an array of this, for the types that can be bound as array elements.
    public var array: PostgresType {
        switch self {
        case .bool: return PostgresType(rawValue: 1000)
        case .bytea: return PostgresType(rawValue: 1001)
        case .int2: return PostgresType(rawValue: 1005)
        case .int4: return PostgresType(rawValue: 1007)
        case .int8: return PostgresType(rawValue: 1016)
        case .float8: return PostgresType(rawValue: 1022)
        case .timestamptz: return PostgresType(rawValue: 1185)
        case .uuid: return PostgresType(rawValue: 2951)
        case .jsonb: return PostgresType(rawValue: 3807)
        default: return PostgresType(rawValue: 1009)  // text[]
        }
    }

    /// Types whose binary form is their text in the connection's encoding (always UTF-8 here).
    var isTextual: Bool {
        switch self {
        case .text, .varchar, .bpchar, .name, .json, .unknown: return true
        default: return rawValue >= Self.firstUserDefined
        }
    }
}
