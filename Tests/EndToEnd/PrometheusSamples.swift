import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Terms
import TestSupport

/// What a Prometheus itself has recorded of a series that is 1 or 0.
struct PrometheusSamples {
    /// One scrape's result.
    struct Sample {
        /// The second in which it was taken.
        var at: Instant
        /// 1 for up, 0 for down.
        var value: Int
    }

    private let port: Int
    private let series: String

    /// Of the probe of the API, by the demo's Prometheus.
    init(_ stack: StackHarness) {
        self.init(port: stack.base + 90, series: "probe_success{instance=\"http://127.0.0.1:\(stack.base + 80)/\"}")
    }

    /// Of any series, by a Prometheus of this machine.
    init(port: Int, series: String) {
        self.port = port
        self.series = series
    }

    /// The samples of the last ten minutes, oldest first.
    func read() async throws -> [Sample] {
        let escaped = "\(series)[10m]".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "http://127.0.0.1:\(port)/api/v1/query?query=\(escaped)"), timeout: .seconds(20))
        let body = try await response.body.collect(upTo: 16 << 20)
        let answer = Answer(status: Int(response.status.code), headers: [:], body: Data(body.readableBytesView))
        let values = try require(answer["data", "result", "0", "values"]?.items, "Prometheus's samples")
        return values.compactMap { pair in
            guard case .list(let parts) = pair.value, parts.count == 2, case .number(let time) = parts[0].value,
                let seconds = Int64(time.prefix { $0 != "." }), let value = parts[1].text.flatMap({ Int($0) })
            else { return nil }
            return Sample(at: Instant(epochSeconds: seconds), value: value)
        }
    }
}
