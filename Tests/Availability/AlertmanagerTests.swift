import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// The webhook of an Alertmanager, over HTTP.
@Suite struct AlertmanagerTests {
    private func alert(
        _ component: String?, _ status: String = "firing", service: String? = "cpaas", from: String = "2026-03-10T01:30:00.123Z",
        to: String = "0001-01-01T00:00:00Z", fingerprint: String = "3a1f5bd0c7e2a941"
    ) -> String {
        let names = [("alertname", "Down"), ("pledge_service", service), ("pledge_component", component)]
        let labels = names.compactMap { name, value in value.map { #""\#(name)":"\#($0)""# } }.joined(separator: ",")
        return
            #"{"status":"\#(status)","labels":{\#(labels)},"annotations":{"summary":"x"},"startsAt":"\#(from)","endsAt":"\#(to)","generatorURL":"http://prometheus/graph","fingerprint":"\#(fingerprint)"}"#
    }

    private func tell(_ world: World, _ alerts: [String], more: String = "") async throws -> Answer {
        let list = alerts.joined(separator: ",")
        return try await post(world, #"{"version":"4","groupKey":"{}:{}","receiver":"pledge",\#(more)"alerts":[\#(list)]}"#)
    }

    private func post(_ world: World, _ json: String, as caller: Caller? = nil) async throws -> Answer {
        try await world.service.send(.POST, "/v1/alertmanager", as: caller ?? world.sender, json: json)
    }

    private func outages(_ world: World, _ component: String) async throws -> [OutageResource] {
        try await world.get("/v1/outages?component=\(component)").decode(ListPage<OutageResource>.self).data
    }

    @Test func anAlertIsOneOutageFromItsBeginningToItsEnd() async throws {
        try await World.with(at: "2026-03-10T02:00:00Z") { world in
            try await world.defineDeclared()
            for _ in 0..<2 {
                let answer = try await tell(world, [alert("voice"), alert(nil, service: nil)], more: #""truncatedAlerts":3,"#)
                #expect(
                    answer.status == 202
                        && answer.text
                            == #"{"accepted":1,"ignored":1,"rejected":[],"rejected_count":0,"truncated":3,"unknown":0}"#,
                    "\(answer.text)")
            }
            var found = try await outages(world, "voice")
            #expect(found.map(\.startedAt) == [instant("2026-03-10T01:30:00Z")] && found.first?.endedAt == nil)
            // Two Alertmanagers, of which one is behind: the later end stands, and what comes late does not open it again.
            let ends = ["2026-03-10T01:40:00Z", "2026-03-10T06:41:30+05:00", "2026-03-10T01:40:00Z"]
            for end in ends {
                #expect(try await tell(world, [alert("voice", "resolved", to: end)]).status == 202)
            }
            #expect(try await tell(world, [alert("voice")]).status == 202)
            found = try await outages(world, "voice")
            #expect(found.map(\.endedAt) == [instant("2026-03-10T01:41:30Z")])
            // The same condition again is another outage.
            #expect(try await tell(world, [alert("voice", from: "2026-03-10T01:50:00Z")]).status == 202)
            #expect(try await outages(world, "voice").count == 2)
        }
    }

    @Test func theSameFactsLeadToTheSameStatementsAsAFile() async throws {
        var statements: [StatementResource] = []
        for byAlerts in [true, false] {
            try await World.with { world in
                let service = try await world.defineDeclared()
                try await world.publish("zecto.yaml", [service])
                let spans = [("2026-03-10T01:30:00Z", "2026-03-10T02:15:07Z"), ("2026-03-20T10:00:00Z", "2026-03-20T11:00:00Z")]
                if byAlerts {
                    let alerts = spans.map { alert("voice", "resolved", from: $0.0, to: $0.1) }
                    #expect(try await tell(world, alerts.reversed()).status == 202)
                } else {
                    try await world.measure(spans.enumerated().map { world.outage("\($0)", "voice", $1.0, $1.1) })
                }
                statements.append(try await world.statement("service=cpaas&month=2026-03"))
            }
        }
        #expect(statements[0].seconds == statements[1].seconds)
        #expect(statements[0].availability == statements[1].availability && statements[0].verdict == statements[1].verdict)
    }

    @Test func whatNamesNothingIsCountedAndTheRestIsTaken() async throws {
        try await World.with(at: "2026-03-10T02:00:00Z") { world in
            try await world.defineDeclared()
            try await world.define("one", [ComponentState(key: "all", name: nil, source: .declared)], .component("all"))
            let answer = try await tell(
                world,
                [
                    alert("voice", service: "nothing"), alert("nothing"), alert(nil), alert(nil, service: "one"),
                    alert("voice", from: "2026-03-10T02:10:00Z"), alert("voice", from: "1999-12-31T23:59:59Z"), alert("sms"),
                ])
            #expect(answer.status == 202)
            #expect(answer["accepted"]?.json == "2" && answer["unknown"]?.json == "3" && answer["rejected_count"]?.json == "5")
            let codes = answer["rejected"]?.items?.compactMap { $0["code"]?.text } ?? []
            #expect(codes == ["unknown_service", "unknown_component", "unknown_component", "clock_ahead", "too_old"])
            #expect(try await outages(world, "all").count == 1)
            #expect(try await world.get("/v1/measurements").text.contains("outage nothing/voice"))
        }
    }

    @Test func aMessageThatCannotBeReadStoresNothing() async throws {
        try await World.with(at: "2026-03-10T02:00:00Z") { world in
            try await world.defineDeclared()
            let bad = [
                alert("voice", "pending"), alert("voice", from: "yesterday"), alert("voice", "resolved", to: "never"),
                alert("voice", fingerprint: ""), alert("voice", fingerprint: "a:b"), "7",
            ]
            let answer = try await tell(world, [alert("sms")] + bad)
            #expect(answer.status == 422)
            let pointers = try answer.problem().errors.map(\.pointer)
            #expect(
                pointers.prefix(5) == [
                    "#/alerts/1/status", "#/alerts/2/startsAt", "#/alerts/3/endsAt", "#/alerts/4/fingerprint",
                    "#/alerts/5/fingerprint",
                ])
            for json in [
                "{}", #"{"version":"3","alerts":[]}"#, #"{"version":"4","alerts":{}}"#, "[]",
                #"{"version":"4","alerts":[],"truncatedAlerts":-1}"#, #"{"version":"4","alerts":[],"truncatedAlerts":"many"}"#,
                #"{"version":"4","alerts":[\#(alert("sms").replacing("\"cpaas\"", with: "7"))]}"#,
                #"{"version":"4","alerts":[\#(alert("sms").replacing("\"labels\":{", with: "\"labels\":7,\"x\":{"))]}"#,
            ] {
                #expect(try await post(world, json).status == 422, "\(json)")
            }
            #expect(try await post(world, "{").status == 400)
            #expect(try await post(world, "{}", as: world.approver).status == 403)
            #expect(try await outages(world, "sms").isEmpty)
        }
    }
}
