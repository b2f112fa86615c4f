import Terms

/// A notice that was given, by Pledge or outside of it: who was told what, when and how.
public struct NoticeResource: Codable, Hashable, Sendable {
    /// What is given notice of.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// A version of an agreement.
        case changeOfTerms = "change_of_terms"
        /// Maintenance.
        case maintenance
    }

    /// Identifies it.
    public var id: NoticeID
    /// What is given notice of.
    public var kind: Kind
    /// The agreement whose change it is.
    public var agreement: AgreementID?
    /// The version that it is about.
    public var version: Int?
    /// The maintenance that it is about.
    public var maintenance: MaintenanceID?
    /// Who was told.
    public var customers: [CustomerID]
    /// How: `email`, `sms`, …
    public var channel: String
    /// When.
    public var givenAt: Instant
    /// To which address or person.
    public var recipient: String?
    /// The words; left out of events and lists.
    public var text: String?
    /// SHA-256 of the words' UTF-8, in lower-case hexadecimal.
    public var textHash: String
    /// Who recorded it here.
    public var recordedBy: String
    /// When it was recorded here.
    public var createdAt: Instant

    /// A notice.
    public init(
        id: NoticeID, kind: Kind, agreement: AgreementID?, version: Int?, maintenance: MaintenanceID?, customers: [CustomerID],
        channel: String, givenAt: Instant, recipient: String?, text: String?, textHash: String, recordedBy: String,
        createdAt: Instant
    ) {
        self.id = id
        self.kind = kind
        self.agreement = agreement
        self.version = version
        self.maintenance = maintenance
        self.customers = customers
        self.channel = channel
        self.givenAt = givenAt
        self.recipient = recipient
        self.text = text
        self.textHash = textHash
        self.recordedBy = recordedBy
        self.createdAt = createdAt
    }
}
