import Terms

/// What a line may say beside samples and declared outages.
public enum RecordedItem: Sendable {
    /// The kinds of them, as lines name them.
    public enum Kind: String, CaseIterable, Sendable {
        case ticket
        case partialOutage = "partial_outage"
        case resource
        case metric
        case credited
    }

    /// Something happened to a support request.
    case ticket(RecordedTicketEvent)
    /// An outage touched some of a service's users.
    case partialOutage(RecordedPartialOutage)
    /// One of a customer's resources was there, or down, or unknown.
    case resource(RecordedResource)
    /// Something was measured that an objective is about.
    case metric(RecordedMetric)
    /// Downtime that an earlier credit has used up.
    case credited(RecordedCreditedTime)

    /// Its kind.
    public var kind: Kind {
        switch self {
        case .ticket: .ticket
        case .partialOutage: .partialOutage
        case .resource: .resource
        case .metric: .metric
        case .credited: .credited
        }
    }

    /// Reads an object whose member `kind` says what it is.
    ///
    /// - Throws: everything that is wrong with it.
    init(_ node: Node) throws(NodeProblems) {
        self = try node.read { reader in reader.object { RecordedItem($0["kind"].choice(), $0) } }
    }

    /// Whether a line's kind is one of these.
    static func isKind(_ name: UnsafeRawBufferPointer) -> Bool {
        Kind.allCases.contains { $0.rawValue.utf8.elementsEqual(name) }
    }

    /// All kinds of lines, for a person.
    static let kindsOfLines =
        (["probe", "requests", "resources", "outage"] + Kind.allCases.map(\.rawValue)).joined(separator: ", ")

    private init(_ kind: Kind, _ reader: NodeReader) {
        switch kind {
        case .ticket: self = .ticket(RecordedTicketEvent(reader))
        case .partialOutage: self = .partialOutage(RecordedPartialOutage(reader))
        case .resource: self = .resource(RecordedResource(reader))
        case .metric: self = .metric(RecordedMetric(reader))
        case .credited: self = .credited(RecordedCreditedTime(reader))
        }
    }
}

/// Where an item was read.
struct RecordPlace {
    /// The file.
    let file: String
    /// Where in it: `line 12`.
    let place: String

    /// That something is wrong with what stands there.
    func error(_ detail: String) -> TelemetryError { TelemetryError(file: file, place: place, detail: detail) }
}
