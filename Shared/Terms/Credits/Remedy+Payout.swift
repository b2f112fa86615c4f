extension Remedy.Payout {
    /// A way in which what is due can be given.
    public enum Way: String, CaseIterable, Hashable, Sendable, Codable {
        /// A credit on an invoice.
        case credit
        /// A fee that is not charged.
        case waiver
        /// Money.
        case cash
    }

    /// What becomes of something that is left of a credit.
    public struct Remainder: Hashable, Sendable, Codable {
        /// What is lost, in minor units.
        public let forfeitedMinor: Int64
        /// What is paid in money, in minor units.
        public let paidMinor: Int64
        /// The clause.
        public let clause: String
    }

    /// The ways in which what is due may be given, while the contract runs. The amount is the same in each.
    public var ways: [Way] {
        switch form {
        case .credit: [.credit]
        case .creditOrWaiver: [.credit, .waiver]
        }
    }

    /// What becomes of so much when the contract ends.
    public func remainder(ofMinor left: Int64) -> Remainder {
        switch atTermination {
        case .forfeited: Remainder(forfeitedMinor: left, paidMinor: 0, clause: clause)
        case .paid: Remainder(forfeitedMinor: 0, paidMinor: left, clause: clause)
        }
    }
}

extension Remedy.Payout.AtTermination {
    /// When what is left of a credit is lost under a contract that ends at an instant; nil where that has no end, and where it is
    /// never lost.
    public func expiry(contractEnd: Instant?) -> Instant? {
        self == .forfeited ? contractEnd : nil
    }
}
