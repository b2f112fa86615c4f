import AsyncHTTPClient
import Foundation
import Hosting
import NIOCore
import NIOHTTP1

/// A server of metrics with PromQL: what statements are measured beside.
struct MetricsServer: Sendable {
    /// Whose.
    enum Kind: String, Sendable {
        case victoriaMetrics = "VictoriaMetrics"
        case prometheus = "Prometheus"

        /// As Debian names it.
        fileprivate var program: String { self == .victoriaMetrics ? "victoria-metrics" : "prometheus" }
    }

    /// How long it may take to answer for the first time: it looks through half a year of blocks.
    private static let startSeconds = 60
    /// How long it may take to load its samples.
    private static let loadSeconds: Int64 = 600

    /// How long it may be busy with itself after loading.
    private static let restSeconds = 120
    /// Hundredths of a second of work in a second that are no work.
    private static let restingTicks = 5

    /// Whose.
    let kind: Kind
    private let address: String

    /// Starts one over a history, hands it to `body`, and stops it however `body` ends.
    static func with<Value>(
        _ kind: Kind, _ history: LongHistory, _ stand: Stand, _ body: (MetricsServer) async throws -> Value
    ) async throws -> Value {
        let folder = "\(stand.folder)/\(kind.rawValue)"
        try Account.makeFolder(folder, mode: 0o755)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Prometheus has its past in blocks before it starts; VictoriaMetrics takes it in while it runs.
        if kind == .prometheus { try await makeBlocks(history, folder) }
        let server = MetricsServer(kind: kind, address: "127.0.0.1:\(try Ports.anyFree())")
        let child = try await ChildProcess.start(try server.command(folder))
        do {
            try await server.answers(child, folder)
            if kind == .victoriaMetrics { try await server.load(history) }
            try await server.rests(child)
            let value = try await body(server)
            await child.stop(SIGTERM, graceSeconds: 20)
            return value
        } catch {
            await child.stop(SIGTERM, graceSeconds: 20)
            throw error
        }
    }

    /// Where the value of an expression at an instant is asked for.
    func url(_ expression: String, at second: Int) -> String { "http://\(address)\(Self.path(expression, at: second))" }

    private static func path(_ expression: String, at second: Int) -> String {
        var query = URLComponents()
        // `+` would be a space.
        let characters = CharacterSet.urlQueryAllowed.subtracting(CharacterSet(charactersIn: "+&="))
        query.percentEncodedQueryItems = [
            URLQueryItem(name: "query", value: expression.addingPercentEncoding(withAllowedCharacters: characters)),
            URLQueryItem(name: "time", value: String(second)),
        ]
        return "/api/v1/query\(query.string ?? "")"
    }

    /// The value of an expression at an instant, in per cent, of every series that it has.
    func percents(_ expression: String, at second: Int) async throws -> [String: Double] {
        struct Answer: Decodable {
            struct Body: Decodable { let result: [Series] }
            struct Series: Decodable {
                let metric: [String: String]
                let value: Value
            }
            struct Value: Decodable {
                let number: Double
                init(from decoder: any Decoder) throws {
                    var pair = try decoder.unkeyedContainer()
                    _ = try pair.decode(Double.self)
                    number = Double(try pair.decode(String.self)) ?? .nan
                }
            }
            let data: Body
        }
        let answer = try await request(Self.path(expression, at: second))
        let series = try JSONDecoder().decode(Answer.self, from: Data(answer.readableBytesView)).data.result
        return Dictionary(
            series.map { ($0.metric["service"] ?? "", $0.value.number * 100) }, uniquingKeysWith: { first, _ in first })
    }

    private func command(_ folder: String) throws -> Command {
        guard let program = Command.find(kind.program) else {
            throw BenchError("\(kind.program) is not installed: ./pledge bench installs what it needs")
        }
        let arguments =
            switch kind {
            case .victoriaMetrics:
                [
                    "-storageDataPath=\(folder)/data", "-httpListenAddr=\(address)", "-retentionPeriod=5y", "-loggerLevel=ERROR",
                    // Half a year of minutes is more than it looks at unless told.
                    "-search.maxPointsPerTimeseries=1000000",
                ]
            case .prometheus:
                [
                    "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data",
                    "--storage.tsdb.retention.time=5y", "--web.listen-address=\(address)", "--log.level=error",
                ]
            }
        return Command(program, arguments, directory: folder, output: .file("\(folder)/log"), signalWhenParentDies: "KILL")
    }

    private static func makeBlocks(_ history: LongHistory, _ folder: String) async throws {
        try Data().write(to: URL(filePath: "\(folder)/prometheus.yml"))
        let text = "\(folder)/history.txt"
        try history.writeOpenMetrics(to: text)
        // Blocks of a month, as Prometheus itself merges them in time: the tool reads the whole text once for each.
        _ = try await Tool.run(
            "promtool", ["tsdb", "create-blocks-from", "--max-block-duration=744h", "-q", "openmetrics", text, "\(folder)/data"])
        try FileManager.default.removeItem(atPath: text)
    }

    private func load(_ history: LongHistory) async throws {
        for (metric, lines) in history.csv() {
            let format = "1:label:service,2:time:unix_s,3:metric:\(metric)"
            _ = try await request("/api/v1/import/csv?format=\(format)", body: lines)
        }
        // Freshly taken in samples are hidden from queries for a moment unless it is told to show them.
        _ = try await request("/internal/force_flush")
        _ = try await request("/internal/force_merge")
    }

    private func answers(_ child: ChildProcess, _ folder: String) async throws {
        let deadline = ContinuousClock.now + .seconds(Self.startSeconds)
        let path = kind == .prometheus ? "/-/ready" : "/health"
        while (try? await request(path)) == nil {
            guard child.isRunning, ContinuousClock.now < deadline else {
                throw BenchError("\(kind.rawValue) did not start: \(LogFile.tail("\(folder)/log", lines: 8))")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Waits until it has nothing to do by itself any more: what it merges after loading would slow both sides.
    private func rests(_ child: ChildProcess) async throws {
        let deadline = ContinuousClock.now + .seconds(Self.restSeconds)
        var before = try Self.cpuTicks(child.pid)
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: .seconds(1))
            let now = try Self.cpuTicks(child.pid)
            if now - before <= Self.restingTicks { return }
            before = now
        }
        throw BenchError("\(kind.rawValue) was still busy with itself after \(Self.restSeconds) s")
    }

    /// What a process has used of processors, in hundredths of a second: `utime` and `stime` of `proc(5)`.
    private static func cpuTicks(_ pid: Int32) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        // The name, in parentheses, may hold anything.
        let members = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard members.count > 13, let user = Int(members[12]), let system = Int(members[13]) else {
            throw BenchError("no times in /proc/\(pid)/stat")
        }
        return user + system
    }

    private func request(_ path: String, body: ByteBuffer? = nil) async throws -> ByteBuffer {
        var request = HTTPClientRequest(url: "http://\(address)\(path)")
        if let body {
            request.method = .POST
            request.body = .bytes(body)
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(Self.loadSeconds))
        let answer = try await response.body.collect(upTo: 64 << 20)
        guard (200..<300).contains(Int(response.status.code)) else {
            throw BenchError("\(kind.rawValue) answered \(response.status.code): \(String(buffer: answer).prefix(400))")
        }
        return answer
    }
}
