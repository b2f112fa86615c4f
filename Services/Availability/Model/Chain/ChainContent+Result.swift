import Contracts
import Foundation
import Terms

extension ChainContent {
    /// What is recorded of a revision that was just made; `body` is its JSON as it is kept.
    init(_ made: some KeptResource, body: String, reason: StatementWorkStore.Reason, by principal: String, at now: Instant) {
        self.init(
            of: made.subject, revision: made.revision, state: made.state, reason: reason.rawValue, by: principal,
            clauses: made.clauses, madeAt: now, bodyHash: Digest.text(of: Data(body.utf8)))
    }

    /// That something settled without another revision; `body` is the JSON of the revision as it is kept.
    ///
    /// - Throws: when that is no JSON.
    static func settled(_ made: some KeptResource, body: String, at now: Instant) throws -> ChainContent {
        try kept(made, body: body, state: .final, reason: settledReason, by: system, madeAt: now)
    }

    /// What is recorded of a revision that was kept before, in a state.
    ///
    /// - Throws: when `body` is no JSON.
    static func kept(
        _ made: some KeptResource, body: String, state: StatementResource.State, reason: String, by principal: String,
        madeAt: Instant
    ) throws -> ChainContent {
        ChainContent(
            of: made.subject, revision: made.revision, state: state, reason: reason, by: principal, clauses: made.clauses,
            madeAt: madeAt, bodyHash: try hash(body: body, in: state))
    }

    /// The hash of a revision's JSON, in a state.
    private static func hash(body: String, in state: StatementResource.State) throws -> String {
        let node = try PledgeJSON.decode(Node.self, from: body).replacing("state", with: Node(.string(state.rawValue)))
        return Digest.text(of: Data(CanonicalJSON.text(node).utf8))
    }

    /// The id by which what it is about is kept.
    var keptID: StatementID? { statement ?? objective?.kept }
}
