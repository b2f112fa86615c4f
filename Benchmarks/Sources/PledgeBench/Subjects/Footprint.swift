import Foundation

/// What a service needs when nobody asks anything of it, and how soon it is ready.
enum Footprint: Subject {
    static let name = "footprint"

    /// Resident memory that an idle service may have.
    private static let memoryLimitMegabytes = 64.0
    /// The time to ready that is allowed, once its databases are.
    private static let readyLimitSeconds = 2.0

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Stack.with(stand) { try await measure($0) }
    }

    private static func measure(_ stack: Stack) async throws -> [Comparison] {
        let status = try await stack.status()
        let services = ["agreements", "availability", "ticketing", "claims", "notifications", "gateway"]
        var results: [Comparison] = []
        for service in services {
            let memory = try residentMegabytes(status.pid(of: service))
            results.append(.limit("idle memory of \(service)", ours: memory, below: memoryLimitMegabytes, unit: "MB"))
        }
        let slowest = status.processes.filter { services.contains($0.name) }.compactMap(\.ready_after_seconds).max()
        if let slowest {
            results.append(.limit("slowest service ready after", ours: slowest, below: readyLimitSeconds, unit: "s"))
        }
        return results
    }

    /// Resident memory as the kernel counts it.
    static func residentMegabytes(_ pid: Int) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        return try Tool.number(after: "VmRSS:", in: text) / 1024
    }
}
