/// What an identifier names. The prefix is part of the public spelling, so that a ticket's id can never pass for a claim's.
public protocol IDKind: Sendable {
    /// Three lower-case letters, stable for ever: `cus` in `cus_01J…`.
    static var prefix: String { get }
}

/// The kinds of things that have identifiers.
public enum IDKinds {
    /// A provider of services that is hosted on the platform.
    public enum Tenant: IDKind {
        /// As in `ten_01J…`.
        public static let prefix = "ten"
    }
    /// A machine's or an operator's API key.
    public enum APIKey: IDKind {
        /// As in `key_01J…`.
        public static let prefix = "key"
    }
    /// A tenant's client company.
    public enum Customer: IDKind {
        /// As in `cus_01J…`.
        public static let prefix = "cus"
    }
    /// A person authorised to act for a customer.
    public enum Member: IDKind {
        /// As in `mem_01J…`.
        public static let prefix = "mem"
    }
    /// What a tenant sells.
    public enum Service: IDKind {
        /// As in `svc_01J…`.
        public static let prefix = "svc"
    }
    /// A customer's contract.
    public enum Subscription: IDKind {
        /// As in `sub_01J…`.
        public static let prefix = "sub"
    }
    /// An SLA document as data.
    public enum Agreement: IDKind {
        /// As in `agr_01J…`.
        public static let prefix = "agr"
    }
    /// A calendar of service hours.
    public enum Calendar: IDKind {
        /// As in `cal_01J…`.
        public static let prefix = "cal"
    }
    /// An interval in which something was down.
    public enum Outage: IDKind {
        /// As in `out_01J…`.
        public static let prefix = "out"
    }
    /// Time of an incident that is proposed as an outage.
    public enum OutageProposal: IDKind {
        /// As in `prp_01J…`.
        public static let prefix = "prp"
    }
    /// Announced maintenance.
    public enum Maintenance: IDKind {
        /// As in `mnt_01J…`.
        public static let prefix = "mnt"
    }
    /// Time that does not count.
    public enum Exclusion: IDKind {
        /// As in `exc_01J…`.
        public static let prefix = "exc"
    }
    /// The result for one commitment and window.
    public enum Statement: IDKind {
        /// As in `stm_01J…`.
        public static let prefix = "stm"
    }
    /// Something that happened, as told to others.
    public enum Event: IDKind {
        /// As in `evt_01J…`.
        public static let prefix = "evt"
    }
    /// A support request.
    public enum Ticket: IDKind {
        /// As in `tkt_01J…`.
        public static let prefix = "tkt"
    }
    /// What somebody said in a support request.
    public enum Message: IDKind {
        /// As in `msg_01J…`.
        public static let prefix = "msg"
    }
    /// A file that came with a support request.
    public enum Attachment: IDKind {
        /// As in `att_01J…`.
        public static let prefix = "att"
    }
    /// An operational event with updates.
    public enum Incident: IDKind {
        /// As in `inc_01J…`.
        public static let prefix = "inc"
    }
    /// What the provider said about an incident.
    public enum IncidentUpdate: IDKind {
        /// As in `upd_01J…`.
        public static let prefix = "upd"
    }
    /// What a promise about speed, delivery or quality came to in a window.
    public enum Objective: IDKind {
        /// As in `obj_01J…`.
        public static let prefix = "obj"
    }
    /// How the promises about a customer's tickets were kept in a month.
    public enum SupportStatement: IDKind {
        /// As in `sst_01J…`.
        public static let prefix = "sst"
    }
    /// A customer's demand under a clause.
    public enum Claim: IDKind {
        /// As in `clm_01J…`.
        public static let prefix = "clm"
    }
    /// What was added to a claim to prove it.
    public enum Evidence: IDKind {
        /// As in `evd_01J…`.
        public static let prefix = "evd"
    }
    /// A fee that a customer was charged.
    public enum Fee: IDKind {
        /// As in `fee_01J…`.
        public static let prefix = "fee"
    }
    /// Money granted.
    public enum Credit: IDKind {
        /// As in `crd_01J…`.
        public static let prefix = "crd"
    }
    /// A message that an agreement obliges the tenant to give.
    public enum Notice: IDKind {
        /// As in `ntc_01J…`.
        public static let prefix = "ntc"
    }
    /// An endpoint that is told of events.
    public enum Webhook: IDKind {
        /// As in `whk_01J…`.
        public static let prefix = "whk"
    }
    /// One attempt to tell somebody something.
    public enum Delivery: IDKind {
        /// As in `dlv_01J…`.
        public static let prefix = "dlv"
    }
}

