import Contracts
import Foundation
import Terms
import TestSupport
import Testing

extension Provider {
    /// Claims for a statement under Zecto's agreement and has it approved; gives the claim and the credit.
    func credit(for statement: String, of customer: String) async throws -> (claim: String, credit: String) {
        // The draft says that the statement has settled and is known.
        _ = try await eventually("the draft of a claim", within: 30) {
            try await read("/v1/claims?statement=\(statement)&state=drafted")["data", "0", "id"]?.text
        }
        let claim = try await make(
            "/v1/claims",
            #"""
            {"customer":"\#(customer)","statement":"\#(statement)","evidence":[
              {"requirement":"Specific dates and times of service unavailability","text":"20 April"}]}
            """#)
        try #require(claim["state"]?.text == "under_review", "\(claim.text)")
        let id = try #require(claim["id"]?.text)
        return (claim: id, credit: try await approve(id))
    }

    /// Has a claim approved by somebody who had no part in it; gives the credit.
    func approve(_ claim: String) async throws -> String {
        let approver = try await key(.approver)
        let decided = try await installation.send(
            .POST, "/v1/claims/\(claim)/decision", key: approver, json: #"{"decision":"approved","reason":"Measured so."}"#)
        try #require(decided.status == 200, "\(decided.text)")
        return try #require(decided["credit"]?.text)
    }
}
