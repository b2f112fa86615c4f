import Contracts
import EventLoop
import Foundation
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import Chassis

/// How a process of services starts and stops.
@Suite struct ProcessTests {
    /// A service that notes when it runs and when it stops.
    struct Noted: Service {
        let name: String
        let notes: Locked<[String]>

        func run() async throws {
            notes.withLock { $0.append("\(name) runs") }
            try await gracefulShutdown()
            notes.withLock { $0.append("\(name) stops") }
        }
    }

    func group(_ services: [any Service]) -> ServiceGroup {
        ServiceGroup(services: services, logger: TestClients.quiet)
    }

    @Test func whatIsGatedBeginsWhenTheProcessHasStarted() async throws {
        let (readiness, notes) = (Readiness(), Locked([String]()))
        let group = group([
            Gated(service: Noted(name: "a", notes: notes), readiness: readiness), Drain(readiness: readiness, milliseconds: 0),
        ])
        async let running: Void = group.run()
        #expect(readiness.phase == .starting)
        #expect(notes.withLock { $0.isEmpty })
        readiness.started()
        while notes.withLock({ $0.isEmpty }) { await Task.yield() }
        await group.triggerGracefulShutdown()
        try await running
        #expect(notes.withLock { $0 } == ["a runs", "a stops"])
        #expect(readiness.phase == .stopping)
    }

    @Test func aProcessThatIsStoppedBeforeItStartedStopsInOrder() async throws {
        let (readiness, notes) = (Readiness(), Locked([String]()))
        let group = group([
            Noted(name: "pool", notes: notes), Gated(service: Noted(name: "a", notes: notes), readiness: readiness),
            Drain(readiness: readiness, milliseconds: 0),
        ])
        async let running: Void = group.run()
        while notes.withLock({ $0.isEmpty }) { await Task.yield() }
        await group.triggerGracefulShutdown()
        try await running
        #expect(notes.withLock { $0 } == ["pool runs", "pool stops"])
    }

    @Test func stoppingIsForEver() async {
        let readiness = Readiness()
        readiness.stopping()
        readiness.started()
        #expect(readiness.phase == .stopping)
        await readiness.untilStarted()
        #expect(await readiness.report().status == "fail")
    }

    @Test func whoeverWaitsForTheStartIsCancelledWithItsTask() async {
        let readiness = Readiness()
        let waiting = Task { await readiness.untilStarted() }
        waiting.cancel()
        await waiting.value
        #expect(readiness.phase == .starting)
    }
}
