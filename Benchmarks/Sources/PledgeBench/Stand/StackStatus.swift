import Foundation

/// What `./pledge status --json` says of a stack.
struct StackStatus: Decodable {
    /// A process that it runs.
    struct Process: Decodable {
        let name: String
        let pid: Int?
        let ready_after_seconds: Double?
    }

    let processes: [Process]

    /// The process id of a service.
    func pid(of service: String) throws -> Int {
        guard let pid = processes.first(where: { $0.name == service })?.pid else { throw BenchError("\(service) does not run") }
        return pid
    }
}
