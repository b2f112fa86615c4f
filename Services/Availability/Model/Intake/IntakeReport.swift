/// What became of the items of one request. Nothing is lost in silence: what was not accepted is counted here by its reason.
struct IntakeReport: Sendable {
    /// Why a well-formed item was not taken.
    enum Code: String, Sendable, Codable {
        case unknownService = "unknown_service"
        case unknownComponent = "unknown_component"
        case unknownLocation = "unknown_location"
        case unknownCustomer = "unknown_customer"
        case wrongKind = "wrong_kind"
        case clockAhead = "clock_ahead"
        case tooOld = "too_old"
        case wrongPeriod = "wrong_period"
        case notAligned = "not_aligned"
        /// A remote-written series that no definition names.
        case unmapped

        /// Whether it says that no definition knows the series.
        var isUnknown: Bool {
            switch self {
            case .unknownService, .unknownComponent, .unknownLocation, .unknownCustomer, .wrongKind, .unmapped: true
            case .clockAhead, .tooOld, .wrongPeriod, .notAligned: false
            }
        }

        /// For a person.
        var detail: String {
            switch self {
            case .unknownService: "no such service is defined"
            case .unknownComponent: "the service has no such component"
            case .unknownLocation: "the component is not probed from there, or the location must be named"
            case .unknownCustomer: "there is no such customer among those that it names"
            case .wrongKind: "the component is not measured in this way"
            case .clockAhead: "its time is more than \(IntakeLimits.clockAheadSeconds) s in the future"
            case .tooOld: "its time is before 2000-01-01T00:00:00Z, or before those that the tenant keeps"
            case .wrongPeriod: "its period is not the component's slice_seconds"
            case .notAligned: "it does not start at a multiple of its period"
            case .unmapped: "no service definition names the series"
            }
        }
    }

    /// An item that was not taken.
    struct Rejection: Sendable {
        /// Which one, counted from 0 for JSON, from 1 for lines.
        let index: Int
        let code: Code
    }

    /// A series that no definition knows.
    struct Unknown: Sendable {
        let code: Code
        var count: Int
    }

    /// How many are stored.
    private(set) var accepted = 0
    /// How many were not taken because no definition knows them.
    private(set) var unknown = 0
    /// How many were not taken, for whatever reason.
    private(set) var rejectedCount = 0
    /// The first of them, ``IntakeLimits/listed`` at most.
    private(set) var rejected: [Rejection] = []
    /// The series that are not known, by how they call themselves, ``IntakeLimits/listed`` at most.
    private(set) var unknownSeries: [String: Unknown] = [:]
    /// What customers are called in the items, whether or not they are known.
    private(set) var customers: Set<String> = []

    /// An item names customers.
    mutating func name(_ customers: [String]) {
        self.customers.formUnion(customers)
    }

    /// An item was taken.
    @inline(__always)
    mutating func accept() {
        accepted += 1
    }

    /// An item was not taken.
    mutating func reject(_ index: Int, _ code: Code, series: @autoclosure () -> String) {
        rejectedCount += 1
        if rejected.count < IntakeLimits.listed { rejected.append(Rejection(index: index, code: code)) }
        guard code.isUnknown else { return }
        unknown += 1
        note(series(), code, 1)
    }

    /// A series is not known; so many samples of it came.
    mutating func note(_ series: String, _ code: Code, _ count: Int) {
        if unknownSeries[series] != nil || unknownSeries.count < IntakeLimits.listed {
            unknownSeries[series, default: Unknown(code: code, count: 0)].count += count
        }
    }
}

/// What one request may hold. Each is a bound on memory or on the size of an answer.
enum IntakeLimits {
    /// A clock that runs ahead by more than this is wrong, and would make downtime in the future.
    static let clockAheadSeconds: Int64 = 300
    /// So many refused items, errors and unknown series are named in an answer; all are counted.
    static let listed = 100
    /// Bytes of a JSON body. Its items are the same as NDJSON's, which is for bulk.
    static let jsonBytes = 4 << 20
    /// Bytes of an NDJSON or CSV body: about 150,000 and 400,000 items.
    static let linesBytes = 16 << 20
    /// Rows of a CSV body of items of any kind: each is made into JSON and read again, which takes some microseconds. What is sent
    /// in bulk has a CSV of its own.
    static let tableRows = 200_000
    /// Metrics of one body: unlike samples, each is read as a document of its own.
    static let metrics = 20_000
    /// Bytes of one metric: a histogram of a thousand buckets, twice.
    static let metricBytes = 64 << 10
    /// Different customers that the items of one body name: each is looked up.
    static let customers = 20_000
    /// Bytes of a remote write body as it comes.
    static let remoteWriteBytes = 8 << 20
    /// Bytes of a remote write body once it is unpacked.
    static let remoteWriteUnpackedBytes = 32 << 20
}
