import Contracts
import Foundation
import Terms

/// The kernel by itself, on one core, as ratios to the limits that it has to keep.
enum Kernel: Subject {
    static let name = "kernel"

    /// All statements of a month, in seconds.
    private static let statementsLimitSeconds = 1.0
    /// Business-time additions a second on a calendar whose year is worked out.
    private static let additionsFloor = 2_000_000.0

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        let services = (1...KernelWork.services).map { "service-\($0)" }
        let document = try AgreementDocument(AgreementYAML.node(Data(BenchAgreement.document(services: services).utf8)))
        let work = try KernelWork(document: document)
        let rounds = stand.isQuick ? 1 : 5
        let additions = stand.isQuick ? 200_000 : 2_000_000
        stand.progress("kernel: statements")
        let statements = await median(rounds) { _ = work.statements() }
        stand.progress("kernel: business time")
        _ = work.deadlines(1)
        let deadlines = await median(rounds) { _ = work.deadlines(additions) }
        return [
            .limit(
                "\(KernelWork.customers) customers × \(KernelWork.services) services, a month of \(KernelWork.outages) outages",
                ours: statements, below: statementsLimitSeconds, unit: "s",
                note: "one core; every customer has an exclusion of its own"),
            Comparison.rate(
                "business-time additions on a cached calendar", ours: Double(additions) / deadlines, peer: additionsFloor,
                peerName: "limit", unit: "additions/s", atLeast: 1, note: "one core"),
        ]
    }

    private static func median(_ rounds: Int, _ work: () -> Void) async -> Double {
        var times: [Double] = []
        for _ in 0..<rounds { times.append(await seconds { work() }.0) }
        return percentile(times, 0.5)
    }
}
