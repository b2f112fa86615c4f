import Contracts
import Terms

/// Which credits pay how much of an invoice: the oldest first, until it is paid or they are used up.
struct ApplicationPlan: Sendable, Equatable {
    /// A credit's part.
    struct Part: Sendable, Equatable {
        let credit: CreditResource
        let minor: Int64
    }

    /// The parts, in order; none of nothing.
    let parts: [Part]

    /// The plan for what is left to pay.
    init(_ credits: [CreditResource], left: Int64) {
        var left = left
        var parts: [Part] = []
        for credit in credits.sorted(by: { ($0.issuedAt, $0.id) < ($1.issuedAt, $1.id) }) where left > 0 {
            let minor = min(left, credit.remainingMinor)
            guard minor > 0 else { continue }
            parts.append(Part(credit: credit, minor: minor))
            left -= minor
        }
        self.parts = parts
    }
}
