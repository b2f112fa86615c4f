import Contracts
import Terms

/// A service whose past is known.
public protocol BacktestService: Sendable {
    /// How statements refer to it.
    var id: ServiceID { get }
    /// The facts and the tree by which a window up to an instant is judged: of all the time that the measure needs.
    func judged(
        _ window: Interval, by measure: AvailabilityMeasure, asOf: Instant
    ) -> (tree: ComponentTree, facts: StatementFacts)
    /// Whether its requests were counted.
    var countsRequests: Bool { get }
    /// Whether its resources were counted.
    var countsResources: Bool { get }
    /// Whether outages of some users would be known.
    var knowsPartialOutages: Bool { get }
}

extension BacktestService {
    /// Nobody counted them.
    public var countsRequests: Bool { false }
    /// Nobody counted them.
    public var countsResources: Bool { false }
    /// Nobody told of them.
    public var knowsPartialOutages: Bool { false }
}

/// A service of which nothing was measured, but that tickets, resources or outages of some users tell of. It is up but for
/// these.
struct UnmeasuredService: BacktestService {
    let key: String

    var id: ServiceID { DerivedID.make("service", key) }

    func judged(
        _ window: Interval, by measure: AvailabilityMeasure, asOf: Instant
    ) -> (tree: ComponentTree, facts: StatementFacts) {
        (.all([]), StatementFacts(components: [:]))
    }
}

/// A service as files of measurements and facts tell of it.
public struct FileService: BacktestService {
    private let recorded: RecordedService
    private let maintenance: [Maintenance]
    private let exclusions: [ApprovedExclusion]
    private let customer: CustomerFacts

    /// What was measured of a service, and what else happened.
    public init(_ recorded: RecordedService, _ facts: BacktestFacts) {
        self.recorded = recorded
        maintenance = facts.maintenance[recorded.definition.key] ?? []
        exclusions = facts.exclusions[recorded.definition.key] ?? []
        customer = facts.customer
    }

    /// Derived from the key: the same in every run.
    public var id: ServiceID { DerivedID.make("service", recorded.definition.key) }

    /// Whether its requests were counted and kept.
    public var countsRequests: Bool { recorded.countsRequests }

    /// Whether its resources were counted and kept.
    public var countsResources: Bool { recorded.countsResources }

    /// Whether any was declared.
    public var knowsPartialOutages: Bool { !recorded.partialOutages.isEmpty }

    /// The conditions of its components, and what else happened to it.
    public func judged(
        _ window: Interval, by measure: AvailabilityMeasure, asOf: Instant
    ) -> (tree: ComponentTree, facts: StatementFacts) {
        let elapsed = Interval(window.start, max(window.start, min(asOf, window.end)))
        var facts = StatementFacts(
            components: recorded.conditions(in: measure.factSpan(of: elapsed)), exclusions: exclusions, maintenance: maintenance)
        facts.attributes = customer.attributes
        facts.orderForm = customer.orderForm
        facts.requests = recorded.requests(in: elapsed)
        facts.declared = recorded.declared
        facts.resourceCounts = recorded.resources(in: elapsed)
        facts.partialOutages = recorded.partialOutages
        return (recorded.definition.tree, facts)
    }
}
