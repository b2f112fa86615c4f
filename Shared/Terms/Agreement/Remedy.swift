/// What a customer gets when a commitment is missed.
public struct Remedy: Hashable, Sendable {
    /// How commitments refer to it.
    public let id: String
    /// Its name.
    public let title: String
    /// The clause that grants it.
    public let clause: String
    /// How much for how little availability.
    public let schedule: RemedySchedule
    /// The clause of the schedule.
    public let scheduleClause: String
    /// Most that one window's credits may come to, in percent of its fees; nil where nothing is said.
    public let cap: Percent?
    /// The clause of the cap.
    public let capClause: String?
    /// What the credit is counted from.
    public let feeBase: FeeBase?
    /// What the credit is good for.
    public let payout: Payout?
    /// When no credit is due although the commitment was missed.
    public let notFor: [Waiver]
    /// How it is claimed.
    public let claim: ClaimRules?

    /// The fees that a credit is a share of.
    public struct FeeBase: Hashable, Sendable {
        /// Whose fees.
        public enum Period: String, CaseIterable, Hashable, Sendable {
            /// Those of the window that was missed.
            case affectedWindow = "affected_window"
            /// Those of the month in which the claim is made.
            case currentMonth = "current_month"
        }

        /// The classes of fees: `platform`, `usage`.
        public let classes: [String]
        /// Whose fees.
        public let period: Period
        /// The clause.
        public let clause: String
    }

    /// What a credit is good for.
    public struct Payout: Hashable, Sendable {
        /// What becomes of a credit when the contract ends.
        public enum AtTermination: String, CaseIterable, Hashable, Sendable {
            case forfeited
            case paid
        }

        /// What the customer may get.
        public enum Form: String, CaseIterable, Hashable, Sendable {
            /// A credit on an invoice, never money.
            case credit
            /// A credit, or a fee that is not charged.
            case creditOrWaiver = "credit_or_waiver"
        }

        /// What the customer may get.
        public let form: Form
        /// What becomes of it when the contract ends.
        public let atTermination: AtTermination
        /// The clause.
        public let clause: String
    }

    /// A state of an account in which no credit is due.
    public struct Waiver: Hashable, Sendable {
        /// The state.
        public let title: String
        /// The clause.
        public let clause: String
    }

    init(_ reader: NodeReader, _ names: AgreementNames) {
        id = reader["id"].key()
        title = reader["title"].text()
        let clause = names.clause(reader["clause"])
        self.clause = clause
        (schedule, scheduleClause) = reader["schedule"].object {
            (RemedySchedule($0), names.clause(of: $0, otherwise: clause))
        }
        let cap = reader.ifPresent("cap") { part in
            (part["percent"].percent(atMost: RemedySchedule.percentMaximum), names.clause(of: part, otherwise: clause))
        }
        self.cap = cap?.0
        capClause = cap?.1
        feeBase = reader.ifPresent("fee_base") { FeeBase($0, names, clause) }
        payout = reader.ifPresent("payout") { Payout($0, names, clause) }
        notFor =
            reader.ifPresent("not_for") { list in
                list.list(1...20) { part in
                    let waiver = Waiver(title: part["title"].text(), clause: names.clause(of: part, otherwise: clause))
                    names.leave(part, .creditRule, clause: waiver.clause, title: "No credit: \(waiver.title)")
                    return waiver
                }
            } ?? []
        claim = reader.ifPresent("claim") { ClaimRules($0, names, clause) }
    }
}

extension Remedy.FeeBase {
    fileprivate init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        classes = reader["classes"].list(1...10) { $0.key() }
        period = reader["period"].choice()
        clause = names.clause(of: reader, otherwise: otherwise)
        names.leave(reader, .creditRule, clause: clause, title: "Credits count from \(classes.joined(separator: ", ")) fees")
    }
}

extension Remedy.Payout {
    fileprivate init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        form = reader["form"].choice()
        atTermination = reader["at_termination"].choice()
        clause = names.clause(of: reader, otherwise: otherwise)
        names.leave(reader, .creditRule, clause: clause, title: "What a credit is good for")
    }
}
