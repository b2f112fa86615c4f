import Terms

/// How a tenant's services stand and stood, as the world may see it: measured, before any agreement is applied.
public struct PublicServices: Codable, Hashable, Sendable {
    /// The days that are shown, today among them.
    public static let days: Int64 = 90

    /// How something stands.
    public enum State: String, Codable, Hashable, Sendable {
        case up, down
        /// Nobody knows: nothing was measured lately.
        case unknown
    }

    /// One local day of something.
    public struct Day: Codable, Hashable, Sendable {
        /// How long it was, as far as it has passed: a day of a clock change is shorter or longer than others.
        public let seconds: Int64
        /// For how long it was down.
        public let downSeconds: Int64
        /// For how long nobody knows.
        public let unknownSeconds: Int64

        /// A day.
        public init(seconds: Int64, downSeconds: Int64, unknownSeconds: Int64) {
            self.seconds = seconds
            self.downSeconds = downSeconds
            self.unknownSeconds = unknownSeconds
        }
    }

    /// The course of something: how it stands, and how it stood day by day.
    public struct Course: Codable, Hashable, Sendable {
        /// How it stands.
        public let state: State
        /// The days, the oldest first; the last is today, as far as it has passed.
        public let days: [Day]
        /// When its state last changed; nil when it did not on the days that are shown.
        public let changedAt: Instant?

        /// A course.
        public init(state: State, days: [Day], changedAt: Instant?) {
            self.state = state
            self.days = days
            self.changedAt = changedAt
        }
    }

    /// What is measured inside a service.
    public struct Component: Codable, Hashable, Sendable {
        /// Its key within the service.
        public let key: String
        /// What people call it.
        public let name: String
        /// Its course.
        public let course: Course

        /// A component.
        public init(key: String, name: String, course: Course) {
            self.key = key
            self.name = name
            self.course = course
        }
    }

    /// What is sold.
    public struct Service: Codable, Hashable, Sendable {
        /// Its id.
        public let id: ServiceID
        /// Its key.
        public let key: String
        /// What people call it.
        public let name: String
        /// The course of the whole, by the tree of its components.
        public let course: Course
        /// What is measured inside it.
        public let components: [Component]
        /// When it was defined.
        public let createdAt: Instant
        /// When its definition last changed.
        public let updatedAt: Instant

        /// A service.
        public init(
            id: ServiceID, key: String, name: String, course: Course, components: [Component], createdAt: Instant,
            updatedAt: Instant
        ) {
            self.id = id
            self.key = key
            self.name = name
            self.course = course
            self.components = components
            self.createdAt = createdAt
            self.updatedAt = updatedAt
        }
    }

    /// Maintenance that goes on or lies ahead.
    public struct Work: Codable, Hashable, Sendable {
        /// Its id.
        public let id: MaintenanceID
        /// The service that is worked on.
        public let service: ServiceID
        /// The keys of the components that are worked on; empty when it is the whole service.
        public let components: [String]
        /// What is done.
        public let title: String
        /// Where it stands.
        public let state: MaintenanceResource.State
        /// When it begins.
        public let from: Instant
        /// When it ends.
        public let to: Instant
        /// When it was first announced.
        public let announcedAt: Instant
        /// When it last changed.
        public let updatedAt: Instant
        /// Counts its changes.
        public let version: Int64

        /// Shows `item`, without who announced it and how that is proved.
        public init(_ item: MaintenanceResource) {
            id = item.id
            service = item.service
            components = item.components ?? []
            title = item.title
            state = item.state
            from = item.from
            to = item.to
            announcedAt = item.announcedAt
            updatedAt = item.updatedAt
            version = item.version
        }
    }

    /// The first of the days.
    public let firstDay: String
    /// The services, by key.
    public let services: [Service]
    /// How many services there are beyond those that are shown.
    public let omittedServices: Int
    /// Maintenance that goes on or lies ahead, the first to begin first.
    public let maintenance: [Work]
    /// Maintenance for calendars, the last to end first: what was called off and what is over lately is among it.
    public let calendar: [Work]

    /// What the world may see.
    public init(firstDay: String, services: [Service], omittedServices: Int, maintenance: [Work], calendar: [Work]) {
        self.firstDay = firstDay
        self.services = services
        self.omittedServices = omittedServices
        self.maintenance = maintenance
        self.calendar = calendar
    }
}
