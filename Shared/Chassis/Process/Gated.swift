import ServiceLifecycle

/// A service that begins its work only when the process has started: its schema is checked, its seeds are sown.
struct Gated: Service {
    let service: any Service
    let readiness: Readiness

    func run() async throws {
        await cancelWhenGracefulShutdown { await readiness.untilStarted() }
        guard readiness.phase == .running else {
            // Told to stop before it began: the group wants to see services end in its order, not all at once.
            try? await gracefulShutdown()
            return
        }
        try await service.run()
    }
}

/// Stops first: says no to new work, and waits until load balancers have noticed.
struct Drain: Service {
    let readiness: Readiness
    let milliseconds: Int

    func run() async throws {
        try? await gracefulShutdown()
        readiness.stopping()
        // The group cancels whoever takes too long; then there is no point in waiting on.
        try? await Task.sleep(nanoseconds: UInt64(milliseconds) * 1_000_000)
    }
}
