/// How a remedy is claimed, and what follows.
public struct ClaimRules: Hashable, Sendable {
    /// From when a deadline in days runs.
    public enum Anchor: String, CaseIterable, Hashable, Sendable {
        /// From the end of the last outage of the window that counts.
        case lastOutageEnd = "last_outage_end"
        /// From the end of the window.
        case windowEnd = "window_end"
    }

    /// When an approved credit is given.
    public enum AppliedTo: String, CaseIterable, Hashable, Sendable {
        /// The first invoice that is cut after the approval.
        case nextInvoice = "next_invoice"
    }

    /// The clause.
    public let clause: String
    /// Days to claim in, counted in local days of the agreement's zone, to the end of the last of them.
    public let withinDays: Int
    /// From when they run.
    public let from: Anchor
    /// The clause of the deadline.
    public let deadlineClause: String
    /// The ways to claim.
    public let channels: [String]
    /// What a claim must state.
    public let required: [String]
    /// What a claim may add.
    public let optional: [String]
    /// Business days to answer in; nil when no time is promised.
    public let answerBusinessDays: Int?
    /// The calendar of those days.
    public let answerCalendar: String?
    /// Whether somebody must approve.
    public let needsApproval: Bool
    /// The clause that says so.
    public let approvalClause: String
    /// When an approved credit is given.
    public let appliedTo: AppliedTo

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        let clause = names.clause(of: reader, otherwise: otherwise)
        self.clause = clause
        (withinDays, from, deadlineClause) = reader["deadline"].object { part in
            (Int(part["days"].integer(1...3660)), part["from"].choice(), names.clause(of: part, otherwise: clause))
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
        names.leave(reader, .claimRule, clause: clause, title: "How credits are claimed")
        names.leave(reader["deadline"], .claimRule, clause: deadlineClause, title: "Claim within \(withinDays) days")
        names.leave(reader["approval"], .claimRule, clause: approvalClause, title: "Approval of credits")
    }
}
