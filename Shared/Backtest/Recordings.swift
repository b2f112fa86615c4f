import Contracts
import Foundation
import Terms

/// Files of recorded measurements, in whichever form each is.
public struct Recordings {
    /// How far reading has come.
    public struct Progress: Sendable {
        /// Bytes that were read.
        public let bytes: Int
        /// Bytes that there are to read, as far as is known: a second pass doubles them.
        public let ofBytes: Int
    }

    private let paths: [String]
    private let told: (Progress) -> Void

    /// These files. `told` hears now and then how far reading has come.
    public init(_ paths: [String], told: @escaping (Progress) -> Void = { _ in }) {
        self.paths = paths
        self.told = told
    }

    /// What the files say about the services of a catalogue, with outages and other items that are known from elsewhere.
    /// Slices of requests are kept of the services whose requests are counted, and otherwise only what they make of them.
    ///
    /// - Throws: the first thing that is wrong with a file, and its place.
    public func history(
        _ catalogue: ServiceCatalogue, also outages: [RecordedOutage] = [], items: RecordedItems = RecordedItems(),
        keepingRequestsOf kept: Set<String> = []
    ) throws(TelemetryError) -> RecordedHistory {
        var builder = HistoryBuilder(catalogue, items: items, keepingRequestsOf: kept)
        let definitions = Array(catalogue.services.values)
        try read(definitions, pass: 1, into: &builder)
        if builder.needsSecondPass {
            builder.beginAgain()
            try read(definitions, pass: 2, into: &builder)
        }
        builder.end()
        if let (id, place) = builder.items.unfounded {
            let detail = "the ticket \(id) has events before the event created, or no such event"
            throw place?.error(detail) ?? TelemetryError(file: "the facts", detail: detail)
        }
        return RecordedHistory(builder, catalogue, also: outages)
    }

    /// Writes what is in the files in the compact form, and tells how many samples and other items it was. Prometheus series are placed by the
    /// definitions.
    ///
    /// - Throws: what is wrong with a file, or with writing.
    public func convert(to path: String, _ definitions: [ServiceDraft]) throws -> (samples: Int64, items: Int) {
        var writer = PointsWriter()
        try read(definitions, pass: 1, into: &writer)
        let unfinished = path + ".unfinished"
        guard FileManager.default.createFile(atPath: unfinished, contents: nil),
            let output = FileHandle(forWritingAtPath: unfinished)
        else { throw TelemetryError(file: path, detail: "cannot be written") }
        do {
            try writer.begin(output)
            try read(definitions, pass: 2, into: &writer)
            try writer.end()
            try output.close()
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw error
        }
        guard rename(unfinished, path) == 0 else { throw TelemetryError(file: path, detail: String(cString: strerror(errno))) }
        return (writer.samples, writer.itemCount)
    }

    private func read<Sink: TelemetrySink>(
        _ definitions: [ServiceDraft], pass: Int, into sink: inout Sink
    ) throws(TelemetryError) {
        let total = paths.reduce(0) { $0 + Self.size($1) }
        var before = total * (pass - 1)
        for path in paths {
            let start = before
            let file = try MappedFile(path) { told(Progress(bytes: start + $0, ofBytes: total * pass)) }
            switch TelemetryFormat.detect(file.bytes) {
            case .csv:
                var reader = LineReader(file)
                try reader.readCSV(into: &sink)
            case .ndjson:
                var reader = LineReader(file)
                try reader.readItems(into: &sink)
            case .prometheus:
                try PrometheusReader(file, mapping: PrometheusMapping(definitions)).read(into: &sink)
            case .pts: try PointsReader(file).read(into: &sink)
            }
            before += file.bytes.count
        }
    }

    private static func size(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
