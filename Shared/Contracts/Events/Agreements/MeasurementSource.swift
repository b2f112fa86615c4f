import Terms

/// How a component's state is known.
public enum MeasurementSource: Sendable, Equatable {
    /// Probe samples of one or several locations.
    case probe(ProbeSource)
    /// Counts of requests, and of those that failed, a slice of time.
    case requests(RequestSource)
    /// Counts of resources, and of those that were down, a slice of time.
    case resources(ResourceSource)
    /// Up unless an outage is declared.
    case declared
}

/// When probe samples make a component down.
public struct ProbeSource: Codable, Sendable, Equatable {
    /// The locations that probe; at least one.
    public var locations: [String]
    /// How many locations must be down for the component to be down.
    public var quorum: Int
    /// How many samples in a row make a location down.
    public var confirm: Int
    /// How long a sample is good for, in seconds; after that the location is unknown.
    public var staleSeconds: Int64
    /// The Prometheus series that carries the samples, if remote write feeds them.
    public var prometheus: PrometheusProbe?

    /// Makes a probe source.
    public init(
        locations: [String], quorum: Int, confirm: Int, staleSeconds: Int64, prometheus: PrometheusProbe? = nil
    ) {
        self.locations = locations
        self.quorum = quorum
        self.confirm = confirm
        self.staleSeconds = staleSeconds
        self.prometheus = prometheus
    }
}

/// The series of a probe: a value of 1 is up, of 0 is down.
public struct PrometheusProbe: Codable, Sendable, Equatable {
    /// The metric's name, such as `probe_success`.
    public var series: String
    /// Labels that must be there with exactly these values.
    public var labels: [String: String]
    /// The label that names the location; nil: all samples are of the source's first location.
    public var locationLabel: String?

    /// Makes a matcher of probe series.
    public init(series: String, labels: [String: String], locationLabel: String? = nil) {
        self.series = series
        self.labels = labels
        self.locationLabel = locationLabel
    }
}

/// When request counts make a component down.
public struct RequestSource: Codable, Sendable, Equatable {
    /// The length of a slice, in seconds.
    public var sliceSeconds: Int64
    /// A slice is down when at least this percentage of its requests failed.
    public var downErrorRate: Percent
    /// How long after its end a slice still speaks for the component, in seconds.
    public var staleSeconds: Int64
    /// The Prometheus series that carry the counts, if remote write feeds them.
    public var prometheus: PrometheusRequests?

    /// Makes a source of request counts.
    public init(
        sliceSeconds: Int64, downErrorRate: Percent, staleSeconds: Int64, prometheus: PrometheusRequests? = nil
    ) {
        self.sliceSeconds = sliceSeconds
        self.downErrorRate = downErrorRate
        self.staleSeconds = staleSeconds
        self.prometheus = prometheus
    }
}

/// When counts of resources, such as virtual machines, make a component down.
public struct ResourceSource: Codable, Sendable, Equatable {
    /// The length of a slice, in seconds.
    public var sliceSeconds: Int64
    /// A slice is down when at least this percentage of the resources was.
    public var downShare: Percent
    /// How long after its end a slice still speaks for the component, in seconds.
    public var staleSeconds: Int64

    /// Makes a source of counts of resources.
    public init(sliceSeconds: Int64, downShare: Percent, staleSeconds: Int64) {
        self.sliceSeconds = sliceSeconds
        self.downShare = downShare
        self.staleSeconds = staleSeconds
    }
}

extension MeasurementSource {
    /// How slices of counts are read, of requests or of resources alike: a resource that was down is to those that were there
    /// what a request that failed is to all of them. Nil where nothing is counted.
    public var counts: RequestSource? {
        switch self {
        case .requests(let source): source
        case .resources(let source):
            RequestSource(
                sliceSeconds: source.sliceSeconds, downErrorRate: source.downShare, staleSeconds: source.staleSeconds)
        case .probe, .declared: nil
        }
    }
}

/// The two counters of a request source.
public struct PrometheusRequests: Codable, Sendable, Equatable {
    /// Counts all requests.
    public var total: PrometheusSelector
    /// Counts those that failed.
    public var failed: PrometheusSelector

    /// Makes the pair.
    public init(total: PrometheusSelector, failed: PrometheusSelector) {
        self.total = total
        self.failed = failed
    }
}

/// One metric with the labels that it must have.
public struct PrometheusSelector: Codable, Sendable, Equatable {
    /// The metric's name.
    public var series: String
    /// Labels that must be there with exactly these values.
    public var labels: [String: String]

    /// Makes a selector.
    public init(series: String, labels: [String: String]) {
        self.series = series
        self.labels = labels
    }
}

extension MeasurementSource: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind
    }

    private enum Kind: String, Codable {
        case probe, requests, resources, declared
    }

    /// Reads `{"kind": "probe" | "requests" | "resources" | "declared", …}`, the rest beside the kind.
    public init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
        case .probe: self = .probe(try ProbeSource(from: decoder))
        case .requests: self = .requests(try RequestSource(from: decoder))
        case .resources: self = .resources(try ResourceSource(from: decoder))
        case .declared: self = .declared
        }
    }

    /// Writes what `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .probe(let source):
            try container.encode(Kind.probe, forKey: .kind)
            try source.encode(to: encoder)
        case .requests(let source):
            try container.encode(Kind.requests, forKey: .kind)
            try source.encode(to: encoder)
        case .resources(let source):
            try container.encode(Kind.resources, forKey: .kind)
            try source.encode(to: encoder)
        case .declared:
            try container.encode(Kind.declared, forKey: .kind)
        }
    }
}
