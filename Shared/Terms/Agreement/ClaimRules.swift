/// How a remedy is claimed, and what follows.
public struct ClaimRules: Hashable, Sendable {
    /// From when a deadline in days runs.
    public enum Anchor: String, CaseIterable, Hashable, Sendable, Codable {
        /// From the end of the last outage of the window that counts.
        case lastOutageEnd = "last_outage_end"
        /// From the last day of the window.
        case windowEnd = "window_end"
        /// From the publication of the statement that finds the commitment missed.
        case statementPublished = "statement_published"
    }

    /// When an approved credit is given.
    public enum AppliedTo: String, CaseIterable, Hashable, Sendable {
        /// The first invoice that is cut after the approval.
        case nextInvoice = "next_invoice"
    }

    /// The clause.
    public let clause: String
    /// How long it may be claimed.
    public let period: ClaimPeriod
    /// From when that runs.
    public let from: Anchor
    /// The clause of the deadline.
    public let deadlineClause: String
    /// The ways to claim.
    public let channels: [String]
    /// What a claim must state.
    public let required: [String]
    /// What a claim may add.
    public let optional: [String]
    /// Business days to answer in; nil when no time is promised. In a calendar that says how long a business day is they
    /// are open time; in any other, the day after the receipt is the first and the last ends at closing.
    public let answerBusinessDays: Int?
    /// The calendar of those days.
    public let answerCalendar: String?
    /// Whether somebody must approve.
    public let needsApproval: Bool
    /// The clause that says so.
    public let approvalClause: String
    /// When an approved credit is given.
    public let appliedTo: AppliedTo

    /// Local days to claim in at the least.
    public var withinDays: Int { period.fewestDays }

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        let clause = names.clause(of: reader, otherwise: otherwise)
        self.clause = clause
        (period, from, deadlineClause) = reader["deadline"].object { part in
            (ClaimPeriod(part, names), part["from"].choice(), names.clause(of: part, otherwise: clause))
        }
        channels = reader["channels"].list(1...10) { $0.key() }
        required = reader.ifPresent("required") { $0.list(0...20) { $0.text() } } ?? []
        optional = reader.ifPresent("optional") { $0.list(0...20) { $0.text() } } ?? []
        let answer = reader.ifPresent("answer") { part in
            (
                Int(part["business_days"].integer(1...365)),
                names.name(part["calendar"], among: names.calendars, kind: "calendar")
            )
        }
        answerBusinessDays = answer?.0
        answerCalendar = answer?.1
        (needsApproval, approvalClause) = reader["approval"].object { part in
            (part["required"].bool(), names.clause(of: part, otherwise: clause))
        }
        appliedTo = reader["applied_to"].choice()
    }
}
