import Telemetry
import Terms

/// Reads lines: CSV of samples, of counted slices or of items of any kind, and JSON lines of all of them.
struct LineReader {
    /// Bytes of a line: a thousand times an honest one.
    static let lineMaximum = 64 << 10

    private let file: MappedFile
    private var lookup = SeriesLookup()
    private var unescaped = TextStore()
    private var line = 0

    init(_ file: MappedFile) {
        self.file = file
    }

    /// Reads CSV.
    mutating func readCSV<Sink: TelemetrySink>(into sink: inout Sink) throws(TelemetryError) {
        var layout: Layout?
        try eachLine(&sink) { reader, bytes, sink throws(TelemetryError) in
            switch layout {
            case .probes(let columns):
                try reader.take(try reader.well { () throws(CSVLayout.Malformed) in try columns.sample(bytes) }, &sink)
            case .counts(let columns):
                try reader.take(try reader.well { () throws(CSVLayout.Malformed) in try columns.slice(bytes) }, &sink)
            case .items(let columns):
                try reader.readItem(try reader.well { () throws(CSVLayout.Malformed) in try columns.node(bytes) }, &sink)
            case nil: layout = try reader.well { () throws(CSVLayout.Malformed) in try Layout(header: bytes) }
            }
        }
        if layout == nil { throw wrong("there is no header") }
    }

    /// What the lines of a CSV file are of, as its header tells.
    private enum Layout {
        case probes(CSVLayout)
        case counts(CountsLayout)
        case items(ItemLayout)

        init(header: UnsafeRawBufferPointer) throws(CSVLayout.Malformed) {
            if ItemLayout.isMeant(header) {
                self = .items(try ItemLayout(header: header))
            } else if CountsLayout.isMeant(header) {
                self = .counts(try CountsLayout(header: header))
            } else {
                self = .probes(try CSVLayout(header: header))
            }
        }
    }

    @inline(__always)
    private func well<Value>(_ read: () throws(CSVLayout.Malformed) -> Value) throws(TelemetryError) -> Value {
        do throws(CSVLayout.Malformed) {
            return try read()
        } catch {
            throw wrong(error.what)
        }
    }

    /// Reads JSON lines.
    mutating func readItems<Sink: TelemetrySink>(into sink: inout Sink) throws(TelemetryError) {
        try eachLine(&sink) { reader, bytes, sink throws(TelemetryError) in
            try reader.readItem(bytes, &sink)
        }
    }

    private mutating func eachLine<Sink: TelemetrySink>(
        _ sink: inout Sink,
        _ body: (inout LineReader, UnsafeRawBufferPointer, inout Sink) throws(TelemetryError) -> Void
    ) throws(TelemetryError) {
        let bytes = file.bytes
        var start = 0
        while start < bytes.count {
            line += 1
            let end = bytes.endOfLine(from: start)
            guard end - start <= Self.lineMaximum else { throw wrong("is longer than \(Self.lineMaximum) bytes") }
            let stop = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
            if stop > start { try body(&self, UnsafeRawBufferPointer(rebasing: bytes[start..<stop]), &sink) }
            start = end + 1
            file.advance(to: min(start, bytes.count))
            if line & 0xFFFF == 0, let trouble = sink.trouble { throw wrong(trouble) }
        }
        if let trouble = sink.trouble { throw wrong(trouble) }
        file.finish()
    }

    private mutating func readItem<Sink: TelemetrySink>(
        _ bytes: UnsafeRawBufferPointer, _ sink: inout Sink
    ) throws(TelemetryError) {
        // What was unescaped for one line is of no use to the next.
        if unescaped.isUsed { unescaped = TextStore() }
        var json = JSONScanner(bytes, 0..<bytes.count, unescaped: unescaped)
        var item = ItemScanner()
        var complaint: String?
        do throws(JSONScanner.Malformed) {
            guard json.next() != nil else { return }
            try item.read(&json) { member, detail in complaint = complaint ?? "\(member): \(detail)" }
            try json.expectEnd()
        } catch {
            throw wrong("column \(error.offset + 1): not JSON: \(error.what)")
        }
        if RecordedItem.isKind(item.kind) { return try takeItem(bytes, &sink) }
        if let complaint { throw wrong(complaint) }
        if item.isProbe, let probe = item.probe() {
            try take(probe, &sink)
        } else if item.isRequests || item.isResources, let slice = item.counts() {
            try take(slice, &sink)
        } else if item.isOutage, let outage = item.outage() {
            guard outage.customers == nil else {
                throw wrong("customers: a backtest does not know whose it is; leave the member out where it counts, or the line")
            }
            sink.outage(RecordedOutage(outage))
        } else {
            item.explain { member, detail in complaint = complaint ?? "\(member): \(detail)" }
            let isKnown = item.isProbe || item.isRequests || item.isResources || item.isOutage
            throw wrong(isKnown ? complaint ?? "the item is not valid" : "kind: it must be one of: \(RecordedItem.kindsOfLines)")
        }
    }

