/// What is known of a customer, as far as promises depend on it.
public struct CustomerFacts: Hashable, Sendable, Codable {
    /// Facts by name: `two_zones`, `invoices_paid`. One that is not in here is not known.
    public var facts: [String: Bool]
    /// What is known of the customer and the service: `plan`, `region`.
    public var attributes: [String: String]
    /// The flags on the customer's order form; nil where they are not known.
    public var orderForm: Set<String>?
    /// When the customer opened a case about the outage; nil when none was.
    public var caseOpenedAt: Instant?

    /// Facts about a customer; by default nothing is known.
    public init(
        facts: [String: Bool] = [:], attributes: [String: String] = [:], caseOpenedAt: Instant? = nil,
        orderForm: Set<String>? = nil
    ) {
        self.facts = facts
        self.attributes = attributes
        self.caseOpenedAt = caseOpenedAt
        self.orderForm = orderForm
    }

    /// What is known of the customer and the service, as scopes ask for it.
    public var known: ScopeFacts {
        var facts = ScopeFacts(attributes: attributes)
        if let orderForm { facts.values["order_form"] = orderForm }
        return facts
    }
}
