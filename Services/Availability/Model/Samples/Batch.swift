import Contracts
import Foundation
import Telemetry
import Terms

/// Everything that one request brought, as one durable value: what is acknowledged is one row with these bytes.
struct Batch: Equatable, Sendable {
    /// The samples of one series, ascending, one a second.
    struct Run: Equatable, Sendable {
        let key: SeriesKey
        let samples: [Sample]
    }

    /// That a component's history must be derived anew from an instant on, because its definition changed.
    struct Rederivation: Hashable, Sendable {
        let service: ServiceID
        let component: String
        /// Epoch seconds.
        let from: Int64
    }

    var runs: [Run] = []
    var declared: [DeclaredOutage] = []
    var rederivations: [Rederivation] = []
    /// What objectives are judged by, one a key.
    var metrics: [MetricRecord] = []

    /// How many samples there are, or what is as much as one.
    var sampleCount: Int { runs.reduce(0) { $0 + $1.samples.count } + metrics.reduce(0) { $0 + $1.weight } }
    /// Whether there is nothing in it.
    var isEmpty: Bool { runs.isEmpty && declared.isEmpty && rederivations.isEmpty && metrics.isEmpty }

    /// The services of whose components it tells.
    var services: Set<ServiceID> {
        Set(runs.map(\.key.service)).union(declared.map(\.key.service)).union(rederivations.map(\.service))
    }

    /// The format's number, the first byte.
    private static let format: UInt8 = 1

    /// The batch as bytes.
    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.reserve(64 + sampleCount * 2)
        writer.byte(Self.format)
        writer.varint(UInt64(runs.count))
        for run in runs {
            writer.service(run.key.service)
            writer.counted(run.key.component.utf8)
            writer.byte(UInt8(run.key.kind.rawValue))
            writer.counted(run.key.instance.utf8)
            writer.varint(UInt64(run.samples.count))
            SampleBlock.write(run.samples, run.key.kind, base: Sample.earliest, to: &writer)
        }
        writer.varint(UInt64(declared.count))
        for outage in declared { writer.declared(outage) }
        writer.varint(UInt64(rederivations.count))
        for item in rederivations {
            writer.service(item.service)
            writer.counted(item.component.utf8)
            writer.signed(item.from)
        }
        // Batches of before there were measurements of this kind end here.
        if !metrics.isEmpty {
            writer.varint(UInt64(metrics.count))
            for metric in metrics { writer.metric(metric) }
        }
        return writer.bytes
    }

    /// The batch that the bytes say.
    ///
    /// - Throws: when they were not written by ``encoded()``.
    init(decoding bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.format else { throw reader.malformed("an unknown format") }
        for _ in 0..<(try reader.varint()) { runs.append(try reader.run()) }
        for _ in 0..<(try reader.varint()) { declared.append(try reader.declared()) }
        for _ in 0..<(try reader.varint()) {
            let service = try reader.service()
            let component = try reader.string()
            rederivations.append(Rederivation(service: service, component: component, from: try reader.signed()))
        }
        if !reader.isAtEnd {
            for _ in 0..<(try reader.varint()) { metrics.append(try reader.metric()) }
        }
        guard reader.isAtEnd else { throw reader.malformed("more bytes than the batch has") }
    }

    /// A batch of these things.
    init(
        runs: [Run] = [], declared: [DeclaredOutage] = [], rederivations: [Rederivation] = [], metrics: [MetricRecord] = []
    ) {
        self.runs = runs
        self.declared = declared
        self.rederivations = rederivations
        self.metrics = metrics
    }
}

extension ByteWriter {
    /// A service's id.
    mutating func service(_ id: ServiceID) {
        withUnsafeBytes(of: id.uuid.uuid) { raw($0) }
    }

    fileprivate mutating func declared(_ outage: DeclaredOutage) {
        service(outage.key.service)
        counted(outage.key.component.utf8)
        counted(outage.key.id.utf8)
        signed(outage.revision)
        signed(outage.from)
        let kind: UInt8 = (outage.customers == nil ? 0 : 4) | (outage.affectedPercent == nil ? 0 : 8)
        byte((outage.to == nil ? 0 : 1) | (outage.withdrawn ? 2 : 0) | kind)
        signed(outage.to ?? 0)
        if let customers = outage.customers {
            varint(UInt64(customers.count))
            for customer in customers { withUnsafeBytes(of: customer.uuid.uuid) { raw($0) } }
        }
        if let share = outage.affectedPercent { counted(share.description.utf8) }
    }
}

extension ByteReader {
    /// A service's id.
    mutating func service() throws(Malformed) -> ServiceID {
        let bytes = try slice(16)
        return ServiceID(UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)))
    }

    fileprivate mutating func run() throws(Malformed) -> Batch.Run {
        let service = try service()
        let component = try string()
        guard let kind = SeriesKind(rawValue: Int16(try byte())) else { throw malformed("an unknown kind of series") }
        let key = SeriesKey(service: service, component: component, kind: kind, instance: try string())
        let count = try varint()
        guard count <= UInt64(Batch.maximumSamples) else { throw malformed("more samples than a batch may have") }
        return Batch.Run(key: key, samples: try SampleBlock.read(Int(count), kind, base: Sample.earliest, from: &self))
    }

    fileprivate mutating func declared() throws(Malformed) -> DeclaredOutage {
        let service = try service()
        let component = try string()
        let key = DeclaredOutage.Key(service: service, component: component, id: try string())
        let revision = try signed()
        let from = try signed()
        let flags = try byte()
        let to = try signed()
        return DeclaredOutage(
            key: key, revision: revision, from: from, to: flags & 1 == 0 ? nil : to, withdrawn: flags & 2 != 0,
            customers: flags & 4 == 0 ? nil : try customers(), affectedPercent: flags & 8 == 0 ? nil : try percent())
    }

    private mutating func percent() throws(Malformed) -> Percent {
        guard let percent = Percent(try string()) else { throw malformed("no percentage") }
        return percent
    }

    private mutating func customers() throws(Malformed) -> [CustomerID] {
        let count = try varint()
        guard count <= UInt64(ItemLimits.customers.upperBound) else { throw malformed("more customers than an outage may name") }
        var customers: [CustomerID] = []
        for _ in 0..<count {
            customers.append(CustomerID(UUID(uuid: try slice(16).loadUnaligned(as: uuid_t.self))))
        }
        return customers
    }
}

extension Batch {
    /// The most samples of one batch: the largest body holds fewer.
    static let maximumSamples = 4_000_000
}
