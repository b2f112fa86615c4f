/// An amount of money that an agreement names, in minor units: `{amount_minor: 500, currency: EUR}`.
public struct FixedAmount: Hashable, Sendable, Codable {
    /// The amount in minor units of the currency.
    public let amountMinor: Int64
    /// The currency's ISO 4217 code.
    public let currency: String

    /// Most that an agreement may name: beyond any fee, and small enough for exact arithmetic.
    static let maximum: Int64 = 1_000_000_000_000

    init(_ reader: NodeReader) {
        amountMinor = reader["amount_minor"].integer(0...Self.maximum)
        currency = reader["currency"].parsed("an ISO 4217 code such as EUR", standIn: "XXX") { text in
            text.utf8.count == 3 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ? text : nil
        }
    }
}

/// What a step of a schedule is worth.
public enum RemedyWorth: Hashable, Sendable {
    /// So many per cent of the fee base.
    case percent(Percent)
    /// An amount of money.
    case amount(FixedAmount)
    /// The fees of so many days: the fee base over the days of the window, each.
    case serviceDays(Int)
    /// The fees of so many hours: the fee base over the hours of the window, each.
    case serviceHours(Int)

    static let forms = ["percent", "amount_minor", "service_days", "service_hours"]

    /// Reads the one form that the element has.
    init(_ reader: NodeReader) {
        let forms = Self.forms.filter { reader.has($0) }
        if forms.count != 1 { reader.fail("must have exactly one of: \(Self.forms.joined(separator: ", "))") }
        switch forms.first {
        case "percent": self = .percent(reader["percent"].percent(atMost: RemedySchedule.percentMaximum))
        case "amount_minor": self = .amount(FixedAmount(reader))
        case "service_days": self = .serviceDays(Int(reader["service_days"].integer(1...366)))
        case "service_hours": self = .serviceHours(Int(reader["service_hours"].integer(1...8784)))
        default: self = .percent(.zero)
        }
    }
}
