import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// What an incident saw and nothing measured, from its declaration to the statement, through the public door: ticketing proposes,
/// availability has it decided, and ticketing opens no other incident for what comes of it.
@Suite("Incidents and outages", .timeLimit(.minutes(5)))
struct IncidentOutageTests {
    @Test("an approved proposal is an outage of its incident, and changes the statement")
    func approval() async throws {
        let provider = try await Provider.make("incidents")
        _ = try await provider.defineZectoService()
        _ = try await provider.publish("zecto.yaml")
        let (installation, agent) = (provider.installation, try await provider.key(.agent))
        let end = installation.clock.now.advanced(by: -3600)
        let start = end.advanced(by: -7200)
        let incident = try await eventually("the service being known to ticketing") {
            let answer = try await installation.send(
                .POST, "/v1/incidents", key: agent,
                json:
                    #"{"services":["cpaas"],"title":"No SMS","text":"We see it.","down":true,"started_at":"\#(start)"}"#)
            return answer.status == 201 ? answer["id"]?.text : nil
        }
        let resolved = try await installation.send(
            .POST, "/v1/incidents/\(incident)/updates", key: agent,
            json: #"{"status":"resolved","text":"Over.","resolved_at":"\#(end)"}"#)
        try #require(resolved.status == 201, "\(resolved.text)")
        let proposal = try await eventually("the proposal") {
            let answer = try await provider.read("/v1/outages/proposals?state=proposed&incident=\(incident)")
            return answer["data", "0", "to"]?.text == "\(end)" ? answer["data", "0", "id"]?.text : nil
        }
        let decision = try await installation.send(
            .POST, "/v1/outages/proposals/\(proposal)/decision", key: provider.admin,
            json: #"{"decision":"approved","reason":"The NOC saw it","components":["sms"]}"#)
        try #require(decision.status == 200, "\(decision.text)")
        let outages = try await provider.read("/v1/outages?scope=service")
        #expect(outages["data"]?.items?.count == 1 && outages["data", "0", "incident"]?.text == incident)
        #expect(outages["data", "0", "duration_seconds"]?.integer == 7200)
        let month = String("\(start)".prefix(7))
        _ = try await provider.statement("cpaas", month: month, countedDown: 7200)
        // Another outage is an incident of its own; by then ticketing has heard of the approved one.
        try await provider.declare("cpaas", "api", [("\(end.advanced(by: 1800))", "\(end.advanced(by: 1860))")])
        let incidents = try await eventually("the incident of the other outage") {
            let all = try await provider.read("/v1/incidents")["data"]?.items ?? []
            return all.contains { $0["origin"]?.text == "outage" } ? all : nil
        }
        #expect(incidents.count == 2)
        #expect(incidents.last?["id"]?.text == incident && incidents.last?["status"]?.text == "resolved")
    }
}
