import Telemetry
import Terms

/// Reads the compact form of recorded measurements; see ``PointsFormat``.
struct PointsReader {
    private let file: MappedFile

    init(_ file: MappedFile) {
        self.file = file
    }

    func read<Sink: TelemetrySink>(into sink: inout Sink) throws(TelemetryError) {
        var reader = ByteReader(file.bytes)
        do throws(ByteReader.Malformed) {
            let series = try readTable(&reader, &sink)
            while true {
                let number = try reader.varint()
                if number == 0 { break }
                guard number <= UInt64(series.count) else { throw reader.malformed("a series that is not in the table") }
                try readBlock(series[Int(number) - 1], &reader, &sink)
                file.advance(to: reader.offset)
                if let trouble = sink.trouble { throw reader.malformed(trouble) }
            }
            guard reader.isAtEnd else { throw reader.malformed("bytes after the end") }
        } catch {
            throw file.error("byte \(error.offset)", error.what)
        }
        file.finish()
    }

    private typealias Series = (kind: TelemetrySeries.Kind, number: Int?)

    private func readTable<Sink: TelemetrySink>(
        _ reader: inout ByteReader, _ sink: inout Sink
    ) throws(ByteReader.Malformed) -> [Series] {
        let magic = try reader.slice(4)
        let hasItems = magic.elementsEqual(PointsFormat.magicWithItems)
        guard hasItems || magic.elementsEqual(PointsFormat.magic) else {
            throw reader.malformed("it does not begin with PTS1 or PTS2")
        }
        let count = Int(try reader.fixed32())
        let outages = Int(try reader.fixed32())
        let items = hasItems ? Int(try reader.fixed32()) : 0
        guard items <= RecordedItems.maximum, count <= SeriesLookup.seriesMaximum, outages <= PointsFormat.outagesMaximum else {
            throw reader.malformed("more series or outages than a file may have")
        }
        var table: [Series] = []
        for _ in 0..<count {
            guard let kind = TelemetrySeries.Kind(rawValue: try reader.byte()) else {
                throw reader.malformed("an unknown kind of series")
            }
            let service = try reader.string()
            let component = try reader.string()
            let instance = try reader.string()
            let series = TelemetrySeries(kind: kind, service: service, component: component, instance: instance)
            table.append((kind, sink.number(of: series)))
        }
        for _ in 0..<outages { sink.outage(try readOutage(&reader)) }
        for number in 0..<items { try readItem(number, &reader, &sink) }
        return table
    }

    private func readItem<Sink: TelemetrySink>(
        _ number: Int, _ reader: inout ByteReader, _ sink: inout Sink
    ) throws(ByteReader.Malformed) {
        let line = Array(try reader.string().utf8)
        let node: Node
        let item: RecordedItem
        do throws(NodeProblems) {
            node = try Node(json: line, limits: NodeLimits(bytesMaximum: LineReader.lineMaximum))
            item = try RecordedItem(node)
        } catch {
            throw reader.malformed("item \(number + 1): \(error.inALine)")
        }
        let complaint = sink.record(item, node, at: RecordPlace(file: file.path, place: "item \(number + 1)"))
        if let complaint { throw reader.malformed("item \(number + 1): \(complaint)") }
    }

    private func readOutage(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> RecordedOutage {
        let service = try reader.string()
        let component = try reader.string()
        let key = RecordedOutage.Key(service: service, component: component, id: try reader.string())
        let revision = try reader.signed()
        let from = try reader.signed()
        let flags = try reader.byte()
        let to = try reader.signed()
        guard BelievedTime.range.contains(from), flags & 1 == 0 || BelievedTime.range.contains(to) && to > from else {
            throw reader.malformed("an outage with a wrong time")
        }
        let share = flags & 4 == 0 ? nil : Percent(try reader.string())
        guard flags & 4 == 0 || share.map({ $0 > .zero && $0 <= .hundred }) ?? false else {
            throw reader.malformed("an outage with a wrong share of users")
        }
        return RecordedOutage(
            key, from: from, to: flags & 1 == 0 ? nil : to, revision: revision, withdrawn: flags & 2 != 0,
            affectedPercent: share)
    }

    private func readBlock<Sink: TelemetrySink>(
        _ series: Series, _ reader: inout ByteReader, _ sink: inout Sink
    ) throws(ByteReader.Malformed) {
        let count = try reader.varint()
        guard (1...UInt64(PointsFormat.blockMaximum)).contains(count) else { throw reader.malformed("a block of a wrong length") }
        let start = Int64(bitPattern: try reader.fixed64())
        guard BelievedTime.range.contains(start) else { throw reader.malformed(BelievedTime.complaint) }
        switch series.kind {
        case .probe: try readProbe(Int(count), start, series.number, &reader, &sink)
        case .requests, .resources: try readRequests(Int(count), start, series.number, &reader, &sink)
        case .total, .failed: try readCounter(Int(count), start, series.number, &reader, &sink)
        }
    }

    private func readProbe<Sink: TelemetrySink>(
        _ count: Int, _ start: Int64, _ number: Int?, _ reader: inout ByteReader, _ sink: inout Sink
    ) throws(ByteReader.Malformed) {
        var at = start
        var token: UInt64 = 0
        var left = count
        while left > 0 {
            var times = 1
            let next = try reader.varint()
            if next == PointsFormat.repetition {
                let repeats = try reader.varint()
                guard token != 0, (1...UInt64(left)).contains(repeats) else { throw reader.malformed("a wrong repetition") }
                times = Int(repeats)
            } else {
                token = next
            }
            guard token >= 2, token >> 1 < UInt64(BelievedTime.range.upperBound) else {
                throw reader.malformed("a wrong distance")
            }
            let distance = Int64(token >> 1) - 1
            let isDown = token & 1 == 1
            for _ in 0..<times {
                at += distance
                guard at <= BelievedTime.range.upperBound else { throw reader.malformed(BelievedTime.complaint) }
                if let number { sink.probe(number, at: at, isDown: isDown) } else { sink.unknown() }
            }
            left -= times
        }
    }

    private func readRequests<Sink: TelemetrySink>(
        _ count: Int, _ start: Int64, _ number: Int?, _ reader: inout ByteReader, _ sink: inout Sink
    ) throws(ByteReader.Malformed) {
        var at = start
        for _ in 0..<count {
            at = try advance(at, &reader)
            let total = try reader.varint()
            let failed = try reader.varint()
            guard total <= UInt64(ItemLimits.valueMaximum), failed <= total else { throw reader.malformed("wrong counts") }
            guard let number else {
                sink.unknown()
                continue
            }
            sink.requests(number, at: at, total: Int64(total), failed: Int64(failed))
        }
    }

    private func readCounter<Sink: TelemetrySink>(
        _ count: Int, _ start: Int64, _ number: Int?, _ reader: inout ByteReader, _ sink: inout Sink
    ) throws(ByteReader.Malformed) {
        var at = start
        var value: Int64 = 0
        for _ in 0..<count {
            at = try advance(at, &reader)
            value = value &+ (try reader.signed())
            guard (0...ItemLimits.valueMaximum).contains(value) else { throw reader.malformed("a wrong counter") }
            if let number { sink.counter(number, at: at, value: value) } else { sink.unknown() }
        }
    }

    private func advance(_ at: Int64, _ reader: inout ByteReader) throws(ByteReader.Malformed) -> Int64 {
        let distance = try reader.varint()
        guard distance <= UInt64(BelievedTime.range.upperBound - at) else { throw reader.malformed("a wrong distance") }
        return at + Int64(distance)
    }
}
