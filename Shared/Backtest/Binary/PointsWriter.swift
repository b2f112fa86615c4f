import Foundation
import Telemetry
import Terms

/// Writes the compact form of recorded measurements, in two passes over what is converted: the first finds the series and the
/// declared outages, which stand at the head of the file, the second writes the samples.
struct PointsWriter: TelemetrySink {
    private var series: [TelemetrySeries] = []
    private var numbers: [TelemetrySeries: Int] = [:]
    private var outages: [RecordedOutage.Key: RecordedOutage] = [:]
    private var items = RecordedItems()
    /// Other items as JSON, in the order in which they came.
    private var lines: [String] = []
    /// How many other items there are.
    var itemCount: Int { lines.count }
    private var blocks: [PointsBlock] = []
    private var output: FileHandle?
    private var buffer = ByteWriter()
    /// How many samples were written.
    private(set) var samples: Int64 = 0
    private(set) var trouble: String?

    /// Bytes that are gathered before they are written.
    private static let bufferBytes = 1 << 20

    mutating func number(of series: TelemetrySeries) -> Int? {
        if let number = numbers[series] { return number }
        numbers[series] = self.series.count
        self.series.append(series)
        return self.series.count - 1
    }

    mutating func probe(_ series: Int, at: Int64, isDown: Bool) {
        guard makeRoom(series, at) else { return }
        blocks[series].probe(at, isDown: isDown)
    }

    mutating func requests(_ series: Int, at: Int64, total: Int64, failed: Int64) {
        guard makeRoom(series, at) else { return }
        blocks[series].requests(at, total: total, failed: failed)
    }

    mutating func counter(_ series: Int, at: Int64, value: Int64) {
        guard makeRoom(series, at) else { return }
        blocks[series].counter(at, value: value)
    }

    mutating func outage(_ outage: RecordedOutage) {
        outages[outage.key] = outages[outage.key].map { RecordedOutage.prevailing($0, outage) } ?? outage
    }

    mutating func record(_ item: RecordedItem, _ node: Node, at place: RecordPlace) -> String? {
        guard output == nil else { return nil }
        lines.append(node.json)
        return items.take(item, at: place)
    }

    mutating func unknown() {}

    /// Ends the first pass: writes the head.
    mutating func begin(_ output: FileHandle) throws {
        self.output = output
        buffer.raw(lines.isEmpty ? PointsFormat.magic : PointsFormat.magicWithItems)
        for count in [series.count, outages.count] + (lines.isEmpty ? [] : [lines.count]) {
            withUnsafeBytes(of: UInt32(clamping: count).littleEndian) { buffer.raw($0) }
        }
        for series in series {
            buffer.byte(series.kind.rawValue)
            for text in [series.service, series.component, series.instance] { buffer.counted(text.utf8) }
        }
        for outage in outages.values.sorted(by: { ($0.key.id, $0.from) < ($1.key.id, $1.from) }) {
            for text in [outage.key.service, outage.key.component, outage.key.id] { buffer.counted(text.utf8) }
            buffer.signed(outage.revision)
            buffer.signed(outage.from)
            buffer.byte((outage.to == nil ? 0 : 1) | (outage.withdrawn ? 2 : 0) | (outage.affectedPercent == nil ? 0 : 4))
            buffer.signed(outage.to ?? 0)
            if let share = outage.affectedPercent { buffer.counted(share.description.utf8) }
        }
        for line in lines { buffer.counted(line.utf8) }
        blocks = series.enumerated().map { PointsBlock($1, number: $0) }
        try flush()
    }

    /// Ends the second pass: writes what is left, and the end.
    mutating func end() throws {
        for index in blocks.indices { blocks[index].end(into: &buffer) }
        buffer.byte(0)
        try flush()
    }

    /// Makes sure that the next sample of a series may be added to its block; false in the first pass.
    private mutating func makeRoom(_ series: Int, _ at: Int64) -> Bool {
        guard output != nil else { return false }
        samples += 1
        guard blocks[series].isFull(for: at) else { return true }
        blocks[series].end(into: &buffer)
        if buffer.bytes.count >= Self.bufferBytes {
            do { try flush() } catch { trouble = "cannot write: \(error.localizedDescription)" }
        }
        return true
    }

    private mutating func flush() throws {
        try output?.write(contentsOf: Data(buffer.bytes))
        buffer.removeAll()
    }
}
