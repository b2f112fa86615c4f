/// An amount of money in the minor unit of its currency: `{"amount_minor": 12500, "currency": "PKR"}`.
///
/// Never a fraction: what must be rounded is rounded once, by the rule of the clause that it serves.
public struct Money: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The amount in minor units (paisa, cents).
    public let amountMinor: Int64
    /// The ISO 4217 code, one of ``Currency/exponents``.
    public let currency: String

    /// Nil unless the currency is one of ISO 4217.
    public init?(amountMinor: Int64, currency: String) {
        guard Currency.exponents[currency] != nil else { return nil }
        self.amountMinor = amountMinor
        self.currency = currency
    }

    /// The largest amount that is taken from outside: sums of thousands of such amounts still fit.
    public static let maximumMinor: Int64 = 1_000_000_000_000_000
    /// What a reader gives for an amount that could not be read; it is never used, because the reading fails.
    static let standIn = Money(unchecked: 0, "USD")

    private init(unchecked amountMinor: Int64, _ currency: String) {
        self.amountMinor = amountMinor
        self.currency = currency
    }

    private enum CodingKeys: String, CodingKey {
        case amountMinor = "amount_minor"
        case currency
    }

    /// Decodes and checks the currency.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let currency = try container.decode(String.self, forKey: .currency)
        guard let money = Money(amountMinor: try container.decode(Int64.self, forKey: .amountMinor), currency: currency) else {
            throw DecodingError.dataCorruptedError(
                forKey: .currency, in: container, debugDescription: "not an ISO 4217 currency: \(currency.prefix(8))")
        }
        self = money
    }

    /// The sum; nil when the currencies differ or the amount overflows.
    public func adding(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        let (sum, overflow) = amountMinor.addingReportingOverflow(other.amountMinor)
        return overflow ? nil : Money(unchecked: sum, currency)
    }

    /// The difference; nil when the currencies differ or the amount overflows.
    public func subtracting(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        let (difference, overflow) = amountMinor.subtractingReportingOverflow(other.amountMinor)
        return overflow ? nil : Money(unchecked: difference, currency)
    }

    /// The amount with its decimal point and code, `125.00 PKR`.
    public var description: String {
        let digits = Currency.exponents[currency] ?? 2
        var text = String(amountMinor.magnitude)
        if digits > 0 {
            text = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
            text.insert(".", at: text.index(text.endIndex, offsetBy: -digits))
        }
        return "\(amountMinor < 0 ? "-" : "")\(text) \(currency)"
    }
}
