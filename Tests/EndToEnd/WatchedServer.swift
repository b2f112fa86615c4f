import Foundation
import Glibc
import Hosting
import TestSupport

/// A web server, a real Prometheus that scrapes it every second, and a real Alertmanager: Prometheus writes what it sees to one
/// tenant, and the Alertmanager tells another of the alert that follows from it.
actor WatchedServer {
    /// The series by which Prometheus says whether the server answers.
    static let series = #"up{job="web"}"#
    /// How a definition names it.
    static let source =
        #"{"kind":"probe","locations":["khi"],"quorum":1,"confirm":1,"stale_seconds":90,"prometheus":{"series":"up","labels":{"job":"web"}}}"#
    private static let graceSeconds = 10.0

    private let folder: URL
    private let ports: (web: Int, prometheus: Int, alertmanager: Int)
    private var web: ChildProcess?
    private var watchers: [ChildProcess] = []

    /// What Prometheus has recorded.
    nonisolated var samples: PrometheusSamples { PrometheusSamples(port: ports.prometheus, series: Self.series) }

    /// Starts all three.
    init(_ stack: StackHarness, samplesTo probed: TenantUnderFault, alertsTo alerted: TenantUnderFault) async throws {
        folder = URL(filePath: stack.state).appending(path: "watch")
        ports = (try Ports.anyFree(), try Ports.anyFree(), try Ports.anyFree())
        try Account.makeFolder(folder.path, mode: 0o700)
        try write("metrics", "web_requests_total 1\n")
        try write("prometheus.yml", prometheus(stack, key: probed.ingest))
        try write("rules.yml", Self.rules)
        try write("alertmanager.yml", alertmanager(stack, key: alerted.ingest))
        try await start()
        try await watch(
            "prometheus-alertmanager",
            [
                "--config.file=alertmanager.yml", "--storage.path=alerts", "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:\(ports.alertmanager)",
            ])
        try await watch(
            "prometheus",
            ["--config.file=prometheus.yml", "--storage.tsdb.path=samples", "--web.listen-address=127.0.0.1:\(ports.prometheus)"])
    }

    /// Starts the web server, which has nothing but a file to be scraped.
    func start() async throws {
        web = try await ChildProcess.start(
            command("python3", ["-m", "http.server", "--bind", "127.0.0.1", String(ports.web)]))
    }

    /// Stops the web server.
    func stop() async { await web?.stop(SIGKILL, graceSeconds: Self.graceSeconds) }

    /// Ends everything.
    func end() async {
        for child in watchers { await child.stop(SIGTERM, graceSeconds: Self.graceSeconds) }
        await stop()
    }

    private func watch(_ program: String, _ arguments: [String]) async throws {
        watchers.append(try await ChildProcess.start(command(program, arguments)))
    }

    private func command(_ program: String, _ arguments: [String]) -> Command {
        Command(
            program, arguments, directory: folder.path, output: .file(folder.appending(path: "\(program).log").path),
            signalWhenParentDies: "KILL")
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private func prometheus(_ stack: StackHarness, key: String) -> String {
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        scrape_configs:
          - job_name: web
            static_configs: [{targets: ["127.0.0.1:\(ports.web)"]}]
        rule_files: [rules.yml]
        alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:\(ports.alertmanager)"]}]}]}
        remote_write:
          - url: \(stack.address)/v1/prometheus/write
            authorization: {credentials: "\(key)"}
            write_relabel_configs: [{source_labels: [__name__], regex: up, action: keep}]
            queue_config: {batch_send_deadline: 1s}
        """
    }

    private static let rules = """
        groups:
          - name: web
            rules:
              - alert: WebDown
                expr: \(series) == 0
                labels: {pledge_service: cpaas, pledge_component: api}
        """

    private func alertmanager(_ stack: StackHarness, key: String) -> String {
        """
        route: {receiver: pledge, group_wait: 0s, group_interval: 1s}
        receivers:
          - name: pledge
            webhook_configs:
              - url: \(stack.address)/v1/alertmanager
                http_config: {authorization: {credentials: "\(key)"}}
        """
    }
}
