import Telemetry

/// Remembers what the label sets of a tenant's senders are for, by their bytes, so that a series is checked and looked up once
/// and not with every sample. It is as old as the definitions that it was made from: of another version, it is thrown away.
struct SeriesCache: Sendable {
    /// What a label set is for.
    enum Meaning: Sendable {
        case known([SeriesKey])
        case unknown(String, IntakeReport.Code)
    }

    /// Label sets in bytes and number that are remembered before all is forgotten: a bound on memory a tenant.
    static let maximumBytes = 16 << 20
    static let maximumCount = 100_000

    /// The version of the definitions that it holds for.
    let version: Int64
    private var table = ByteKeyTable()
    private var meanings: [Meaning] = []
    private let mapping: SeriesMapping

    /// An empty cache.
    init(_ definitions: Definitions) {
        self.version = definitions.version
        self.mapping = SeriesMapping(definitions)
    }

    /// What the label set with these bytes is for. `labels` reads and checks it, and is called only for one that is new.
    mutating func meaning(
        of bytes: UnsafeRawBufferPointer, labels: () throws(RemoteWriteError) -> LabelSet
    ) throws(RemoteWriteError) -> Meaning {
        if let found = table.find(bytes) { return meanings[found] }
        let meaning = Self.meaning(of: try labels(), mapping)
        if table.count >= Self.maximumCount || table.keyBytes + bytes.count > Self.maximumBytes {
            table = ByteKeyTable()
            meanings = []
        }
        _ = table.add(bytes)
        meanings.append(meaning)
        return meaning
    }

    private static func meaning(of labels: LabelSet, _ mapping: SeriesMapping) -> Meaning {
        let targets = mapping.targets(of: labels)
        let keys = targets.compactMap { target -> SeriesKey? in
            if case .series(let key) = target { key } else { nil }
        }
        if !keys.isEmpty { return .known(keys) }
        return .unknown(labels.description, targets.isEmpty ? .unmapped : .unknownLocation)
    }
}
