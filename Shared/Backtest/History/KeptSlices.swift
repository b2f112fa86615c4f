import Terms

/// Slices of requests and of resources that are kept as they were counted, for promises that count them.
struct KeptSlices {
    /// Slices that are kept at once, 24 bytes each: a year of minutes of sixteen components.
    static let maximum = 1 << 23

    private struct Place: Hashable {
        let service: String
        let component: String
    }

    private let services: Set<String>
    private var slices: [[RequestSlice]] = []
    private var isKept: [Bool] = []
    private var count = 0
    private var firsts: [Place: TelemetrySeries] = [:]

    /// Keeps those of these services.
    init(services: Set<String>) {
        self.services = services
    }

    var trouble: String? {
        count > Self.maximum ? "there are more than \(Self.maximum) slices of requests and resources" : nil
    }

    /// Whether a series may be taken in: of a component without a definition, slices of one kind and length only, so that
    /// nothing counts twice.
    mutating func accepts(_ series: TelemetrySeries, _ catalogue: ServiceCatalogue) -> Bool {
        guard series.kind.isOfSlices, catalogue.services[series.service] == nil else { return true }
        let place = Place(service: series.service, component: series.component)
        let first = firsts[place] ?? series
        firsts[place] = first
        return first == series
    }

    /// A series that has the next number.
    mutating func begin(_ series: TelemetrySeries) {
        slices.append([])
        isKept.append(series.kind.isOfSlices && services.contains(series.service))
    }

    /// Takes a slice in.
    mutating func add(_ slice: RequestSlice, to series: Int) {
        guard isKept[series] else { return }
        count += 1
        if count <= Self.maximum { slices[series].append(slice) }
    }

    /// The slices of those of these series that are of a kind, by component, in order of time.
    func byComponent(
        _ kind: TelemetrySeries.Kind, _ series: [(number: Int, series: TelemetrySeries)]
    ) -> [String: [RequestSlice]] {
        series.reduce(into: [:]) { found, one in
            guard one.series.kind == kind, !slices[one.number].isEmpty else { return }
            found[one.series.component] = Self.inOrder(slices[one.number])
        }
    }

    /// Sorted by time, with one report a slice: of two, the one with the larger share of failures, then that with more
    /// requests.
    private static func inOrder(_ slices: [RequestSlice]) -> [RequestSlice] {
        if zip(slices, slices.dropFirst()).allSatisfy({ $0.start < $1.start }) { return slices }
        var ordered: [RequestSlice] = []
        for slice in slices.sorted(by: { $0.start < $1.start }) {
            if let last = ordered.last, last.start == slice.start {
                ordered[ordered.count - 1] = worse(last, slice)
            } else {
                ordered.append(slice)
            }
        }
        return ordered
    }

    private static func worse(_ a: RequestSlice, _ b: RequestSlice) -> RequestSlice {
        let (left, right) = (Int128(a.failed) * Int128(b.total), Int128(b.failed) * Int128(a.total))
        return left != right ? (left > right ? a : b) : a.total >= b.total ? a : b
    }
}

extension TelemetrySeries {
    /// The length of a slice, of a series of slices.
    var sliceSeconds: Int64? { kind.isOfSlices ? Int64(instance) : nil }
}
