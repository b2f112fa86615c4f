import Terms

extension Problem {
    /// 422 with everything that is wrong with a document.
    public static func validation(_ problems: NodeProblems) -> Problem {
        .validation(
            problems.problems.map {
                FieldError(pointer: $0.pointer, detail: $0.detail, line: $0.place?.line, column: $0.place?.column)
            })
    }
}

extension NodeReader {
    /// An id of some kind in its public spelling.
    public func id<Kind: IDKind>(_ kind: ID<Kind>.Type = ID<Kind>.self) -> ID<Kind> {
        parsed("an id \(Kind.prefix)_…", standIn: ID()) { ID($0) }
    }

    /// An amount, `{"amount_minor": 12500, "currency": "PKR"}`, within a range of minor units.
    public func money(_ range: ClosedRange<Int64> = 0...Money.maximumMinor) -> Money {
        object { body in
            let amount = body["amount_minor"].integer(range)
            let currency = body["currency"].parsed("an ISO 4217 currency such as \"PKR\"", standIn: "XXX") {
                Currency.exponents[$0] == nil ? nil : $0
            }
            return Money(amountMinor: amount, currency: currency) ?? .standIn
        }
    }
}
