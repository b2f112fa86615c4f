import Telemetry

/// Finds the numbers of series by their names' bytes, so that a sample costs one hash.
struct SeriesLookup {
    private var table = ByteKeyTable()
    private var numbers: [Int] = []
    private var scratch: [UInt8] = []

    /// Series that a backtest may have, known or not: ten times the components that fifty services may have.
    static let seriesMaximum = 100_000
    /// In place of a number: a series of no interest.
    static let unknown = -1

    /// The number of a series, or ``unknown``; nil when there are too many.
    @inline(__always)
    mutating func number<Sink: TelemetrySink>(
        _ kind: TelemetrySeries.Kind, _ names: ItemNames, _ instance: UnsafeRawBufferPointer, _ sink: inout Sink
    ) -> Int? {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(kind.rawValue)
        scratch.append(contentsOf: names.service)
        scratch.append(0x1F)
        scratch.append(contentsOf: names.component)
        scratch.append(0x1F)
        scratch.append(contentsOf: instance)
        if let found = scratch.withUnsafeBytes({ table.find($0) }) { return numbers[found] }
        return learn(kind, names, instance, &sink)
    }

    private mutating func learn<Sink: TelemetrySink>(
        _ kind: TelemetrySeries.Kind, _ names: ItemNames, _ instance: UnsafeRawBufferPointer, _ sink: inout Sink
    ) -> Int? {
        guard numbers.count < Self.seriesMaximum else { return nil }
        let text = { (bytes: UnsafeRawBufferPointer) in String(decoding: bytes, as: UTF8.self) }
        let series = TelemetrySeries(
            kind: kind, service: text(names.service), component: text(names.component), instance: text(instance))
        let number = sink.number(of: series) ?? Self.unknown
        numbers.append(number)
        _ = scratch.withUnsafeBytes { table.add($0) }
        return number
    }
}

/// What times are believed.
enum BelievedTime {
    /// From 2000-01-01T00:00:00Z to 9999-12-31T23:59:59Z, in epoch seconds.
    static let range: ClosedRange<Int64> = 946_684_800...253_402_300_799
    static let complaint = "its time is not between the years 2000 and 9999"
}
