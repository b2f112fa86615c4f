extension Query: ExpressibleByStringInterpolation {
    /// A statement without parameters.
    public init(stringLiteral value: String) {
        self.init(capacity: value.utf8.count, parameters: 0)
        append(literal: value)
    }

    /// A statement with what was interpolated bound.
    public init(stringInterpolation: Interpolation) { self = stringInterpolation.query }

    /// What may stand in `\(…)` of a query.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        fileprivate var query: Query

        /// Called by the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {
            // "$1" and the like.
            query = Query(capacity: literalCapacity + interpolationCount * 3, parameters: interpolationCount)
        }

        /// Called by the compiler with the text between interpolations.
        public mutating func appendLiteral(_ literal: String) { query.append(literal: literal) }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some PostgresBindable) { query.bind(value) }

        /// Binds a value, or null.
        public mutating func appendInterpolation(_ value: (some PostgresBindable)?) { query.bind(value) }

        /// Binds the raw value of an enum or the like.
        public mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value)
        where Value.RawValue: PostgresBindable {
            query.bind(value.rawValue)
        }

        /// Binds the raw value of an enum or the like, or null.
        public mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value?)
        where Value.RawValue: PostgresBindable {
            query.bind(value?.rawValue)
        }

        /// Binds the stored form. (Settles the choice for enums that are `PostgresRepresentable` as well.)
        public mutating func appendInterpolation<Value: PostgresRepresentable & RawRepresentable>(_ value: Value)
        where Value.RawValue: PostgresBindable {
            query.bind(value.postgresRepresentation)
        }

        /// Binds the stored form, or null.
        public mutating func appendInterpolation<Value: PostgresRepresentable & RawRepresentable>(_ value: Value?)
        where Value.RawValue: PostgresBindable {
            query.bind(value?.postgresRepresentation)
        }

        /// Puts another query here, with its parameters.
        public mutating func appendInterpolation(_ other: Query) { query.append(other) }

        /// Puts SQL here as it is. Only for what the program itself chose: never for anything from outside.
        public mutating func appendInterpolation(raw sql: String) { query.append(raw: sql) }
    }
}
