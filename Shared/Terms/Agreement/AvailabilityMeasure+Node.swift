extension AvailabilityMeasure {
    /// Reads `{kind: slices, length: PT5M, down_error_rate: "5"}` and its siblings; `clause` is for the caller to read.
    init(_ reader: NodeReader) {
        switch reader["kind"].choice(Kind.self) {
        case .time: self = .time
        case .slices: self = .slices(Slices(reader))
        case .outages: self = .outages(Outages(reader))
        case .tickets: self = .tickets(Tickets(counted: reader["counts"].choice()))
        case .executions: self = .executions
        case .meanOfSlices:
            self = .meanOfSlices(Mean(length: reader["length"].sliceLength(), idle: reader["idle"].choice()))
        case .resourceTime: self = .resourceTime
        case .affectedUsers: self = .affectedUsers(reader["overlap"].choice())
        }
    }
}

extension AvailabilityMeasure.Slices {
    fileprivate init(_ reader: NodeReader) {
        length = reader["length"].sliceLength()
        downErrorRate = reader.ifPresent("down_error_rate") { $0.percent() }
        minimumRequests = reader.ifPresent("minimum_requests") { $0.integer(0...Self.requestsMaximum) } ?? 0
        downBelowRequests = reader.ifPresent("down_below_requests") { $0.integer(1...Self.requestsMaximum) } ?? 0
        if downErrorRate == nil, downBelowRequests == 0 {
            reader.fail("must have at least one of: down_error_rate, down_below_requests")
        }
        if downErrorRate == .zero { reader["down_error_rate"].fail("must be above 0, or every slice is down") }
    }

    /// Requests a slice: a thousand million.
    private static let requestsMaximum: Int64 = 1_000_000_000
}

extension AvailabilityMeasure.Outages {
    fileprivate init(_ reader: NodeReader) {
        minimum = reader["minimum"].timeSpan()
        mergeGap = reader.ifPresent("merge_gap") { $0.timeSpan() }
        countsGaps = reader.ifPresent("gaps_count") { $0.bool() } ?? false
        if countsGaps, mergeGap == nil { reader["gaps_count"].fail("needs a merge_gap") }
    }
}

extension NodeReader {
    /// A length of slices: a minute to a day, so that a window has neither millions of them nor less than one.
    fileprivate func sliceLength() -> TimeSpan {
        let length = timeSpan()
        guard (60...86_400).contains(length.seconds) else {
            fail("must be from PT1M to PT24H")
            return TimeSpan(seconds: 60)
        }
        return length
    }
}
