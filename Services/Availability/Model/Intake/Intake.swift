import Backtest
import Contracts
import Telemetry
import Terms

/// Turns well-formed items into a ``Batch``, and reports what it could not place. The readers of the formats feed it.
///
/// A series is looked up by its names' bytes, and only the first time by the definitions, so that a sample costs one hash.
struct Intake {
    /// What an item that belongs to a series is.
    private enum Kind: UInt8 {
        case probe, requests, resources
    }

    private enum Place {
        case series(Int)
        case refused(IntakeReport.Code)
    }

    private let definitions: Definitions
    private let customers: CustomerBook
    private let now: Int64
    private let earliest: Int64
    private var places: [Place] = []
    private var names = ByteKeyTable()
    private var scratch: [UInt8] = []
    private var keys: [SeriesKey] = []
    private var numbers: [SeriesKey: Int] = [:]
    private var samples: [[Sample]] = []
    private var declared: [DeclaredOutage.Key: DeclaredOutage] = [:]
    private var metrics: [MetricRecord.Key: MetricRecord] = [:]
    /// What became of the items so far.
    private(set) var report = IntakeReport()

    /// An empty intake.
    init(definitions: Definitions, customers: CustomerBook = .empty, now: Instant) {
        self.definitions = definitions
        self.customers = customers
        self.now = now.epochSeconds
        earliest = max(Sample.earliest, definitions.factsFrom.epochSeconds)
    }

    /// A probe sample.
    @inline(__always)
    mutating func probe(_ index: Int, _ names: ItemNames, at: Int64, down: Bool) {
        guard let series = place(index, names, at, .probe) else { return }
        samples[series].append(Sample(at: at, first: down ? 1 : 0))
        report.accept()
    }

    /// A slice of requests, or of resources.
    mutating func counts(_ index: Int, _ item: CountsItem) {
        let kind: Kind = item.counted == .requests ? .requests : .resources
        guard let series = place(index, item.names, item.at, kind) else { return }
        if keys[series].instance != String(item.periodSeconds) {
            return report.reject(index, .wrongPeriod, series: "")
        }
        if item.at % item.periodSeconds != 0 { return report.reject(index, .notAligned, series: "") }
        samples[series].append(Sample(at: item.at, first: item.total, second: item.failed))
        report.accept()
    }

    /// A sample of a series that the caller has placed.
    mutating func sample(_ key: SeriesKey, _ sample: Sample) {
        samples[number(of: key)].append(sample)
        report.accept()
    }

    /// A declared outage.
    mutating func outage(_ index: Int, _ item: OutageItem) {
        outage(
            index, service: String(decoding: item.names.service, as: UTF8.self),
            component: String(decoding: item.names.component, as: UTF8.self), id: String(decoding: item.id, as: UTF8.self),
            revision: item.revision, from: item.from, to: item.to, withdrawn: item.withdrawn, customers: item.customers,
            affectedPercent: item.affectedPercent)
    }

    /// A declared outage, by the key or id of the service and the key of the component.
    mutating func outage(
        _ index: Int, service: String, component: String, id: String, revision: Int64, from: Int64, to: Int64?,
        withdrawn: Bool, customers names: [String]? = nil, affectedPercent: Percent? = nil
    ) {
        if let names { report.name(names) }
        guard let known = definitions.service(service) else {
            return report.reject(index, .unknownService, series: SeriesName.of("outage", [service, component]))
        }
        guard known.component(component) != nil else {
            return report.reject(index, .unknownComponent, series: SeriesName.of("outage", [service, component]))
        }
        let touched = names.map { customers.customers($0) }
        if case .some(nil) = touched {
            return report.reject(index, .unknownCustomer, series: SeriesName.of("outage", [service, component]))
        }
        let isSampled = known.isSampled(component)
        if let code = wrongTime(from: from, to: to, isSampled) { return report.reject(index, code, series: "") }
        let outage = DeclaredOutage(
            key: .init(service: known.id, component: component, id: id), revision: revision, from: from, to: to,
            withdrawn: withdrawn, customers: touched ?? nil, affectedPercent: affectedPercent)
        declared[outage.key] = declared[outage.key].map { DeclaredOutage.prevailing($0, outage) } ?? outage
        report.accept()
    }

    /// A measurement that objectives are judged by.
    mutating func metric(_ index: Int, _ metric: RecordedMetric) {
        let stream = metric.stream
        guard let known = definitions.service(stream.service) else {
            return report.reject(index, .unknownService, series: stream.name)
        }
        if let component = stream.component, known.component(component) == nil {
            return report.reject(index, .unknownComponent, series: stream.name)
        }
        let interval = metric.sample.interval
        // Metrics are kept as long as their tenant: nothing of them is gone, and anything of them is corrected.
        if let code = wrongTime(from: interval.start.epochSeconds, to: interval.end.epochSeconds, false) {
            return report.reject(index, code, series: "")
        }
        let record = MetricRecord(
            stream: .init(stream, of: known.id), id: metric.id ?? "", revision: metric.revision, sample: metric.sample)
        metrics[record.key] = metrics[record.key].map { MetricRecord.prevailing($0, record) } ?? record
        report.accept()
    }

