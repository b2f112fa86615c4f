import Logging
import ServiceLifecycle

/// Runs a client for as long as the work takes.
func running<T: Sendable>(_ service: any Service, _ work: @Sendable () async throws -> T) async throws -> T {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await service.run() }
        let value = try await work()
        group.cancelAll()
        return value
    }
}

extension Logger {
    /// Says only what went wrong.
    static var quiet: Logger {
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        return logger
    }
}
