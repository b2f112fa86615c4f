import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// The part of the walk that begins with a statement that missed.
extension LongWalk {
    /// The draft that the customer finds when the statement has settled.
    func finds(draftOf statement: Answer) async throws -> Answer {
        let id = try #require(statement["id"]?.text)
        let draft: String = try await eventually("the draft") {
            try await send(.GET, "/v1/claims?statement=\(id)&state=drafted", as: member)["data", "0", "id"]?.text
        }
        try await receivers.told(
            "claims.claim.drafted", "Claim prepared for you", citing: [try #require(statement["clause"]?.text)])
        return try await send(.GET, "/v1/claims/\(draft)", as: member)
    }

    /// The member brings evidence and submits.
    func submits(_ draft: Answer, requirement: String?) async throws -> Answer {
        let path = "/v1/claims/\(try #require(draft["id"]?.text))"
        let asked = requirement.map { #""requirement":"\#($0)","# } ?? ""
        try await send(.POST, "\(path)/evidence", as: member, #"{\#(asked)"text":"Nothing could be sent."}"#)
        let now = try await send(.GET, path, as: member)
        let body =
            #"{"description":"Nothing could be sent.","outages":[{"from":"\#(plot.down.from)","to":"\#(plot.down.to)"}]}"#
        let submitted = try await send(.PUT, path, as: member, body, headers: ["if-match": now.headers["etag"] ?? ""])
        #expect(submitted["state"]?.text == "under_review", "\(submitted.text)")
        // What is claimed and what was measured, on one line.
        let seconds = try Self.at(plot.down.to) - Self.at(plot.down.from)
        let shown = try await send(.GET, path, as: approver)
        for key in ["measured_seconds", "claimed_seconds", "confirmed_seconds"] {
            #expect(shown["verdicts", "breach", key]?.integer == seconds, "\(key)")
        }
        for verdict in ["breach", "eligibility", "timeliness", "evidence", "amount"] {
            #expect(shown["verdicts", verdict, "clauses"]?.items?.isEmpty == false, "\(verdict) cites nothing")
        }
        try await receivers.told("claims.claim.submitted", "Claim received", citing: [try #require(shown["clause"]?.text)])
        return shown
    }

    /// The approver approves, and the credit is issued.
    func approves(_ claim: Answer) async throws -> (claim: Answer, credit: Answer) {
        let path = "/v1/claims/\(try #require(claim["id"]?.text))"
        // Whoever brought it does not decide, whatever their role.
        let own = try await installation.send(
            .POST, "\(path)/decision", key: member, json: #"{"decision":"approved","reason":"Ours."}"#)
        #expect(own.status == 403, "\(own.text)")
        let decided = try await send(
            .POST, "\(path)/decision", as: approver, #"{"decision":"approved","reason":"Measured so."}"#)
        #expect(decided["state"]?.text == "approved" && decided["decision", "decided_by"] != nil, "\(decided.text)")
        let clauses = decided["decision", "clauses"]?.items?.compactMap(\.text) ?? []
        #expect(!clauses.isEmpty)
        try await receivers.told("claims.claim.decided", "Claim decided", citing: clauses)
        let credit = try await send(.GET, "/v1/credits/\(try #require(decided["credit"]?.text))", as: member)
        #expect(credit["clauses"]?.items?.compactMap(\.text) == clauses)
        try await receivers.told("claims.credit.issued", "Credit granted", citing: clauses)
        return (decided, credit)
    }

    /// The credit pays a part of the next invoice.
    func applies(_ credit: Answer, to invoice: String, due: Int64) async throws {
        let path = "/v1/credits/\(try #require(credit["id"]?.text))"
        let amount = try #require(credit["amount", "amount_minor"]?.integer)
        let clauses = credit["clauses"]?.items?.compactMap(\.text) ?? []
        let applied = try await send(
            .POST, "\(path)/application", as: provider.admin,
            #"{"invoice":"\#(invoice)","due":{"amount_minor":\#(due),"currency":"\#(plot.currency)"}}"#)
        #expect(applied["applied", "amount_minor"]?.integer == amount && applied["left", "amount_minor"]?.integer == due - amount)
        #expect(applied["parts", "0", "clauses"]?.items?.compactMap(\.text) == clauses)
        #expect(try await send(.GET, path, as: member)["state"]?.text == "applied")
        try await receivers.told("claims.credit.applied", "Credit applied to an invoice", citing: clauses)
    }

    /// The statement was restated: the claim is flagged for somebody to look at, and the credit stands.
    func stands(_ claim: Answer, _ credit: Answer) async throws {
        let id = try #require(claim["id"]?.text)
        let flagged: Answer = try await eventually("the flag") {
            let answer = try await send(.GET, "/v1/claims/\(id)", as: approver)
            return answer["reevaluation"] == nil ? nil : answer
        }
        #expect(flagged["reevaluation", "outcome"]?.text == "less" && flagged["reevaluation", "is_flagged"]?.flag == true)
        #expect(flagged["reevaluation", "verdicts", "breach", "clauses"]?.items?.isEmpty == false)
        #expect(flagged["state"]?.text == "approved" && flagged["decision"] == claim["decision"])
        let list = try await send(.GET, "/v1/claims?flagged=true", as: approver)
        #expect(list["data"]?.items?.compactMap { $0["id"]?.text } == [id])
        let after = try await send(.GET, "/v1/credits/\(try #require(credit["id"]?.text))", as: member)
        #expect(after["amount"] == credit["amount"] && after["state"]?.text == "applied")
    }

    /// The agreement grants nothing: the claim is refused, by the clause that says so.
    func isRefused(_ statement: Answer, by clause: String) async throws -> Answer {
        let id = try #require(statement["id"]?.text)
        let claim: Answer = try await eventually("the statement being known") {
            let answer = try await installation.send(.POST, "/v1/claims", key: member, json: #"{"statement":"\#(id)"}"#)
            return answer.status == 201 ? answer : nil
        }
        #expect(claim["state"]?.text == "refused" && claim["decision", "refusal"]?.text == "no_remedy_clause")
        let clauses = claim["decision", "clauses"]?.items?.compactMap(\.text) ?? []
        #expect(clauses.contains(clause), "\(claim.text)")
        #expect(claim["verdicts", "breach", "verdict"]?.text == "missed", "refused, and missed all the same")
        try await receivers.told("claims.claim.decided", "Claim decided", citing: clauses)
        return claim
    }

    /// The statement was restated: a claim that nothing can come of stays refused, and nobody has to look at it.
    func staysRefused(_ claim: Answer) async throws {
        let id = try #require(claim["id"]?.text)
        let after: Answer = try await eventually("the second look") {
            let answer = try await send(.GET, "/v1/claims/\(id)", as: approver)
            return answer["reevaluation"] == nil ? nil : answer
        }
        #expect(after["reevaluation", "outcome"]?.text == "same" && after["reevaluation", "is_flagged"]?.flag == false)
        #expect(after["state"]?.text == "refused" && after["decision"] == claim["decision"])
    }
}
