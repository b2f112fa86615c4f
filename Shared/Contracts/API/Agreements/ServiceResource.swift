import Terms

/// A service of the catalogue, as `/v1/services` shows it.
public struct ServiceResource: Codable, Sendable, Equatable {
    /// What is measured inside a service.
    public struct Component: Codable, Sendable, Equatable {
        /// Short name, unique within the service.
        public var key: String
        /// What people call it.
        public var name: String
        /// How its state is known; not shown to customers.
        public var source: MeasurementSource?
    }

    /// The service's id.
    public var id: ServiceID
    /// Short name, unique within the tenant.
    public var key: String
    /// What people call it.
    public var name: String
    /// What is measured.
    public var components: [Component]
    /// When the service is up.
    public var tree: ComponentTree
    /// When it was defined.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Shows `service`; how it is measured is the tenant's own business.
    public init(_ service: ServiceState, withSources: Bool) {
        id = service.id
        key = service.key
        name = service.name
        components = service.components.map {
            Component(key: $0.key, name: $0.name ?? $0.key, source: withSources ? $0.source : nil)
        }
        tree = service.tree
        createdAt = service.createdAt
        updatedAt = service.updatedAt
    }
}
