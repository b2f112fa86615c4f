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
    /// Everything that bounds credits, that cap included.
    public let caps: [RemedyCap]
    /// The least that a credit must come to; nil where nothing is said.
    public let minimum: RemedyMinimum?
    /// How credits of several commitments and agreements go together.
    public let stacking: RemedyStacking
    /// Whether somebody must ask for it.
    public let granted: Granting
    /// What must be so for a credit to be due.
    public let conditions: [Precondition]
    /// What the credit is counted from.
    public let feeBase: FeeBase?
    /// What the credit is good for.
    public let payout: Payout?
    /// When no credit is due although the commitment was missed.
    public let notFor: [Waiver]
    /// How it is claimed.
    public let claim: ClaimRules?

    /// Who begins.
    public enum Granting: String, CaseIterable, Hashable, Sendable, Codable {
        /// The customer, with a claim.
        case onClaim = "on_claim"
        /// The provider, unasked.
        case automatic
    }

    /// The fees that a credit is a share of.
    public struct FeeBase: Hashable, Sendable {
        /// Whose fees.
        public enum Period: String, CaseIterable, Hashable, Sendable {
            /// Those of the window that was missed.
            case affectedWindow = "affected_window"
            /// Those of the window before it.
            case precedingWindow = "preceding_window"
            /// Those of the month in which the claim is made.
            case currentMonth = "current_month"
        }

        /// Of which services.
        public enum Services: String, CaseIterable, Hashable, Sendable {
            /// All that the customer pays for.
            case all
            /// Those whose commitment was missed. Fees of no service in particular are not among them.
            case affected
        }

        /// The classes of fees: `platform`, `usage`.
        public let classes: [String]
        /// Of which services.
        public let services: Services
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
        /// The state, in words.
        public let title: String
        /// Its key: fees that were charged in this state leave the base. Nil where it is only written down.
        public let state: String?
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
        let cap = reader.ifPresent("cap") { RemedyCap($0, names, clause) }
        let more = reader.ifPresent("caps") { list in list.list(1...10) { RemedyCap($0, names, clause) } } ?? []
        caps = (cap.map { [$0] } ?? []) + more
        let ofWindow = caps.first { $0.period == .window && $0.percent != nil }
        self.cap = ofWindow?.percent
        capClause = ofWindow?.clause
        minimum = reader.ifPresent("minimum") { RemedyMinimum($0, names, clause) }
        stacking =
            reader.ifPresent("stacking") { RemedyStacking($0, names, clause) }
            ?? RemedyStacking(commitments: .highest, agreements: .sum, clause: clause)
        granted = reader.ifPresent("granted") { $0.choice() } ?? .onClaim
        conditions =
            reader.ifPresent("conditions") { list in
                list.requireDistinct("id")
                return list.list(1...20) { Precondition($0, names, clause) }
            } ?? []
        feeBase = reader.ifPresent("fee_base") { FeeBase($0, names, clause) }
        payout = reader.ifPresent("payout") { Payout($0, names, clause) }
        notFor =
            reader.ifPresent("not_for") { list in
                list.list(1...20) { part in
                    let waiver = Waiver(
                        title: part["title"].text(), state: part.ifPresent("state") { $0.key() },
                        clause: names.clause(of: part, otherwise: clause))
                    if waiver.state == nil {
                        names.leave(part, .creditRule, clause: waiver.clause, title: "No credit: \(waiver.title)")
                    }
                    return waiver
                }
            } ?? []
        claim = reader.ifPresent("claim") { ClaimRules($0, names, clause) }
    }
}

extension Remedy.FeeBase {
    fileprivate init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        classes = reader["classes"].list(1...10) { $0.key() }
        services = reader.ifPresent("services") { $0.choice() } ?? .all
        period = reader["period"].choice()
        clause = names.clause(of: reader, otherwise: otherwise)
    }
}

extension Remedy.Payout {
    fileprivate init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        form = reader["form"].choice()
        atTermination = reader["at_termination"].choice()
        clause = names.clause(of: reader, otherwise: otherwise)
    }
}
