import Contracts
import EventLoop
import Redis

/// The lanes of this process, and what is to be read for them.
final class LaneRegistry: Sendable {
    private let lanes = Locked<[LaneKey: Lane]>([:])

    var all: [Lane] { lanes.withLock { Array($0.values) } }
    var isEmpty: Bool { lanes.withLock { $0.isEmpty } }

    func lanes(of consumer: String) -> [Lane] {
        all.filter { $0.key.consumer == consumer }.sorted {
            ($0.key.partition, $0.key.producer.rawValue) < ($1.key.partition, $1.key.producer.rawValue)
        }
    }

    func lanes(of producer: ServiceName) -> [Lane] { all.filter { $0.key.producer == producer } }

    func has(_ key: LaneKey, epoch: Int64) -> Bool { lanes.withLock { $0[key]?.epoch == epoch } }

    func add(_ lane: Lane) { lanes.withLock { $0[lane.key] = lane } }

    func remove(_ lane: Lane) {
        lanes.withLock { lanes in
            // Another lane may have the partition by now, with a later epoch.
            if lanes[lane.key]?.epoch == lane.epoch { lanes[lane.key] = nil }
        }
    }

    /// The streams to be read, each from the least advanced of its lanes that want more.
    func positions() -> [(key: String, after: StreamID)] {
        var wanted: [String: Int64] = [:]
        for lane in all {
            guard let position = lane.buffer.withLock({ $0.wantsMore ? $0.readPosition : nil }) else { continue }
            wanted[lane.streamKey] = min(wanted[lane.streamKey] ?? .max, position)
        }
        return wanted.sorted { $0.key < $1.key }.map { ($0.key, StreamID(UInt64(max(0, $0.value)))) }
    }

    /// Hands what was read to the lanes of its stream.
    func feed(_ batch: StreamBatch) {
        let items = batch.entries.compactMap { entry in
            entry[StreamField.event].map { json in
                LaneBuffer.Item(
                    position: Int64(clamping: entry.id.major),
                    type: entry[StreamField.type].map { String(decoding: $0, as: UTF8.self) }, json: json)
            }
        }
        for lane in all where lane.streamKey == batch.key { _ = lane.feed(items) }
    }
}
