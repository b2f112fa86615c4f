import Terms

/// What is measured inside a service.
public struct ComponentState: Codable, Sendable, Equatable {
    /// Short name, unique within the service.
    public var key: String
    /// What people call it; nil: the key.
    public var name: String?
    /// How its state is known.
    public var source: MeasurementSource

    /// Makes a component.
    public init(key: String, name: String?, source: MeasurementSource) {
        self.key = key
        self.name = name
        self.source = source
    }
}

/// What a tenant sells, as the other services know it.
public struct ServiceState: Codable, Sendable, Equatable {
    /// The service's id.
    public var id: ServiceID
    /// Short name, unique within the tenant; agreements bind to it.
    public var key: String
    /// What people call it.
    public var name: String
    /// What is measured.
    public var components: [ComponentState]
    /// When the service is up, in terms of its components.
    public var tree: ComponentTree
    /// Grows by one with every change.
    public var revision: Int64
    /// When the service was defined.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Makes a service's state.
    public init(
        id: ServiceID, key: String, name: String, components: [ComponentState], tree: ComponentTree, revision: Int64,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.components = components
        self.tree = tree
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A service was added to the catalogue.
public struct ServiceDefined: EventPayload, Equatable {
    /// `pledge.agreements.service.defined.v1`
    public static let type = "pledge.agreements.service.defined.v1"
    /// The service as it is now.
    public var service: ServiceState

    /// Tells of `service`.
    public init(service: ServiceState) {
        self.service = service
    }
}

/// A service's name, components or tree have changed.
public struct ServiceChanged: EventPayload, Equatable {
    /// `pledge.agreements.service.changed.v1`
    public static let type = "pledge.agreements.service.changed.v1"
    /// The service as it is now.
    public var service: ServiceState

    /// Tells of `service`.
    public init(service: ServiceState) {
        self.service = service
    }
}
