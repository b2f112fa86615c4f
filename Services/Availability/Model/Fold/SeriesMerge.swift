import Contracts
import Foundation
import Telemetry

/// Brings new samples of a series together with the blocks that are kept of it.
struct SeriesMerge {
    /// Seconds of a block.
    static let hourSeconds: Int64 = 3_600

    /// The hour of the epoch that an instant lies in.
    static func hour(of at: Int64) -> Int32 {
        Int32(clamping: at >= 0 ? at / hourSeconds : (at - hourSeconds + 1) / hourSeconds)
    }

    /// A block that has changed.
    struct Change {
        let hour: Int32
        let samples: [Sample]
    }

    private let kind: SeriesKind
    private var hours: [Int32: [Sample]] = [:]

    /// A series of a kind, with the blocks of it that were read.
    init(_ kind: SeriesKind) {
        self.kind = kind
    }

    /// Takes in a block that is kept.
    mutating func load(_ hour: Int32, count: Int, _ payload: Data) throws {
        hours[hour] = try payload.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return try SampleBlock.read(count, kind, base: Int64(hour) * Self.hourSeconds, from: &reader)
        }
    }

    /// Takes in new samples.
    ///
    /// - Returns: the blocks that are different now; none when everything was known already.
    mutating func add(_ samples: [Sample]) -> [Change] {
        var changes: [Change] = []
        var start = 0
        while start < samples.count {
            let hour = Self.hour(of: samples[start].at)
            let limit = (Int64(hour) + 1) * Self.hourSeconds
            var end = start + 1
            while end < samples.count, samples[end].at < limit { end += 1 }
            let known = hours[hour] ?? []
            let merged = Sample.merge(known, Array(samples[start..<end]), kind)
            if merged != known {
                hours[hour] = merged
                changes.append(Change(hour: hour, samples: merged))
            }
            start = end
        }
        return changes
    }

    /// All samples, ascending.
    var samples: [Sample] {
        hours.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// The bytes of a block.
    static func payload(_ change: Change, _ kind: SeriesKind) -> Data {
        var writer = ByteWriter()
        SampleBlock.write(change.samples, kind, base: Int64(change.hour) * hourSeconds, to: &writer)
        return Data(writer.bytes)
    }
}
