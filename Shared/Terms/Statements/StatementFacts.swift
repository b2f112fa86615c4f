/// What happened to a service over a window, as far as it is known.
public struct StatementFacts: Hashable, Sendable {
    /// The condition of each component, by its key. Of a component that is not in here, nothing is known at any time.
    public var components: [String: Condition]
    /// Time that somebody approved not to count.
    public var exclusions: [ApprovedExclusion]
    /// Maintenance, as it was announced.
    public var maintenance: [Maintenance]

    /// The facts of a window; parts of anything outside it are left aside.
    public init(components: [String: Condition], exclusions: [ApprovedExclusion] = [], maintenance: [Maintenance] = []) {
        self.components = components
        self.exclusions = exclusions
        self.maintenance = maintenance
    }
}
