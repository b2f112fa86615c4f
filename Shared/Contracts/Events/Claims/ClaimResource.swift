import Terms

/// A customer's demand under a clause, with everything that was found about it.
public struct ClaimResource: Codable, Hashable, Sendable {
    /// What the customer says.
    public struct Facts: Codable, Hashable, Sendable {
        /// In its own words.
        public var description: String?
        /// When the service was down, as the customer saw it.
        public var outages: [Interval]
        /// Facts that the agreement's conditions ask for, by name.
        public var facts: [String: Bool]
        /// When the customer opened a case about it.
        public var caseOpenedAt: Instant?

        /// What a customer says; by default nothing.
        public init(
            description: String? = nil, outages: [Interval] = [], facts: [String: Bool] = [:], caseOpenedAt: Instant? = nil
        ) {
            self.description = description
            self.outages = outages
            self.facts = facts
            self.caseOpenedAt = caseOpenedAt
        }
    }

    /// When an answer is due.
    public struct Review: Codable, Hashable, Sendable {
        /// When the review began, or begins.
        public var beginsAt: Instant
        /// When the answer is due; absent where no time is promised.
        public var dueAt: Instant?
        /// Since when it is overdue.
        public var overdueSince: Instant?

        /// A review.
        public init(beginsAt: Instant, dueAt: Instant?, overdueSince: Instant? = nil) {
            self.beginsAt = beginsAt
            self.dueAt = dueAt
            self.overdueSince = overdueSince
        }
    }

    /// The answer.
    public struct Decision: Codable, Hashable, Sendable {
        /// The answer in a word.
        public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
            case approved
            case refused
        }

        /// The answer.
        public var decision: Outcome
        /// Why it was refused.
        public var refusal: RefusalReason?
        /// The same in words.
        public var reason: String
        /// Who decided; absent where the agreement alone did.
        public var decidedBy: String?
        /// When.
        public var decidedAt: Instant
        /// The clauses that it rests on.
        public var clauses: [String]

        /// An answer.
        public init(
            decision: Outcome, refusal: RefusalReason?, reason: String, decidedBy: String?, decidedAt: Instant, clauses: [String]
        ) {
            self.decision = decision
            self.refusal = refusal
            self.reason = reason
            self.decidedBy = decidedBy
            self.decidedAt = decidedAt
            self.clauses = clauses
        }
    }

    /// What a decided claim comes to since its statement was restated. By default the credit stands.
    public struct Reevaluation: Codable, Hashable, Sendable {
        /// What would be decided now.
        public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
            /// More than was credited.
            case more
            /// Less than was credited.
            case less
            /// As much as was credited.
            case same
        }

        /// What somebody said to it.
        public enum Word: String, Codable, Hashable, Sendable, CaseIterable {
            /// What was decided stands.
            case stands
            /// What is due beyond the credit was granted, too.
            case supplemented
            /// A refusal is looked at again.
            case reopened
        }

        /// An approver's answer to it.
        public struct Answer: Codable, Hashable, Sendable {
            /// The answer in a word.
            public var decision: Word
            /// The same in words.
            public var reason: String
            /// Who answered.
            public var decidedBy: String
            /// When.
            public var decidedAt: Instant

            /// An answer.
            public init(decision: Word, reason: String, decidedBy: String, decidedAt: Instant) {
                self.decision = decision
                self.reason = reason
                self.decidedBy = decidedBy
                self.decidedAt = decidedAt
            }
        }

        /// The statement that was looked at; absent in what was written before this was recorded, which is the claim's.
        public var statement: StatementID?
        /// The revision of it.
        public var statementRevision: Int
        /// When.
        public var at: Instant
        /// What would be decided now.
        public var outcome: Outcome
        /// The verdicts of now.
        public var verdicts: ClaimFindings
        /// What the whole credit would be; absent where that is not the agreement's to say.
        public var amount: Money?
        /// Whether somebody has to look at it: false when they have.
        public var isFlagged: Bool
        /// What they said; absent until then.
        public var answer: Answer?

        /// A re-evaluation that nobody has answered.
        public init(
            statement: StatementID, statementRevision: Int, at: Instant, outcome: Outcome, verdicts: ClaimFindings,
            amount: Money?, isFlagged: Bool
        ) {
            self.statement = statement
            self.statementRevision = statementRevision
            self.at = at
            self.outcome = outcome
            self.verdicts = verdicts
            self.amount = amount
            self.isFlagged = isFlagged
        }
    }

    /// Identifies it.
    public let id: ClaimID
    /// Whose it is.
    public let customer: CustomerID
    /// Where it stands.
    public var state: ClaimState
    /// Who began it.
    public let origin: ClaimOrigin
    /// The agreement, the version of it that judges the window, and the promise.
    public let agreement: AgreementID
    /// The agreement's key.
    public let agreementKey: String
    /// The version that judges the window.
    public let agreementVersion: Int
    /// The commitment's id in the agreement.
    public let commitment: String
    /// The commitment's name.
    public let title: String
    /// The clause that makes the promise.
    public let clause: String
    /// The service.
    public let service: ServiceID
    /// Its key in the agreement.
    public let serviceKey: String
    /// The window that is claimed.
    public var window: StatementResource.WindowResource
    /// The statement of that window; absent until it is made.
    public var statement: StatementID?
    /// The revision of it that the verdicts rest on.
    public var statementRevision: Int?
    /// The ticket that it comes of; absent where it comes of none.
    public var ticket: TicketID?
    /// What the customer says.
    public var facts: Facts
    /// Who submitted it; absent while it is a draft.
    public var submittedBy: String?
    /// When it arrived; absent while it is a draft.
    public var receivedAt: Instant?
    /// Everybody who submitted or changed it: they do not decide on it.
    public var contributors: [String]
    /// What is found about it.
    public var verdicts: ClaimFindings
    /// When an answer is due; absent while it is a draft.
    public var review: Review?
    /// The answer.
    public var decision: Decision?
    /// The credit that came of it.
    public var credit: CreditID?
    /// The credits that were added to it when its statement was restated, in order; absent where none was.
    public var supplements: [CreditID]?
    /// What it comes to since its statement was restated.
    public var reevaluation: Reevaluation?
    /// Grows by one with every change.
    public var version: Int64
    /// When it was made.
    public let createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// A claim as it begins.
    public init(
        id: ClaimID, customer: CustomerID, origin: ClaimOrigin, agreement: AgreementID, agreementKey: String,
        agreementVersion: Int, commitment: String, title: String, clause: String, service: ServiceID, serviceKey: String,
        window: StatementResource.WindowResource, verdicts: ClaimFindings, at now: Instant
    ) {
        self.id = id
        self.customer = customer
        state = .drafted
        self.origin = origin
        self.agreement = agreement
        self.agreementKey = agreementKey
        self.agreementVersion = agreementVersion
        self.commitment = commitment
        self.title = title
        self.clause = clause
        self.service = service
        self.serviceKey = serviceKey
        self.window = window
        facts = Facts()
        contributors = []
        self.verdicts = verdicts
        version = 1
        createdAt = now
        updatedAt = now
    }
}
