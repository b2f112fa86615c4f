import Backtest
import Contracts
import Foundation
import Terms

/// Reading a year of one-minute samples of 50 services for a backtest, from CSV and from the compact form.
enum BacktestRead: Subject {
    static let name = "backtest"

    /// What is asked of it, in samples a second.
    private static let demanded = 3_000_000.0
    private static let services = 50
    /// Minutes of a year; of a tenth of one when it is to be quick.
    private static func minutes(_ stand: Stand) -> Int { stand.isQuick ? 52_560 : 525_600 }

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        let csv = "\(stand.folder)/year.csv"
        let points = "\(stand.folder)/year.pts"
        try write(csv, minutes: minutes(stand))
        let samples = try Recordings([csv]).convert(to: points, []).samples
        var results: [Comparison] = []
        for (form, file) in [("CSV", csv), ("the compact form", points)] {
            let ours = try await stand.rounds.median { try await read(file, samples) }
            results.append(
                .rate(
                    "backtest reads \(form)", ours: ours, peer: demanded, peerName: "limit", unit: "samples/s", atLeast: 1,
                    note: "\(samples) samples, \(Self.services) services"))
            try FileManager.default.removeItem(atPath: file)
        }
        return results
    }

    /// Samples a second, from opening the file to when every component was down.
    private static func read(_ file: String, _ samples: Int64) async throws -> Double {
        let (elapsed, history) = try await seconds {
            try Recordings([file]).history(ServiceCatalogue([], otherwise: .implied(staleSeconds: 90)))
        }
        guard history.count.samples == samples, history.services.count == services else {
            throw BenchError("\(file): \(history.count.samples) of \(samples) samples were read")
        }
        return Double(samples) / elapsed
    }

    /// A year in order of time, from a seed: probes a few seconds off their minute, and now and then three minutes down.
    private static func write(_ path: String, minutes: Int) throws {
        FileManager.default.createFile(atPath: path, contents: nil)
        guard let file = FileHandle(forWritingAtPath: path) else { throw BenchError("\(path) cannot be written") }
        var text = Array("service,component,location,at,state\n".utf8)
        let names = (0..<services).map { Array("svc-\($0),api,khi,".utf8) }
        var downMinutes = Array(repeating: 0, count: services)
        var state: UInt64 = 1
        for minute in 0..<minutes {
            let start = Instant(epochSeconds: 1_735_689_600 + Int64(minute) * 60)
            let times = (0..<4).map { Array("\(start.advanced(by: Int64($0))),".utf8) }
            for index in 0..<services {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let random = state >> 33
                if random % 4999 == 0 { downMinutes[index] = 3 }
                text += names[index]
                text += times[Int(random & 3)]
                text += downMinutes[index] > 0 ? Array("down\n".utf8) : Array("up\n".utf8)
                downMinutes[index] = max(0, downMinutes[index] - 1)
            }
            if text.count > 1 << 22 {
                try file.write(contentsOf: Data(text))
                text.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: Data(text))
        try file.close()
    }
}
