import Terms

/// What the figures of a measurement begin with.
enum MetricForm: UInt8 {
    case counts = 1
    case histogram = 2
    case values = 3

    /// The form of a reading.
    init(_ reading: ObjectiveSample.Reading) {
        switch reading {
        case .counts: self = .counts
        case .histogram: self = .histogram
        case .values: self = .values
        }
    }
}
