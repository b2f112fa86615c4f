import Foundation
import Hosting

/// The demo's outside world: a web server to watch, a prober, and a Prometheus that writes what it sees to the gateway.
struct DemoProcesses: Sendable {
    let layout: StackLayout
    /// How often Prometheus probes, in seconds.
    let scrapeSeconds: Int

    /// Where the templates of the settings lie.
    private var templates: String { "\(layout.home)/deploy/demo" }

    /// What the demo's Prometheus watches.
    static func target(_ ports: StackPorts) -> String { "http://127.0.0.1:\(ports.nginx)/" }

    /// nginx, in the foreground.
    func nginx() -> SupervisedProcess {
        process("nginx", port: layout.ports.nginx, path: "/") {
            try Account.makeFolder(layout.nginxData, mode: 0o755)
            let settings = try render("nginx.conf", ["account": Account.isRoot ? "user www-data;" : ""])
            return Command("nginx", ["-p", layout.nginxData, "-c", settings, "-e", "stderr"])
        }
    }

    /// Debian's blackbox exporter.
    func blackbox() -> SupervisedProcess {
        process("blackbox", port: layout.ports.blackbox, path: "/-/healthy") {
            let settings = try render("blackbox.yml", [:])
            return Command(
                "prometheus-blackbox-exporter",
                ["--config.file=\(settings)", "--web.listen-address=127.0.0.1:\(layout.ports.blackbox)", "--log.level=warn"])
        }
    }

    /// Debian's Prometheus.
    func prometheus() -> SupervisedProcess {
        process("prometheus", port: layout.ports.prometheus, path: "/-/ready") {
            try Account.makeFolder(layout.prometheusData, mode: 0o700)
            let settings = try render("prometheus.yml", ["scrape_seconds": String(scrapeSeconds)])
            return Command(
                "prometheus",
                [
                    "--config.file=\(settings)", "--storage.tsdb.path=\(layout.prometheusData)",
                    "--storage.tsdb.retention.time=1d",
                    "--web.listen-address=127.0.0.1:\(layout.ports.prometheus)", "--log.level=warn",
                ])
        }
    }

    private func process(_ name: String, port: Int, path: String, command: @escaping @Sendable () throws -> Command)
        -> SupervisedProcess
    {
        SupervisedProcess(
            name: name,
            command: {
                var made = try command()
                made.directory = layout.state
                made.output = .file(layout.log(name))
                made.signalWhenParentDies = "TERM"
                return made
            }, logFile: layout.log(name), port: port, stopGraceSeconds: 10,
            isReady: { await HTTPProbe.isOK(port: port, path: path) })
    }

    /// Fills a template in and writes it to the state folder; its path there.
    private func render(_ name: String, _ more: [String: String]) throws -> String {
        var values = [
            "nginx_port": String(layout.ports.nginx), "blackbox_port": String(layout.ports.blackbox),
            "target": Self.target(layout.ports), "data": layout.nginxData,
            "gateway": "http://127.0.0.1:\(layout.ports.base)", "ingest_key_file": "\(layout.secrets)/demo-ingest-key",
        ]
        values.merge(more) { _, new in new }
        var text = try String(contentsOfFile: "\(templates)/\(name)", encoding: .utf8)
        for (key, value) in values { text = text.replacing("${\(key)}", with: value) }
        let path = "\(layout.settings)/\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
