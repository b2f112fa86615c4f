import Contracts
import Foundation
import Glibc
import Hosting

/// What can be known to fail before anything is started.
struct Preflight {
    /// What a first start writes: two databases and the demo's history, with room to work.
    private static let freeMegabytes = 300

    let layout: StackLayout
    let demo: Bool

    /// - Throws: `HostingError` that says what to do.
    func check() throws {
        try checkPrograms()
        try checkSpace()
        try checkPorts()
    }

    private func checkPrograms() throws {
        for service in ServiceName.allCases where !FileManager.default.isExecutableFile(atPath: layout.program(service)) {
            throw HostingError(
                .missingExecutable, "\(layout.program(service)) is not built.",
                advice: "Run ./pledge up without --no-build.")
        }
        _ = try PostgresCluster.binaries()
        for program in ["redis-server"] + (demo ? ["nginx", "prometheus", "prometheus-blackbox-exporter"] : [])
        where Command.find(program) == nil {
            throw HostingError(
                .missingExecutable, "\(program) is not installed.",
                advice: demo
                    ? "Run ./pledge up, which installs it, or leave the demo out: --no-demo"
                    : "Run ./pledge up, which installs it.")
        }
    }

    /// - Throws: `HostingError` when the disk has no room for the stack.
    func checkSpace() throws {
        var status = statvfs()
        guard statvfs(layout.state, &status) == 0 else { return }
        let free = (Int(status.f_bavail) * Int(status.f_frsize)) >> 20
        guard free < Self.freeMegabytes else { return }
        throw HostingError(
            .storage, "The disk of \(layout.state) has \(free) MB left; the stack needs \(Self.freeMegabytes) MB.",
            advice: "Free some space, or choose another folder: ./pledge up --state FOLDER")
    }

    private func checkPorts() throws {
        let taken = layout.ports.all(demo: demo).filter { !Ports.isFree($0.port) }
        guard let first = taken.first else { return }
        let lines = taken.map { "Port \($0.port) (\($0.name)) is taken by \(Ports.owner(of: $0.port) ?? "another process")." }
        let other = first.port < 30_000 ? layout.ports.base + 1000 : StackPorts.defaultBase
        throw HostingError(
            .portTaken, lines.joined(separator: "\n"),
            advice: "Stop it, or choose other ports: ./pledge up --ports \(other)")
    }
}
