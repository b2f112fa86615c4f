import Contracts
import Terms

/// What happened beside what was measured: a document of the format `pledge-facts/1`; see `docs/backtests.md`.
public struct BacktestFacts: Sendable {
    /// The format that this reads.
    public static let format = "pledge-facts/1"
    /// Entries of a list.
    static let entriesMaximum = 10_000

    /// The currency of the fees and credits, ISO 4217; nil where no fees are known.
    public var currency: String?
    /// The fees.
    public var fees: [RecordedFee] = []
    /// Credits that the customer has already.
    public var granted: [GrantedCredit] = []
    /// The plan that the customer is on; nil where promises of every plan are to be worked out.
    public var plan: String?
    /// What else is known of the customer.
    public var customer = CustomerFacts()
    /// Declared outages.
    public var outages: [RecordedOutage] = []
    /// Maintenance, by service.
    public var maintenance: [String: [Maintenance]] = [:]
    /// Approved exclusions, by service.
    public var exclusions: [String: [ApprovedExclusion]] = [:]
    /// What else was recorded: tickets, outages of some users, resources, metrics, downtime that was credited.
    public var items = RecordedItems()
    /// Support requests.
    public var tickets: [RecordedTicket] { items.tickets }
    /// Claims, in the order in which they were filed.
    public var claims: [RecordedClaim] = []

    /// Nothing but what was measured.
    public init() {}

    /// Reads a document.
    ///
    /// - Throws: everything that is wrong with it, at once, each with its pointer, line and column.
    public init(_ node: Node) throws(NodeProblems) {
        self = try node.read { BacktestFacts($0) }
    }

    /// Reads a document that is part of another; problems are noted with the reader.
    public init(_ reader: NodeReader) {
        if reader["format"].text() != Self.format { reader["format"].fail("must be \(Self.format)") }
        currency = reader.ifPresent("currency") { $0.currencyCode() }
        fees = reader.elements("fees", RecordedFee.init)
        if !fees.isEmpty, currency == nil { _ = reader["currency"].currencyCode() }
        granted = reader.elements("granted", GrantedCredit.init)
        if let (plan, customer) = reader.ifPresent("customer", Self.customer) {
            self.plan = plan
            self.customer = customer
        }
        outages = reader.elements("outages", RecordedOutage.init)
        maintenance = Dictionary(grouping: reader.elements("maintenance", Self.maintenance), by: \.service)
            .mapValues { $0.map(\.item) }
        exclusions = Dictionary(grouping: reader.elements("exclusions", Self.exclusion), by: \.service)
            .mapValues { $0.map(\.item) }
        items = RecordedItems(facts: reader)
        claims = reader.elements("claims", RecordedClaim.init).sorted { $0.filedAt < $1.filedAt }
    }

    private static func customer(_ reader: NodeReader) -> (String?, CustomerFacts) {
        reader.object { part in
            let plan = part.ifPresent("plan") { $0.key() }
            var customer = CustomerFacts()
            for fact in part.named("facts") { customer.facts[fact.key] = fact.value.bool() }
            for attribute in part.named("attributes") { customer.attributes[attribute.key] = attribute.value.text() }
            if let plan { customer.attributes["plan"] = customer.attributes["plan"] ?? plan }
            customer.orderForm = part.ifPresent("order_form") { Set($0.list(0...100) { $0.text(1...100) }) }
            customer.caseOpenedAt = part.ifPresent("case_opened_at") { $0.instant() }
            return (plan, customer)
        }
    }

    private static func maintenance(_ reader: NodeReader) -> (service: String, item: Maintenance) {
        let service = reader["service"].key()
        let item = Maintenance(
            id: reader["id"].text(1...128), kind: reader["kind"].choice(), interval: reader.stretch(),
            announcedAt: reader.ifPresent("announced_at") { $0.instant() }, components: reader.componentKeys())
        return (service, item)
    }

    private static func exclusion(_ reader: NodeReader) -> (service: String, item: ApprovedExclusion) {
        let service = reader["service"].key()
        let item = ApprovedExclusion(
            id: reader["id"].text(1...128), ground: reader["ground"].choice(), interval: reader.stretch(),
            clause: reader.ifPresent("clause") { $0.text(1...40) }, components: reader.componentKeys())
        return (service, item)
    }
}

extension NodeReader {
    /// A list of objects that may be absent.
    func elements<Element>(_ key: String, _ read: (NodeReader) -> Element) -> [Element] {
        ifPresent(key) { list in list.list(0...BacktestFacts.entriesMaximum) { $0.object(read) } } ?? []
    }

    /// The members of an object that may be absent, whose keys are data.
    fileprivate func named(_ key: String) -> [(key: String, value: NodeReader)] {
        ifPresent(key) { $0.entries(atMost: 100) } ?? []
    }

    /// The members `from` and `to` of an object.
    func stretch() -> Interval {
        let start = self["from"].instant()
        let end = self["to"].instant()
        if start >= end { self["to"].fail("must be after from") }
        return Interval(start, max(start, end))
    }

    /// Keys of components; none for the whole service.
    fileprivate func componentKeys() -> [String] {
        ifPresent("components") { $0.list(0...DefinitionLimits.components) { $0.key() } } ?? []
    }

    /// An ISO 4217 code.
    func currencyCode() -> String {
        parsed("an ISO 4217 currency code such as EUR", standIn: "EUR") { Currency.exponents[$0] == nil ? nil : $0 }
    }
}