    /// Whether a time is past believing.
    @inline(__always)
    func wrongTime(_ at: Int64) -> IntakeReport.Code? {
        if at > now + IntakeLimits.clockAheadSeconds { return .clockAhead }
        return at < earliest ? .tooOld : nil
    }

    /// Whether an outage is past believing, or over before facts about what is sampled are taken. One that reaches into the
    /// time of which they are taken counts there.
    private func wrongTime(from: Int64, to: Int64?, _ isSampled: Bool) -> IntakeReport.Code? {
        if max(from, to ?? from) > now + IntakeLimits.clockAheadSeconds { return .clockAhead }
        return from < Sample.earliest || isSampled && (to ?? now) < earliest ? .tooOld : nil
    }

    /// An item was not taken.
    mutating func reject(_ index: Int, _ code: IntakeReport.Code, series: @autoclosure () -> String) {
        report.reject(index, code, series: series())
    }

    /// A remote-written series is not known.
    mutating func unknown(_ series: String, _ code: IntakeReport.Code, samples: Int) {
        report.note(series, code, samples)
    }

    /// Everything that was taken, in order.
    mutating func finish() -> Batch {
        var runs: [Batch.Run] = []
        runs.reserveCapacity(keys.count)
        for index in keys.indices where !samples[index].isEmpty {
            Sample.normalise(&samples[index], keys[index].kind)
            runs.append(Batch.Run(key: keys[index], samples: samples[index]))
            samples[index] = []
        }
        return Batch(
            runs: runs, declared: declared.values.sorted { $0.key.id < $1.key.id }, metrics: Array(metrics.values))
    }

    /// The number of the series for these names; nil, and counted, when the item cannot be taken.
    @inline(__always)
    private mutating func place(_ index: Int, _ names: ItemNames, _ at: Int64, _ kind: Kind) -> Int? {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(kind.rawValue)
        scratch.append(contentsOf: names.service)
        scratch.append(0x1F)
        scratch.append(contentsOf: names.component)
        scratch.append(0x1F)
        scratch.append(contentsOf: names.location)
        let found = scratch.withUnsafeBytes { self.names.find($0) }
        switch places[found ?? learn(names, kind)] {
        case .series(let series):
            if let code = wrongTime(at) {
                report.reject(index, code, series: "")
                return nil
            }
            return series
        case .refused(let code):
            report.reject(index, code, series: names.description("\(kind)"))
            return nil
        }
    }

    private mutating func learn(_ names: ItemNames, _ kind: Kind) -> Int {
        switch resolve(names, kind) {
        case .success(let key): places.append(.series(number(of: key)))
        case .failure(let refusal): places.append(.refused(refusal.code))
        }
        return scratch.withUnsafeBytes { self.names.add($0) }
    }

    private struct Refusal: Error {
        let code: IntakeReport.Code
    }

    private func resolve(_ names: ItemNames, _ kind: Kind) -> Result<SeriesKey, Refusal> {
        guard let service = definitions.service(String(decoding: names.service, as: UTF8.self)) else {
            return .failure(Refusal(code: .unknownService))
        }
        guard let component = service.component(String(decoding: names.component, as: UTF8.self)) else {
            return .failure(Refusal(code: .unknownComponent))
        }
        switch (component.source, kind) {
        case (.probe(let source), .probe):
            let named = String(decoding: names.location, as: UTF8.self)
            let location = named.isEmpty && source.locations.count == 1 ? source.locations[0] : named
            guard source.locations.contains(location) else { return .failure(Refusal(code: .unknownLocation)) }
            return .success(SeriesKey(service: service.id, component: component.key, kind: .probe, instance: location))
        case (.requests(let source), .requests):
            return .success(Self.slices(of: component.key, source.sliceSeconds, service.id))
        case (.resources(let source), .resources):
            return .success(Self.slices(of: component.key, source.sliceSeconds, service.id))
        default:
            return .failure(Refusal(code: .wrongKind))
        }
    }

    /// The series of a component's slices. What is counted in them its definition of the time says.
    private static func slices(of component: String, _ seconds: Int64, _ service: ServiceID) -> SeriesKey {
        SeriesKey(service: service, component: component, kind: .requests, instance: String(seconds))
    }

    private mutating func number(of key: SeriesKey) -> Int {
        if let number = numbers[key] { return number }
        numbers[key] = keys.count
        keys.append(key)
        samples.append([])
        return keys.count - 1
    }
}

extension RecordedMetric.Stream {
    /// How it calls itself.
    fileprivate var name: String { SeriesName.of("metric", [service, component ?? "", population, metric]) }
}
