extension Objective {
    /// A figure over everything that was measured.
    public enum Aggregate: String, CaseIterable, Hashable, Sendable, Codable {
        /// The sum of all over their number.
        case mean
        case minimum
        case maximum
    }

    /// A limit for some: `{when: {plan: premium}, at_least: "200", unit: Mbps}`.
    public struct Limit: Hashable, Sendable {
        /// For whom.
        public let when: AttributeMatch
        /// What it must be.
        public let limit: Comparison

        init(_ reader: NodeReader, _ names: AgreementNames) {
            when = AttributeMatch(reader["when"], names)
            limit = Comparison(reader, hasUnit: true)
        }
    }

    /// Parts that are looked at one by one: `{parts: [eu, us, asia], hold: most}`.
    public struct Across: Hashable, Sendable {
        /// How many of them must keep the promise.
        public enum Quantifier: String, CaseIterable, Hashable, Sendable {
            case all
            /// More than half.
            case most
            case any
        }

        /// The parts, as measurements name them: regions, channels.
        public let parts: [String]
        /// How many of them must keep the promise.
        public let hold: Quantifier

        init(_ reader: NodeReader) {
            parts = reader["parts"].list(1...200) { $0.text(1...100) }
            hold = reader["hold"].choice()
            if Set(parts).count != parts.count { reader["parts"].fail("must not name a part twice") }
        }

        /// The fewest parts that must keep it.
        public var needed: Int {
            switch hold {
            case .all: parts.count
            case .most: parts.count / 2 + 1
            case .any: 1
            }
        }
    }

    /// The limit for a customer and service of which that is known: that of the first rule that holds, or the general one.
    public func limit(for attributes: [String: String]) -> Comparison? {
        limit(for: ScopeFacts(attributes: attributes))
    }

    /// The same, where attributes may hold several values.
    public func limit(for known: ScopeFacts) -> Comparison? {
        limits.first { $0.when.outcome(for: known) == .applies }?.limit ?? limit
    }
}
