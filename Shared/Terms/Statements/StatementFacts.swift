/// What happened to a service over a window, as far as it is known.
public struct StatementFacts: Hashable, Sendable {
    /// The condition of each component, by its key. Of a component that is not in here, nothing is known at any time.
    public var components: [String: Condition]
    /// Time that somebody approved not to count.
    public var exclusions: [ApprovedExclusion]
    /// Maintenance, as it was announced.
    public var maintenance: [Maintenance]

    /// Requests by component, for commitments that count them. A component that has some is judged by them where slices
    /// decide; in slices of which nothing was reported, by `components`.
    public var requests: [String: [RequestSlice]] = [:]
    /// When components were down because somebody said so, for commitments where slices decide: that they were is in
    /// `components`, too, and stands beside what the requests say.
    public var declared: [String: IntervalSet] = [:]
    /// Tickets about outages, for commitments whose downtime runs from a ticket.
    public var tickets: [TicketOutage] = []
    /// Outages that touched some users, for commitments that weigh them.
    public var partialOutages: [PartialOutage] = []
    /// Resources of the customer, for commitments that sum their time.
    public var resources: [ResourceTime] = []
    /// The same by component, where they were counted and not told one by one.
    public var resourceCounts: [String: [ResourceCount]] = [:]
    /// Downtime that earlier credits have used up, for commitments that consume it.
    public var credited: IntervalSet = .empty
    /// What is known of the customer and the service, for targets that depend on it: `plan`, `region`.
    public var attributes: [String: String] = [:]
    /// The flags on the customer's order form; nil where they are not known.
    public var orderForm: Set<String>?
    /// What was known of the customer and the service for some time, such as the state of an account.
    public var spells: [AttributeSpell] = []

    /// What is known of the customer and the service at all times.
    public var known: ScopeFacts {
        var facts = ScopeFacts(attributes: attributes)
        if let orderForm { facts.values["order_form"] = orderForm }
        return facts
    }

    /// The facts of a window; parts of anything outside it are left aside.
    public init(components: [String: Condition], exclusions: [ApprovedExclusion] = [], maintenance: [Maintenance] = []) {
        self.components = components
        self.exclusions = exclusions
        self.maintenance = maintenance
    }
}
