import Contracts
import Foundation
import Hosting
import NIOHTTP1
import Terms
import TestSupport
import Testing

extension EndToEnd {
    /// The main job: Prometheus sees a web server go down for half a minute, and the API tells the outage and the verdict.
    @Suite(.timeLimit(.minutes(8))) struct PrometheusOutageTests {
        private struct Outage: Decodable {
            var startedAt: Instant
            var endedAt: Instant?
            var component: String?
            var scope: String
        }
        private struct Page: Decodable {
            var data: [Outage]
        }

        /// How long the web server stays down.
        private static let downSeconds: Int64 = 30
        /// One scrape interval, as Prometheus is told.
        private static let intervalSeconds: Int64 = 1

        @Test func halfAMinuteWithoutTheWebServerBecomesAnOutageAndAVerdict() async throws {
            try await StackHarness.with { stack in
                let admin = try stack.secret("demo-admin-key")
                _ = try await eventually("good probes by Prometheus") {
                    let good = (try? await PrometheusSamples(stack).read())?.filter { $0.value == 1 } ?? []
                    return good.count >= 3 ? good : nil
                }

                let beforeStop = Self.now
                #expect(try await stack.pledge("stop", "nginx").exit.isSuccess)
                let afterStop = Self.now
                let open = try await eventually("an open outage of half a minute") {
                    let outage = try await outages(stack, admin, "scope=component&component=api&open=true").first
                    return Self.now - afterStop >= Self.downSeconds ? outage : nil
                }
                let beforeStart = Self.now
                #expect(try await stack.pledge("start", "nginx").exit.isSuccess)
                let afterStart = Self.now
                let closed = try await eventually("the end of the outage") {
                    try await outages(stack, admin, "scope=component&component=api&from=\(beforeStop)").first {
                        $0.endedAt != nil
                    }
                }
                #expect(open.startedAt == closed.startedAt)
                let end = try #require(closed.endedAt)

                // On a machine that is not overloaded Prometheus scrapes every second; where it was late, the interval is the one that
                // its own samples show.
                let samples = try await PrometheusSamples(stack).read()
                let firstBad = try #require(samples.first { $0.value == 0 && $0.at >= beforeStop.advanced(by: -1) })
                let lastGood = try #require(samples.last { $0.value == 1 && $0.at < firstBad.at })
                let lastBad = try #require(samples.last { $0.value == 0 && $0.at <= afterStart })
                let firstGood = try #require(samples.first { $0.value == 1 && $0.at > lastBad.at })
                #expect(closed.startedAt == firstBad.at)
                #expect(end == firstGood.at)
                // The web server went down, and came up, within the interval of which the outage's end is the later limit.
                #expect(lastGood.at <= afterStop && beforeStop <= firstBad.at.advanced(by: Self.intervalSeconds))
                #expect(lastBad.at <= afterStart && beforeStart <= firstGood.at.advanced(by: Self.intervalSeconds))
                let service = try await outages(stack, admin, "scope=service&from=\(beforeStop)").first
                #expect(service.map { $0.startedAt <= closed.startedAt } == true)
                try await checkStatement(stack, admin, outage: end - closed.startedAt)
            }
        }

        /// The open month's statement: clause, seconds that add up, grounds, and what is left of the budget.
        private func checkStatement(_ stack: StackHarness, _ admin: String, outage seconds: Int64) async throws {
            let answer = try await stack.send(.GET, "/v1/statements?service=cpaas", key: admin)
            #expect(answer.status == 200, "\(answer.text)")
            let statement = try #require(answer["data", "0"])
            #expect(statement["clause"]?.text == "S2-2.1")
            #expect(["met", "missed"].contains(statement["verdict"]?.text))
            #expect(statement["state"]?.text == "open")
            let parts = try ["up", "down", "excluded", "unknown", "pending"].map { try number(statement["seconds"]?[$0]) }
            #expect(parts.reduce(0, +) == (try number(statement["seconds"]?["total"])))
            #expect(parts[1] >= seconds)
            #expect(try number(statement["budget"]?["spent_seconds"]) >= seconds)
            #expect(statement["budget"]?["left_seconds"]?.text?.isEmpty == false)
            #expect(statement["excluded"]?.items != nil)
        }

        private func outages(_ stack: StackHarness, _ admin: String, _ query: String) async throws -> [Outage] {
            try await stack.send(.GET, "/v1/outages?service=cpaas&\(query)", key: admin).decode(Page.self).data
        }

        private func number(_ node: Node?) throws -> Int64 { try #require(node?.integer) }

        private static var now: Instant { Instant(epochSeconds: Int64(Date().timeIntervalSince1970)) }
    }
}
