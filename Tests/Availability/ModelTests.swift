import Contracts
import Foundation
import Telemetry
import Terms
import Testing

@testable import Availability

/// The codecs and parsers, without a database.
@Suite struct ModelTests {
    private let service = ServiceID()

    private func samples(_ kind: SeriesKind, _ random: inout Seeded, count: Int, base: Int64) -> [Sample] {
        var at = base
        var state: Int64 = 0
        return (0..<count).map { _ in
            at += Int.random(in: 0..<3, using: &random) == 0 ? Int64.random(in: 1...9_000, using: &random) : 60
            if Int.random(in: 0..<5, using: &random) == 0 { state = 1 - state }
            switch kind {
            case .probe: return Sample(at: at, first: state)
            case .requests:
                let total = Int64.random(in: 0...1_000_000, using: &random)
                return Sample(at: at, first: total, second: Int64.random(in: 0...total, using: &random))
            case .total, .failed: return Sample(at: at, first: Int64.random(in: 0...ItemLimits.valueMaximum, using: &random))
            }
        }
    }

    @Test func blocksAndBatchesComeBackAsTheyWere() throws {
        var random = Seeded(1)
        for round in 0..<60 {
            let runs = SeriesKind.allCases.map { kind in
                Batch.Run(
                    key: SeriesKey(service: service, component: "c\(round)", kind: kind, instance: "i"),
                    samples: samples(kind, &random, count: Int.random(in: 1...80, using: &random), base: 1_700_000_000))
            }
            let key = DeclaredOutage.Key(service: service, component: "c", id: "x")
            let batch = Batch(
                runs: runs,
                declared: [
                    DeclaredOutage(key: key, revision: 3, from: 1_700_000_000, to: nil, withdrawn: false),
                    DeclaredOutage(key: key, revision: 4, from: 1_700_000_000, to: 1_700_000_001, withdrawn: true),
                    DeclaredOutage(
                        key: key, revision: 5, from: 1_700_000_000, to: nil, withdrawn: false,
                        customers: [CustomerID(), CustomerID()]),
                    DeclaredOutage(
                        key: key, revision: 6, from: 1_700_000_000, to: nil, withdrawn: false,
                        affectedPercent: Percent("12.345678")),
                ], rederivations: [.init(service: service, component: "c", from: -5)])
            let bytes = batch.encoded()
            #expect(try bytes.withUnsafeBytes { try Batch(decoding: $0) } == batch)
            // Whatever is cut off is noticed, and nothing is read past the end.
            for length in stride(from: 0, to: bytes.count, by: 7) {
                #expect(throws: ByteReader.Malformed.self) {
                    try Array(bytes.prefix(length)).withUnsafeBytes { _ = try Batch(decoding: $0) }
                }
            }
        }
    }

    @Test func regularSamplesAreSmall() {
        let hour = (0..<3_600).map { Sample(at: 1_700_000_000 + Int64($0), first: 0) }
        var writer = ByteWriter()
        SampleBlock.write(hour, .probe, base: 1_700_000_000, to: &writer)
        #expect(writer.bytes.count <= 5)
    }

    @Test func corruptedBatchesNeverTrap() {
        var random = Seeded(2)
        let batch = Batch(
            runs: SeriesKind.allCases.map { kind in
                Batch.Run(
                    key: SeriesKey(service: service, component: "c", kind: kind, instance: "i"),
                    samples: samples(kind, &random, count: 20, base: 1_700_000_000))
            })
        let bytes = batch.encoded()
        for _ in 0..<3_000 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                broken[Int.random(in: broken.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? broken.withUnsafeBytes { try Batch(decoding: $0) }
        }
    }

    @Test func worseIsTheSameInAnyOrder() {
        var random = Seeded(3)
        for kind in SeriesKind.allCases {
            for _ in 0..<500 {
                let pick = { (random: inout Seeded) -> Sample in
                    let total = Int64.random(in: 0...3, using: &random)
                    return kind == .probe
                        ? Sample(at: 1, first: min(total, 1))
                        : Sample(at: 1, first: total, second: kind == .requests ? Int64.random(in: 0...total, using: &random) : 0)
                }
                let (a, b, c) = (pick(&random), pick(&random), pick(&random))
                let worse = { Sample.worse($0, $1, kind) }
                #expect(worse(a, b) == worse(b, a))
                #expect(worse(worse(a, b), c) == worse(a, worse(b, c)))
                #expect(worse(a, a) == a)
            }
        }
    }

    @Test(arguments: [
        "2026-03-10T01:30:00Z", "2026-03-10T01:30:00.999Z", "2026-03-10T06:30:00+05:00", "2024-02-29T23:59:59-00:30",
        "2000-01-01T00:00:00Z", "2026-12-31T23:59:59.123456789Z",
    ])
    func readsTimes(_ text: String) {
        let got = Array(text.utf8).withUnsafeBytes { WallTime.rfc3339($0) }
        #expect(got == Instant(rfc3339: text)?.epochSeconds)
        #expect(got != nil)
    }

    @Test(arguments: [
        "", "2026-03-10", "2026-03-10T01:30:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-03-10T24:00:00Z", "2026-03-10T01:60:00Z", "2026-03-10T01:30:60Z", "2026-03-10T01:30:00.Z",
        "2026-03-10T01:30:00+5:00",
        "2026-03-10T01:30:00Zz", "2026-03-10 01:30:00Z", "2026-03-10T01:30:00+24:00", "é026-03-10T01:30:00Z",
    ])
    func refusesTimes(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { WallTime.rfc3339($0) } == nil)
    }

    @Test func mutatedLinesNeverTrap() {
        var random = Seeded(4)
        let line = Array(
            #"{"kind":"probe","service":"cpaas","component":"a\u00e9\ud83d\ude00\n","location":null,"at":"2026-03-10T11:59:00Z","state":"up","total":-12.5e+3,"x":[{"y":[1,true,false,null]}]}"#
                .utf8)
        for _ in 0..<5_000 {
            var broken = line
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: broken.remove(at: Int.random(in: broken.indices, using: &random))
                case 1:
                    broken.insert(UInt8.random(in: 0...255, using: &random), at: Int.random(in: broken.indices, using: &random))
                default: broken = Array(broken.prefix(Int.random(in: 1...broken.count, using: &random)))
                }
                if broken.isEmpty { broken = [0x7B] }
            }
            broken.withUnsafeBytes { bytes in
                var reader = MeasurementReader(definitions: .none, now: Instant(epochSeconds: 1_800_000_000))
                _ = try? reader.readLines(bytes)
                var csv = CSVReader(definitions: .none, now: Instant(epochSeconds: 1_800_000_000))
                _ = try? csv.read(bytes)
            }
        }
    }

    @Test func deepNestingIsRefused() {
        let deep = Array((String(repeating: "[", count: 100_000)).utf8)
        deep.withUnsafeBytes { bytes in
            var json = JSONScanner(bytes, 0..<bytes.count, unescaped: TextStore())
            #expect(throws: JSONScanner.Malformed.self) { _ = try json.value() }
        }
    }

    @Test func countersStartAnewAndSkipWhatWasNotSeen() {
        let total = [
            CounterSample(at: 60, value: 100), CounterSample(at: 120, value: 160), CounterSample(at: 180, value: 40),
            CounterSample(at: 1_000, value: 900),
            CounterSample(at: 1_060, value: 960),
        ]
        let failed = [CounterSample(at: 120, value: 6), CounterSample(at: 180, value: 8)]
        let slices = CounterSlices.derive(totals: [total], failures: [failed], sliceSeconds: 60, staleSeconds: 300)
        #expect(slices.map(\.start.epochSeconds) == [60, 120, 1_020])
        #expect(slices.map(\.total) == [60, 40, 60])
        #expect(slices.map(\.failed) == [6, 2, 0])
    }

    @Test func timelinesAreReplacedByTheSecond() {
        var random = Seeded(5)
        for _ in 0..<200 {
            var seconds = [Standing](repeating: .unknown, count: 100)
            var timeline = Timeline(initial: .unknown, transitions: [])
            for _ in 0..<8 {
                let start = Int.random(in: 0..<99, using: &random)
                let end = Int.random(in: start + 1...100, using: &random)
                let states = (start..<end).map { _ in Standing(rawValue: Int16.random(in: 0...2, using: &random)) ?? .up }
                for (offset, state) in states.enumerated() { seconds[start + offset] = state }
                let pick = { (wanted: Standing) in
                    IntervalSet(
                        states.enumerated().filter { $0.element == wanted }.map {
                            Interval(Int64(start + $0.offset), Int64(start + $0.offset + 1))
                        })
                }
                _ = timeline.replace(
                    Interval(Int64(start), Int64(end)), with: Condition(down: pick(.down), unknown: pick(.unknown)))
            }
            #expect((0..<100).map { timeline.state(at: Int64($0)) } == seconds)
            #expect(timeline.state(at: 100) == .unknown)
            let changes = timeline.transitions
            #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.at < $1.at && $0.state != $1.state })
        }
    }

    @Test func statementIDsAreDerived() {
        let key = StatementKey(
            tenant: TenantID(), agreement: AgreementID(), version: 1, commitment: "uptime", service: ServiceID(),
            window: Interval(1_772_305_200, 1_774_983_600))
        #expect(key.id == key.id)
        #expect(UUIDv7.milliseconds(of: key.id.uuid) == 1_772_305_200_000)
    }
}
