import Telemetry
import Terms

/// Folds samples into when every series was known and when it was down, as they come. Memory holds changes of state, not
/// samples.
///
/// A series whose samples do not come in order of time is dropped from the first pass, and read again in a second one, where
/// its samples are kept and sorted; see ``unorderedMaximum``.
struct HistoryBuilder: TelemetrySink {
    /// Samples of series out of order that are kept at once, 8 bytes each: a year of minutes of fifty services and some more.
    static let unorderedMaximum = 1 << 25
    /// Values of counters that are kept at once, 16 bytes each: a year of minutes of eight counters.
    static let countersMaximum = 1 << 22
    /// Series out of interest that are named.
    static let namedMaximum = 20

    private let catalogue: ServiceCatalogue
    /// What was recorded beside.
    private(set) var items: RecordedItems
    /// Slices of requests that are kept as they are.
    private(set) var slices: KeptSlices
    private(set) var series: [TelemetrySeries] = []
    private var numbers: [TelemetrySeries: Int?] = [:]
    private(set) var folds: [StateFold?] = []
    private var rates: [Percent?] = []
    private(set) var counters: [[CounterSample]] = []
    private var isUnordered: [Bool] = []
    /// Samples of series out of order: twice their second, and 1 more when up, so that they sort as they fold.
    private var late: [[Int64]] = []
    private var lateCount = 0
    private var counterCount = 0
    private var isSecondPass = false

    /// Declared outages, the prevailing declaration of each.
    private(set) var outages: [RecordedOutage.Key: RecordedOutage] = [:]
    /// Samples that were taken in.
    private(set) var samples: Int64 = 0
    /// Samples of no interest.
    private(set) var unknownSamples: Int64 = 0
    /// The first series of no interest.
    private(set) var unknownSeries: [TelemetrySeries] = []
    private(set) var first = Int64.max
    private(set) var last = Int64.min

    /// A builder that begins with some items, and keeps the slices of requests of these services.
    init(_ catalogue: ServiceCatalogue, items: RecordedItems = RecordedItems(), keepingRequestsOf kept: Set<String> = []) {
        self.catalogue = catalogue
        self.items = items
        slices = KeptSlices(services: kept)
    }

    /// Whether a second pass is needed.
    var needsSecondPass: Bool { isUnordered.contains(true) }

    var trouble: String? {
        if lateCount > Self.unorderedMaximum {
            return "more than \(Self.unorderedMaximum) samples are of series that are not in order of time: sort them by time"
        }
        if let trouble = slices.trouble { return trouble }
        if counterCount > Self.countersMaximum { return "there are more than \(Self.countersMaximum) values of counters" }
        return nil
    }

    mutating func number(of series: TelemetrySeries) -> Int? {
        if let known = numbers[series] { return known }
        guard let judgement = catalogue.judgement(of: series), slices.accepts(series, catalogue) else {
            if unknownSeries.count < Self.namedMaximum { unknownSeries.append(series) }
            numbers[series] = .some(nil)
            return nil
        }
        let number = self.series.count
        numbers[series] = number
        self.series.append(series)
        switch judgement {
        case .state(let confirm, let stale, let rate):
            folds.append(StateFold(confirm: confirm, staleSeconds: stale))
            rates.append(rate)
        case .counter:
            folds.append(nil)
            rates.append(nil)
        }
        counters.append([])
        slices.begin(series)
        isUnordered.append(false)
        late.append([])
        return number
    }

    mutating func probe(_ series: Int, at: Int64, isDown: Bool) {
        if isSecondPass || isUnordered[series] { return addLate(series, at, isDown) }
        samples += 1
        if at < first { first = at }
        if at > last { last = at }
        if folds[series]?.add(StateSample(at: Instant(epochSeconds: at), isUp: !isDown)) == false { isUnordered[series] = true }
    }

    mutating func requests(_ series: Int, at: Int64, total: Int64, failed: Int64) {
        let slice = RequestSlice(start: Instant(epochSeconds: at), total: total, failed: failed)
        if !isSecondPass { slices.add(slice, to: series) }
        probe(series, at: at, isDown: rates[series].map { slice.isDown(from: $0) } ?? false)
    }

    mutating func counter(_ series: Int, at: Int64, value: Int64) {
        guard !isSecondPass else { return }
        samples += 1
        first = min(first, at)
        last = max(last, at)
        counterCount += 1
        if counterCount <= Self.countersMaximum { counters[series].append(CounterSample(at: at, value: value)) }
    }

    mutating func outage(_ outage: RecordedOutage) {
        outages[outage.key] = outages[outage.key].map { RecordedOutage.prevailing($0, outage) } ?? outage
    }

    mutating func record(_ item: RecordedItem, _ node: Node, at place: RecordPlace) -> String? {
        isSecondPass ? nil : items.take(item, at: place)
    }

    mutating func unknown() {
        if !isSecondPass { unknownSamples += 1 }
    }

    /// Begins the second pass.
    mutating func beginAgain() {
        isSecondPass = true
    }

    /// Ends the last pass: folds what was out of order, in order.
    mutating func end() {
        for index in series.indices where isUnordered[index] {
            guard case .state(let confirm, let stale, _)? = catalogue.judgement(of: series[index]) else { continue }
            late[index].sort()
            var fold = StateFold(confirm: confirm, staleSeconds: stale)
            for packed in late[index] { _ = fold.add(StateSample(at: Instant(epochSeconds: packed >> 1), isUp: packed & 1 == 1)) }
            folds[index] = fold
            late[index] = []
        }
        for index in counters.indices { counters[index] = Self.inOrder(counters[index]) }
    }

    private mutating func addLate(_ series: Int, _ at: Int64, _ isDown: Bool) {
        guard isSecondPass else {
            samples += 1
            first = min(first, at)
            last = max(last, at)
            return
        }
        guard isUnordered[series] else { return }
        lateCount += 1
        if lateCount <= Self.unorderedMaximum { late[series].append(at << 1 | (isDown ? 0 : 1)) }
    }

    /// Sorted by time, with one value a second, the larger of two.
    private static func inOrder(_ samples: [CounterSample]) -> [CounterSample] {
        if zip(samples, samples.dropFirst()).allSatisfy({ $0.at < $1.at }) { return samples }
        var ordered: [CounterSample] = []
        for sample in samples.sorted(by: { ($0.at, $0.value) < ($1.at, $1.value) }) {
            if ordered.last?.at == sample.at { ordered.removeLast() }
            ordered.append(sample)
        }
        return ordered
    }
}
