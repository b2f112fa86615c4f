import Contracts
import Foundation
import Glibc
import Hosting

/// Brings a stack up, keeps it up until a signal comes, and takes it down.
struct StackRunner: Sendable {
    /// What to start beside the services.
    struct Options: Sendable {
        /// Whether the demo is loaded and its outside world started.
        var demo = true
        /// How often the demo's Prometheus probes, in seconds.
        var scrapeSeconds = 15
    }

    /// How often orphans are reaped and logs looked at.
    private static let housekeepingPeriod = Duration.seconds(2)

    let layout: StackLayout
    let options: Options
    let reporter: Reporter

    /// Returns when the stack has been stopped by a signal.
    ///
    /// - Throws: what kept it from coming up, after everything that had started was stopped again.
    func run() async throws {
        try layout.makeFolders()
        try StackLock.take(layout)
        await RunningStack.clearRemains(in: layout.state)
        let signals = Signals.received([SIGINT, SIGTERM, SIGHUP])
        let supervisor = try makeSupervisor()
        let housekeeping = Task { await keepHouse() }
        let holding = Task { await followHolds(supervisor) }
        defer {
            housekeeping.cancel()
            holding.cancel()
        }
        let starting = Task { try await bringUp(supervisor) }
        let stopping = Task { await waitForSignals(signals, starting, supervisor) }
        do {
            try await starting.value
            await stopping.value
        } catch {
            // What fails after a signal fails because of it.
            let wasAsked = await supervisor.isStopping
            if wasAsked { await stopping.value } else { await takeDown(supervisor) }
            if !wasAsked { throw error }
        }
    }

    /// `stop NAME` and `start NAME` change a folder's content and send a signal.
    private func followHolds(_ supervisor: Supervisor) async {
        let holds = Holds(layout: layout)
        holds.clear()
        for await _ in Signals.received([Holds.signal]) { await supervisor.hold(only: holds.names) }
    }

    private func makeSupervisor() throws -> Supervisor {
        guard let supervisor = ProcessIdentity(pid: getpid()) else {
            throw HostingError(.notReady, "/proc does not show this process.", advice: "The launcher needs /proc to be mounted.")
        }
        let stack = RunningStack(
            supervisor: supervisor, base: layout.ports.base, configuration: layout.configuration, isReady: false, processes: [])
        try stack.write(to: layout.state)
        return Supervisor(reporter: reporter) { [layout] entries in
            var changed = RunningStack.recorded(in: layout.state) ?? stack
            changed.processes = entries
            // A full disk must not end the supervisor; the next change writes again.
            try? changed.write(to: layout.state)
        }
    }

    /// The first signal stops the stack in order; a second one does not wait.
    private func waitForSignals(_ signals: AsyncStream<Int32>, _ starting: Task<Void, any Error>, _ supervisor: Supervisor) async
    {
        var iterator = signals.makeAsyncIterator()
        _ = await iterator.next()
        reporter.note("Stopping ... (once more to stop at once)")
        starting.cancel()
        let down = Task { await takeDown(supervisor) }
        let hurry = Task {
            for await _ in signals { await supervisor.killAll() }
        }
        await down.value
        hurry.cancel()
        reporter.note("Stopped.")
    }

    private func takeDown(_ supervisor: Supervisor) async {
        await supervisor.stopAll()
        OrphanReaper().killRemaining()
        unlink("\(layout.run)/stack.json")
    }

    private func keepHouse() async {
        var reaper = OrphanReaper()
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.housekeepingPeriod)
            reaper.reap()
            LogRotation.turn(folder: layout.logs)
        }
    }

    private func bringUp(_ supervisor: Supervisor) async throws {
        try Preflight(layout: layout, demo: options.demo).check()
        let secrets = Secrets(folder: layout.secrets)
        let processes = StackProcesses(layout: layout, secrets: secrets, demo: options.demo)
        try await startDatabases(processes, supervisor)
        _ = try secrets.makeAll()
        try await DatabaseSetup(cluster: try processes.cluster(), secrets: secrets).run()
        try await migrate(processes)
        for service in ServiceName.allCases { await supervisor.start(processes.service(service)) }
        for service in ServiceName.allCases { try await supervisor.waitUntilReady(service.rawValue) }
        reporter.step("the six services are ready")
        if options.demo { try await startDemo(supervisor, secrets) }
        try Task.checkCancellation()
        var stack = RunningStack.recorded(in: layout.state)
        stack?.isReady = true
        try stack?.write(to: layout.state)
        reporter.note(Summary(layout: layout, demo: options.demo).text)
    }

    private func startDatabases(_ processes: StackProcesses, _ supervisor: Supervisor) async throws {
        let cluster = try processes.cluster()
        if !cluster.isInitialised {
            if layout.isPostgresElsewhere {
                reporter.note("PostgreSQL's account may not pass to \(layout.state); its data goes to \(layout.postgresData).")
            }
            try await cluster.initialise()
            reporter.step("a PostgreSQL cluster was made in \(layout.postgresData)")
        }
        await supervisor.start(try processes.postgres())
        await supervisor.start(try processes.redis())
        try await supervisor.waitUntilReady("postgres")
        try await supervisor.waitUntilReady("redis")
        reporter.step("PostgreSQL and Redis are ready")
    }

    private func migrate(_ processes: StackProcesses) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in DatabaseSetup.services { group.addTask { try await processes.migrate(service) } }
            try await group.waitForAll()
        }
        reporter.step("the databases' schemas are up to date")
    }

    private func startDemo(_ supervisor: Supervisor, _ secrets: Secrets) async throws {
        let demo = DemoProcesses(layout: layout, scrapeSeconds: options.scrapeSeconds)
        await supervisor.start(demo.nginx())
        await supervisor.start(demo.blackbox())
        try await DemoLoader(place: DemoPlace(layout, secrets: secrets), reporter: reporter).load()
        // Prometheus reads its key from a file that the demo's loader has written.
        await supervisor.start(demo.prometheus())
        for name in ["nginx", "blackbox", "prometheus"] { try await supervisor.waitUntilReady(name) }
        reporter.step("nginx, the prober and Prometheus are ready")
    }
}