/// Identifier of a tenant, `ten_…`.
public typealias TenantID = ID<IDKinds.Tenant>
/// Identifier of an API key, `key_…`.
public typealias APIKeyID = ID<IDKinds.APIKey>
/// Identifier of a customer, `cus_…`.
public typealias CustomerID = ID<IDKinds.Customer>
/// Identifier of a member, `mem_…`.
public typealias MemberID = ID<IDKinds.Member>
/// Identifier of a service, `svc_…`.
public typealias ServiceID = ID<IDKinds.Service>
/// Identifier of a subscription, `sub_…`.
public typealias SubscriptionID = ID<IDKinds.Subscription>
/// Identifier of an agreement, `agr_…`.
public typealias AgreementID = ID<IDKinds.Agreement>
/// Identifier of a calendar, `cal_…`.
public typealias CalendarID = ID<IDKinds.Calendar>
/// Identifier of an outage, `out_…`.
public typealias OutageID = ID<IDKinds.Outage>
/// Identifier of a proposed outage, `prp_…`.
public typealias OutageProposalID = ID<IDKinds.OutageProposal>
/// Identifier of a maintenance, `mnt_…`.
public typealias MaintenanceID = ID<IDKinds.Maintenance>
/// Identifier of an exclusion, `exc_…`.
public typealias ExclusionID = ID<IDKinds.Exclusion>
/// Identifier of a statement, `stm_…`.
public typealias StatementID = ID<IDKinds.Statement>
/// Identifier of an event, `evt_…`.
public typealias EventID = ID<IDKinds.Event>
/// Identifier of a ticket, `tkt_…`.
public typealias TicketID = ID<IDKinds.Ticket>
/// Identifier of a message, `msg_…`.
public typealias MessageID = ID<IDKinds.Message>
/// Identifier of an attachment, `att_…`.
public typealias AttachmentID = ID<IDKinds.Attachment>
/// Identifier of an incident, `inc_…`.
public typealias IncidentID = ID<IDKinds.Incident>
/// Identifier of an update of an incident, `upd_…`.
public typealias IncidentUpdateID = ID<IDKinds.IncidentUpdate>
/// Identifier of what an objective came to in a window, `obj_…`.
public typealias ObjectiveID = ID<IDKinds.Objective>
/// Identifier of a support statement, `sst_…`.
public typealias SupportStatementID = ID<IDKinds.SupportStatement>
/// Identifier of a claim, `clm_…`.
public typealias ClaimID = ID<IDKinds.Claim>
/// Identifier of a piece of evidence, `evd_…`.
public typealias EvidenceID = ID<IDKinds.Evidence>
/// Identifier of a fee, `fee_…`.
public typealias FeeID = ID<IDKinds.Fee>
/// Identifier of a credit, `crd_…`.
public typealias CreditID = ID<IDKinds.Credit>
/// Identifier of a notice, `ntc_…`.
public typealias NoticeID = ID<IDKinds.Notice>
/// Identifier of a webhook, `whk_…`.
public typealias WebhookID = ID<IDKinds.Webhook>
/// Identifier of a delivery, `dlv_…`.
public typealias DeliveryID = ID<IDKinds.Delivery>