    /// Reads an item of CSV, as the JSON that says the same.
    private mutating func readItem<Sink: TelemetrySink>(_ node: Node, _ sink: inout Sink) throws(TelemetryError) {
        let text = Array(node.json.utf8)
        let outcome = text.withUnsafeBytes { bytes in
            Result { () throws(TelemetryError) in try readItem(bytes, &sink) }
        }
        try outcome.get()
    }

    private func takeItem<Sink: TelemetrySink>(
        _ bytes: UnsafeRawBufferPointer, _ sink: inout Sink
    ) throws(TelemetryError) {
        let node: Node
        do throws(NodeProblems) {
            node = try Node(json: bytes, limits: NodeLimits(bytesMaximum: Self.lineMaximum))
        } catch {
            throw wrong(error.inALine)
        }
        try take(node, &sink)
    }

    private func take<Sink: TelemetrySink>(_ node: Node, _ sink: inout Sink) throws(TelemetryError) {
        let item: RecordedItem
        do throws(NodeProblems) {
            item = try RecordedItem(node)
        } catch {
            throw wrong(error.inALine)
        }
        let place = RecordPlace(file: file.path, place: "line \(line)")
        if let complaint = sink.record(item, node, at: place) { throw wrong(complaint) }
    }

    @inline(__always)
    private mutating func take<Sink: TelemetrySink>(_ item: ProbeItem, _ sink: inout Sink) throws(TelemetryError) {
        guard BelievedTime.range.contains(item.at) else { throw wrong(BelievedTime.complaint) }
        guard let series = lookup.number(.probe, item.names, item.names.location, &sink) else { throw tooManySeries }
        if series == SeriesLookup.unknown { return sink.unknown() }
        sink.probe(series, at: item.at, isDown: item.isDown)
    }

    private mutating func take<Sink: TelemetrySink>(_ item: CountsItem, _ sink: inout Sink) throws(TelemetryError) {
        guard BelievedTime.range.contains(item.at) else { throw wrong(BelievedTime.complaint) }
        guard item.at % item.periodSeconds == 0 else { throw wrong("at: it is not a multiple of period_seconds") }
        let period = Array(String(item.periodSeconds).utf8)
        let kind: TelemetrySeries.Kind = item.counted == .requests ? .requests : .resources
        let number = period.withUnsafeBytes { lookup.number(kind, item.names, $0, &sink) }
        guard let series = number else { throw tooManySeries }
        if series == SeriesLookup.unknown { return sink.unknown() }
        sink.requests(series, at: item.at, total: item.total, failed: item.failed)
    }

    private var tooManySeries: TelemetryError { wrong("there are more than \(SeriesLookup.seriesMaximum) series") }

    private func wrong(_ detail: String) -> TelemetryError { file.error("line \(line)", detail) }
}

extension NodeProblems {
    /// Everything that is wrong, in a line of text: `counts/hits: must not be more than all; at: is required`.
    var inALine: String {
        problems.map { problem in
            let member = problem.pointer.dropFirst(2)
            return member.isEmpty ? "the item \(problem.detail)" : "\(member): \(problem.detail)"
        }.joined(separator: "; ")
    }
}

extension RecordedOutage {
    fileprivate init(_ item: OutageItem) {
        let text = { (bytes: UnsafeRawBufferPointer) in String(decoding: bytes, as: UTF8.self) }
        self.init(
            Key(service: text(item.names.service), component: text(item.names.component), id: text(item.id)), from: item.from,
            to: item.to, revision: item.revision, withdrawn: item.withdrawn, affectedPercent: item.affectedPercent)
    }
}
