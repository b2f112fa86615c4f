import Terms

/// What one of a customer's resources was over a stretch of time.
public struct RecordedResource: Hashable, Sendable {
    /// What it was.
    public enum State: String, CaseIterable, Sendable {
        /// It was there; up unless something else says otherwise.
        case deployed
        case down
        case unknown
    }

    /// The service's key.
    public let service: String
    /// The resource's name.
    public let resource: String
    /// When.
    public let interval: Interval
    /// What it was.
    public let state: State

    init(_ reader: NodeReader) {
        service = reader["service"].key()
        resource = reader["resource"].recordedID()
        interval = reader.recordedStretch()
        state = reader["state"].choice()
    }
}

/// What is known of one resource.
struct ResourceHistory: Sendable {
    private var stretches: [RecordedResource.State: [Interval]] = [:]

    mutating func add(_ record: RecordedResource) {
        stretches[record.state, default: []].append(record.interval)
    }

    /// The resource by each time that it was there. Time at which it was not there is neither up nor down.
    func times(_ key: String) -> [ResourceTime] {
        let condition = Condition(
            down: IntervalSet(stretches[.down] ?? []), unknown: IntervalSet(stretches[.unknown] ?? []))
        return IntervalSet(stretches[.deployed] ?? []).intervals.map { deployed in
            ResourceTime(key: key, deployed: deployed, condition: condition.clipped(to: deployed))
        }
    }
}
