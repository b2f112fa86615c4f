import ArgumentParser
import Foundation
import Glibc
import Hosting

/// Starts everything, and keeps it running until Ctrl-C.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Install what is missing, build, and start everything.",
        discussion: "Runs until Ctrl-C; with --detach, until ./pledge down. Data is kept, and there again the next time.")

    @OptionGroup var stack: StackOptions
    @Flag(name: [.long, .customShort("y")], help: "Install missing packages without asking.")
    var yes = false
    @Flag(help: "Return when everything is ready, and leave it running.")
    var detach = false
    @Flag(inversion: .prefixedNo, help: "Load the demo, and start its web server, prober and Prometheus.")
    var demo = true
    @Option(help: "The gateway's port; all others are counted from it.")
    var ports: Int?
    @Option(help: "Which build to run: release or debug.")
    var configuration = "release"
    @Flag(inversion: .prefixedNo, help: "Build first.")
    var build = true
    @Option(help: "How often the demo's Prometheus probes, in seconds.")
    var scrapeSeconds = 15

    func validate() throws {
        if let ports, !StackPorts.bases.contains(ports) {
            throw ValidationError("--ports is between \(StackPorts.bases.lowerBound) and \(StackPorts.bases.upperBound).")
        }
        guard ["release", "debug"].contains(configuration) else { throw ValidationError("--configuration is release or debug.") }
        guard 1...3600 ~= scrapeSeconds else { throw ValidationError("--scrape-seconds is between 1 and 3600.") }
    }

    func run() async throws {
        try await reporting {
            let layout = stack.layout(base: ports, configuration: configuration)
            if let running = RunningStack.find(in: layout.state) { return try await join(running, layout) }
            try layout.makeFolders()
            try "\(layout.ports.base)".write(toFile: "\(layout.settings)/base", atomically: true, encoding: .utf8)
            if detach { return try await Detached(layout: layout).start(arguments) }
            let options = StackRunner.Options(demo: demo, scrapeSeconds: scrapeSeconds)
            try await StackRunner(layout: layout, options: options, reporter: Reporter()).run()
        }
    }

    /// The same command without `--detach`, for the process that stays.
    private var arguments: [String] {
        var list = [
            "up", "--state", stack.statePath, "--configuration", configuration, "--scrape-seconds", String(scrapeSeconds),
        ]
        if !demo { list.append("--no-demo") }
        if let ports { list += ["--ports", String(ports)] }
        return list
    }

    /// The stack runs already: say where.
    private func join(_ running: RunningStack, _ layout: StackLayout) async throws {
        if let ports, ports != running.base {
            throw HostingError(
                .portTaken, "The stack in \(layout.state) runs already, on ports from \(running.base).",
                advice: "Stop it first: ./pledge down. Or start another beside it: ./pledge up --state FOLDER --ports \(ports)")
        }
        let reporter = Reporter()
        reporter.note("Already running (process \(running.supervisor.pid)).")
        let ready = try await Detached(layout: layout).waitUntilReady(running.supervisor)
        let actual = StackLayout(home: layout.home, state: layout.state, base: ready.base, configuration: ready.configuration)
        reporter.note(Summary(layout: actual, demo: ready.processes.contains { $0.name == "prometheus" }).text)
    }
}
