import Contracts
import Foundation
import Hosting
import NIOHTTP1
import Terms
import TestSupport
import Testing

extension EndToEnd {
    /// The same facts by a real Prometheus, by a real Alertmanager and by files: the same statements.
    @Suite(.timeLimit(.minutes(10))) struct SourcesAgreeTests {
        private typealias Findings = TenantUnderFault.Findings

        /// How long the web server stays down, at least.
        private static let downSeconds: Int64 = 5
        /// A rule sees a sample at its next turn, a second later at the most; it may be late by another.
        private static let ruleSeconds: Int64 = 2
        /// Karachi's, all year.
        private static let offset: Int64 = 5 * 3_600

        @Test func prometheusAlertmanagerAndFilesLeadToTheSameStatements() async throws {
            var options = StackHarness.Options()
            options.demo = false
            try await StackHarness.with(options) { stack in
                let probed = try await TenantUnderFault(stack, key: "probed", api: WatchedServer.source)
                let alerted = try await TenantUnderFault(stack, key: "alerted", api: #"{"kind":"declared"}"#)
                let filed = try await TenantUnderFault(stack, key: "filed")
                let noted = try await TenantUnderFault(stack, key: "noted", api: #"{"kind":"declared"}"#)
                let (name, month) = try Self.month(of: Instant(epochSeconds: Int64(Date().timeIntervalSince1970)))
                let server = try await WatchedServer(stack, samplesTo: probed, alertsTo: alerted)
                defer { Task { await server.end() } }

                let first = try await eventually("good samples") {
                    let samples = (try? await server.samples.read()) ?? []
                    return samples.count { $0.value == 1 } >= 3 ? samples[0] : nil
                }
                await server.stop()
                try await eventually("an outage that both tell of") {
                    let open = [try await probed.findings(month, named: name), try await alerted.findings(month, named: name)]
                    let began = open.compactMap { $0.component?.startedAt }
                    let now = Instant(epochSeconds: Int64(Date().timeIntervalSince1970))
                    return began.count == 2 && began.allSatisfy { now - $0 >= Self.downSeconds } ? () : nil
                }
                try await server.start()
                let (seen, told) = try await eventually("its end") {
                    let (seen, told) = (
                        try await probed.findings(month, named: name), try await alerted.findings(month, named: name)
                    )
                    return seen.component?.endedAt != nil && told.component?.endedAt != nil ? (seen, told) : nil
                }

                // What Prometheus has recorded, and what it was before, by file to the tenant that it writes to and to another.
                let before = Self.history(month.start, first.at)
                try await probed.send(before, retrying: false)
                try await filed.send(before, retrying: false)
                let samples = try await server.samples.read()
                let lines = samples.map { "cpaas,api,khi,\($0.at.epochSeconds),\($0.value)\n" }
                try await filed.send(Self.head + lines.joined(), retrying: false)
                // The outage of which the Alertmanager told, as a line of a file.
                let fact = try #require(told.component)
                let line =
                    #"{"kind":"outage","service":"cpaas","component":"api","id":"n1","revision":1,"from":"\#(fact.startedAt)","to":"\#(try #require(fact.endedAt))"}"#
                #expect(try await noted.attempt(line + "\n", type: "application/x-ndjson").status == 202)

                let outage = try #require(seen.component)
                let statements = try await eventually("the same statements") {
                    var found: [Findings] = []
                    for tenant in [probed, filed, alerted, noted] { found.append(try await tenant.findings(month, named: name)) }
                    return found.allSatisfy { $0.statements.first?.seconds.unknown == 0 && $0.component?.endedAt != nil }
                        ? found : nil
                }
                #expect(statements[0].outages == statements[1].outages)
                #expect(statements[2].outages == statements[3].outages)
                #expect(statements[0].said == statements[1].said && statements[2].said == statements[3].said)
                // A rule sees what a sample says when it is its turn.
                #expect((0...Self.ruleSeconds).contains(fact.startedAt - outage.startedAt))
                #expect((0...Self.ruleSeconds).contains(try #require(fact.endedAt) - (try #require(outage.endedAt))))
                let firstBad = try #require(samples.first { $0.value == 0 })
                let firstGood = try #require(samples.first { $0.value == 1 && $0.at > firstBad.at })
                #expect(outage.startedAt == firstBad.at && outage.endedAt == firstGood.at)
                for (found, fact) in zip(statements, [outage, outage, fact, fact]) {
                    let said = try #require(found.statements.first)
                    #expect(said.seconds.down == fact.durationSeconds)
                    #expect(
                        said.seconds.excluded == 0 && said.clause == "S2-2.1"
                            && said.verdict == statements[0].statements[0].verdict)
                }
            }
        }

        private static let head = "service,component,location,at,state\n"

        /// A good sample a minute.
        private static func history(_ from: Instant, _ to: Instant) -> String {
            head + stride(from: from.epochSeconds, to: to.epochSeconds, by: 60).map { "cpaas,api,khi,\($0),1\n" }.joined()
        }

        /// The month of Karachi that an instant is in, and its name.
        private static func month(of now: Instant) throws -> (name: String, Interval) {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = try #require(TimeZone(secondsFromGMT: Int(offset)))
            let date = Date(timeIntervalSince1970: Double(now.epochSeconds))
            let month = try #require(calendar.dateInterval(of: .month, for: date))
            let parts = calendar.dateComponents([.year, .month], from: date)
            let number = try #require(parts.month)
            return (
                "\(try #require(parts.year))-\(number < 10 ? "0" : "")\(number)",
                Interval(
                    Instant(epochSeconds: Int64(month.start.timeIntervalSince1970)),
                    Instant(epochSeconds: Int64(month.end.timeIntervalSince1970)))
            )
        }
    }
}

extension TenantUnderFault.Findings {
    /// The outage of the component.
    fileprivate var component: Outage? { outages.first { $0.scope == "component" } }

    /// What its statements say, without what goes on while the statement is asked for.
    fileprivate var said: [[String]] {
        statements.map { statement in
            let seconds = statement.seconds
            return [statement.clause, statement.verdict]
                + [seconds.total, seconds.down, seconds.excluded, seconds.unknown].map(String.init)
        }
    }
}
