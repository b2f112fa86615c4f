import Contracts
import Foundation
import Hosting
import NIOHTTP1
import Terms
import TestSupport

/// The walk's steps. What has just failed opens an incident; what failed in the story's window founds the claim: no test waits a
/// month for a window to close.
extension TenantOnWalk {
    /// Half a day: how often what is well is probed. A sample speaks for a day.
    private static let probeSeconds: Int64 = 43_200

    /// Walks to the end.
    func walk() async throws {
        async let incident: Void = livesThroughAnIncident()
        try await measures()
        let statement = try await finalStatement()
        if plot.fees.isEmpty {
            try await isRefused(statement)
        } else {
            try await isCredited(statement)
        }
        try await incident
    }

    /// A probe failed a quarter of an hour ago and was well again later: an incident is declared, updated, and resolved.
    private func livesThroughAnIncident() async throws {
        let begin = Instant(epochSeconds: Int64(Date().timeIntervalSince1970) - Self.recentSeconds)
        try await measure(plot.samples("down", at: [begin]))
        let incidents = "/v1/incidents?service=\(service)"
        let incident = try await sees("the incident", incidents, as: agent) { $0["data", "0", "id"]?.text }
        try await ask("/v1/incidents/\(incident)/updates", as: agent, #"{"text":"A carrier is down.","status":"identified"}"#)
        try await measure(plot.samples("up", at: [begin.advanced(by: Self.recentDuration)]))
        // That it is over can be said when ticketing has heard that the outage is.
        try await ask(
            "/v1/incidents/\(incident)/updates", as: agent, #"{"text":"All is well.","status":"resolved"}"#, early: 409)
    }

    /// The probe's samples of the window, with the failure.
    private func measures() async throws {
        func at(_ text: String) throws -> Int64 { try require(Instant(rfc3339: text), text).epochSeconds }
        let (from, to) = (try at(plot.down.from), try at(plot.down.to))
        let before = stride(from: try at(plot.measuredFrom), to: from, by: Int(Self.probeSeconds))
        let after = stride(from: to, to: try at(plot.windowEnd), by: Int(Self.probeSeconds))
        func instants(_ seconds: StrideTo<Int64>) -> [Instant] { seconds.map { Instant(epochSeconds: $0) } }
        try await measure(
            plot.samples("up", at: instants(before) + instants(after))
                + plot.samples("down", at: [Instant(epochSeconds: from)]))
    }

    private func measure(_ items: [String]) async throws {
        let answer = try await ask(
            "/v1/measurements", as: ingest, #"{"measurements":[\#(items.joined(separator: ","))]}"#)
        guard answer["accepted"]?.integer == Int64(items.count) else {
            throw NeverCame(description: "measurements were refused: \(answer.text)")
        }
    }

    /// The statement of the story's window, once it is final and says that the promise was missed.
    private func finalStatement() async throws -> String {
        try await sees("the final statement", statements, as: member) { page in
            let found = page["data"]?.items?.first { $0["window"]?["to"]?.text == plot.windowEnd }
            return found?["state"]?.text == "final" && found?["verdict"]?.text == "missed" ? found?["id"]?.text : nil
        }
    }

    /// The list that the story's statement is in.
    private var statements: String {
        let day = Instant(rfc3339: plot.windowEnd)?.advanced(by: -86_400).description ?? ""
        return "/v1/statements?service=\(plot.service)&commitment=\(plot.commitment)&month=\(day.prefix(7))"
    }

    /// The draft, evidence, submission, approval, application; then the exclusion, and the flag.
    private func isCredited(_ statement: String) async throws {
        let list = "/v1/claims?statement=\(statement)"
        let claim = try await sees("the draft", list, as: member) { $0["data", "0", "id"]?.text }
        let path = "/v1/claims/\(claim)"
        let asked = plot.demo == "zecto" ? #""requirement":"Specific dates and times of service unavailability","# : ""
        try await ask("\(path)/evidence", as: member, #"{\#(asked)"text":"Nothing could be sent."}"#)
        try await submit(path)
        let decided = try await ask("\(path)/decision", as: approver, #"{"decision":"approved","reason":"Measured so."}"#)
        let credit = try require(decided["credit"]?.text, "the credit in \(decided.text)")
        try await ask(
            "/v1/credits/\(credit)/application", as: admin,
            #"{"invoice":"INV-1","due":{"amount_minor":4000000,"currency":"\#(plot.currency)"}}"#)
        try await isExcused()
        try await isLookedAtAgain(path, statement)
        _ = try await sees("the flag", path, as: approver) { $0["reevaluation", "is_flagged"]?.flag == true ? true : nil }
    }

    /// Submits the draft. Of a change nobody can ask twice; whoever does not know whether it was made looks.
    private func submit(_ path: String) async throws {
        let body =
            #"{"description":"Nothing could be sent.","outages":[{"from":"\#(plot.down.from)","to":"\#(plot.down.to)"}]}"#
        try await eventually("the submission", within: Self.patienceSeconds) { () -> Void? in
            guard let now = try await attempt(.GET, path, as: member, nil, [:]) else { return nil }
            if now["state"]?.text == "under_review" { return () }
            _ = try await attempt(.PUT, path, as: member, body, ["if-match": now.headers["etag"] ?? ""])
            return nil
        }
    }

    /// The claim under an agreement that grants nothing; then the exclusion, and the second look.
    private func isRefused(_ statement: String) async throws {
        try await hasHeard(of: statement)
        let claim = try await ask("/v1/claims", as: member, #"{"statement":"\#(statement)"}"#, early: 422)
        let path = "/v1/claims/\(try require(claim["id"]?.text, "the claim"))"
        try await isExcused()
        try await isLookedAtAgain(path, statement)
    }

    /// A claim is judged by what Claims knows when it comes: until it has heard of the measurements there was nothing to judge.
    /// Where a remedy is granted its draft says that it has.
    private func hasHeard(of statement: String) async throws {
        let uuid = try require(StatementID(statement)?.uuid, "a statement's id in \(statement)")
        _ = try await eventually("the missed statement of \(key) in claims", within: Self.patienceSeconds) {
            let claims = try? await StackDatabase(stack, service: "claims").connect()
            let found = try? await claims?.run(
                """
                select body::jsonb ->> 'verdict' from known_statements
                where tenant_id = '\(id.uuid)' and id = '\(uuid)' and is_final
                """)
            return found == [["missed"]] ? true : nil
        }
    }

    /// The statement is restated without what was excluded, and the claim judged once more by that.
    private func isLookedAtAgain(_ path: String, _ statement: String) async throws {
        let percent = try await sees("the restated statement", "/v1/statements/\(statement)", as: member) { answer in
            answer["excluded", "0", "ground"]?.text == "third_party" ? answer["availability_percent"]?.text : nil
        }
        _ = try await sees("the second look", path, as: approver) { answer in
            answer["reevaluation", "verdicts", "breach", "availability_percent"]?.text == percent ? true : nil
        }
    }

    /// A third party is found to be the cause of a part.
    private func isExcused() async throws {
        let exclusion = try await ask(
            "/v1/exclusions", as: agent,
            #"{"service":"\#(plot.service)","ground":"third_party","from":"\#(plot.down.from)","to":"\#(plot.excludedTo)","evidence":"Carrier notice 4711","reason":"Backbone cut"}"#
        )
        try await ask(
            "/v1/exclusions/\(try require(exclusion["id"]?.text, "the exclusion"))/decision", as: approver,
            #"{"decision":"approved","reason":"The carrier confirms the cut."}"#)
    }
}
