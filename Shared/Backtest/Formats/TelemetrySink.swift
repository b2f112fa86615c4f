import Terms

/// Takes in what the readers of the formats find. The readers are generic over it, so that a sample costs no dynamic call.
protocol TelemetrySink {
    /// The number by which a series is spoken of; nil when it is of no interest.
    mutating func number(of series: TelemetrySeries) -> Int?
    /// A probe's sample.
    mutating func probe(_ series: Int, at: Int64, isDown: Bool)
    /// A slice of requests, or of resources.
    mutating func requests(_ series: Int, at: Int64, total: Int64, failed: Int64)
    /// A counter's value.
    mutating func counter(_ series: Int, at: Int64, value: Int64)
    /// A declared outage.
    mutating func outage(_ outage: RecordedOutage)
    /// Something else that was recorded, as it was written; says what is wrong with it beside others, or nil.
    mutating func record(_ item: RecordedItem, _ node: Node, at place: RecordPlace) -> String?
    /// A sample of a series of no interest.
    mutating func unknown()
    /// Why no more can be taken in; nil while all is well. Asked for now and then.
    var trouble: String? { get }
}

/// What a series of recorded measurements is of.
public struct TelemetrySeries: Hashable, Sendable {
    /// What its samples say.
    public enum Kind: UInt8, CaseIterable, Sendable {
        /// Up or down, seen from one location.
        case probe = 1
        /// Slices of requests.
        case requests = 2
        /// A counter of all requests.
        case total = 3
        /// A counter of failed ones.
        case failed = 4
        /// Slices of resources that were there.
        case resources = 5

        /// Whether its samples are counts of slices of time.
        var isOfSlices: Bool { self == .requests || self == .resources }
    }

    /// What its samples say.
    public let kind: Kind
    /// The service's key.
    public let service: String
    /// The component's key.
    public let component: String
    /// A probe's location, maybe empty; the length of slices in seconds; a counter's labels.
    public let instance: String

    /// A series of a component.
    public init(kind: Kind, service: String, component: String, instance: String) {
        self.kind = kind
        self.service = service
        self.component = component
        self.instance = instance
    }
}

extension TelemetrySeries: CustomStringConvertible {
    /// `probe cpaas/api/khi`
    public var description: String {
        "\(kind) \([service, component, instance].filter { !$0.isEmpty }.joined(separator: "/"))"
    }
}

/// An outage that somebody declared.
public struct RecordedOutage: Hashable, Sendable {
    /// Which one, whatever its revision.
    public struct Key: Hashable, Sendable {
        /// The service's key.
        public let service: String
        /// The component's key.
        public let component: String
        /// The sender's id.
        public let id: String

        /// An outage of a component.
        public init(service: String, component: String, id: String) {
            self.service = service
            self.component = component
            self.id = id
        }
    }

    /// Which one.
    public let key: Key
    /// Its first second, in epoch seconds.
    public let from: Int64
    /// Its end, in epoch seconds; nil while it lasts.
    public let to: Int64?
    /// The higher one prevails.
    public let revision: Int64
    /// Taken back: it never counted.
    public let withdrawn: Bool
    /// The share of users whom it touched; nil where the component was down.
    public let affectedPercent: Percent?

    /// An outage as somebody declared it.
    public init(
        _ key: Key, from: Int64, to: Int64?, revision: Int64 = 1, withdrawn: Bool = false, affectedPercent: Percent? = nil
    ) {
        self.key = key
        self.from = from
        self.to = to
        self.revision = revision
        self.withdrawn = withdrawn
        self.affectedPercent = affectedPercent
    }

    /// Which of two declarations of one outage stands, in whichever order they come: the higher revision; of equal ones the
    /// one that declares more downtime.
    static func prevailing(_ a: RecordedOutage, _ b: RecordedOutage) -> RecordedOutage {
        if a.revision != b.revision { return a.revision > b.revision ? a : b }
        if a.withdrawn != b.withdrawn { return a.withdrawn ? b : a }
        if a.affectedPercent != b.affectedPercent {
            guard let share = a.affectedPercent, let other = b.affectedPercent else { return a.affectedPercent == nil ? a : b }
            return share > other ? a : b
        }
        let ends = (a.to ?? .max, b.to ?? .max)
        if ends.0 != ends.1 { return ends.0 > ends.1 ? a : b }
        return a.from <= b.from ? a : b
    }
}
