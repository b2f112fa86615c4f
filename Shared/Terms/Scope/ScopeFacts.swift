/// What is known of a customer and a service at one time, as far as promises depend on it: attributes, each with the values
/// that hold.
///
/// An attribute may hold several values at once, as the flags of an order form do. One without values is known to have none;
/// one that is not in here is not known.
public struct ScopeFacts: Hashable, Sendable, Codable {
    /// The values that hold, by attribute: `plan`, `service`, `part`, `category`, `region`, `operator`, `stage`, `account`,
    /// `order_form`, and whatever else a tenant calls so.
    public var values: [String: Set<String>]

    /// Facts by attribute.
    public init(_ values: [String: Set<String>] = [:]) {
        self.values = values
    }

    /// Facts of which each attribute has one value.
    public init(attributes: [String: String]) {
        values = attributes.mapValues { [$0] }
    }

    /// Facts by the names of the format; nil for what is not known. A customer without flags on the order form has an empty
    /// set of them.
    public init(
        plan: String? = nil, service: String? = nil, part: String? = nil, category: String? = nil, region: String? = nil,
        stage: String? = nil, account: String? = nil, orderForm: Set<String>? = nil
    ) {
        let one = [
            "plan": plan, "service": service, "part": part, "category": category, "region": region, "stage": stage,
            "account": account,
        ]
        values = one.compactMapValues { $0.map { [$0] } }
        values["order_form"] = orderForm
    }

    /// Facts about services.
    init(services: [String]) {
        values = ["service": Set(services)]
    }

    /// The same with what others say of attributes, where they do, instead.
    public func overridden(by other: ScopeFacts) -> ScopeFacts {
        ScopeFacts(values.merging(other.values) { _, theirs in theirs })
    }
}
