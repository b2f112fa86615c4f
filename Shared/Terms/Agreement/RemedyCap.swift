/// The most that credits may come to over a period: `{percent: "50", per: month}`, `{amount_minor: 100000, currency: EUR,
/// per: year}`.
public struct RemedyCap: Hashable, Sendable {
    /// Over which period credits are added up.
    public enum Period: String, CaseIterable, Hashable, Sendable {
        /// The window that was missed.
        case window
        /// The calendar month in which the window ends.
        case month
        /// The calendar year in which the window ends.
        case year
    }

    /// How much.
    public enum Limit: Hashable, Sendable {
        /// So many per cent of the fees of the period, by the fee base's classes.
        case percent(Percent)
        /// An amount of money.
        case amount(FixedAmount)
    }

    /// How much.
    public let limit: Limit
    /// Over which period.
    public let period: Period
    /// The clause.
    public let clause: String

    /// The percent, where it is one.
    public var percent: Percent? {
        if case .percent(let percent) = limit { percent } else { nil }
    }

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        limit = Limit(reader)
        period = reader.ifPresent("per") { $0.choice() } ?? .window
        clause = names.clause(of: reader, otherwise: otherwise)
    }
}

extension RemedyCap.Limit {
    /// Reads `percent`, or `amount_minor` with `currency`.
    init(_ reader: NodeReader) {
        let forms = ["percent", "amount_minor"].filter { reader.has($0) }
        if forms.count != 1 { reader.fail("must have exactly one of: percent, amount_minor") }
        switch forms.first {
        case "amount_minor": self = .amount(FixedAmount(reader))
        case "percent": self = .percent(reader["percent"].percent(atMost: RemedySchedule.percentMaximum))
        default: self = .percent(.zero)
        }
    }
}
