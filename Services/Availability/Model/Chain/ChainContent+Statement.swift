import Contracts
import Foundation
import Terms

extension ChainContent {
    /// What is recorded of a revision that was just made; `body` is its JSON as it is kept.
    init(_ statement: StatementResource, body: String, reason: StatementWorkStore.Reason, by principal: String, at now: Instant) {
        self.init(
            statement: statement.id, revision: statement.revision, state: statement.state, reason: reason.rawValue,
            by: principal, clauses: statement.clauses, madeAt: now, bodyHash: Digest.text(of: Data(body.utf8)))
    }

    /// That a statement settled without another revision; `body` is the JSON of the revision as it is kept.
    ///
    /// - Throws: when that is no JSON.
    static func settled(_ statement: StatementResource, body: String, at now: Instant) throws -> ChainContent {
        try kept(
            statement, body: body, state: .final, reason: settledReason, by: system, madeAt: now)
    }

    /// What is recorded of a revision that was kept before, in a state.
    ///
    /// - Throws: when `body` is no JSON.
    static func kept(
        _ statement: StatementResource, body: String, state: StatementResource.State, reason: String, by principal: String,
        madeAt: Instant
    ) throws -> ChainContent {
        ChainContent(
            statement: statement.id, revision: statement.revision, state: state, reason: reason, by: principal,
            clauses: statement.clauses, madeAt: madeAt, bodyHash: try hash(body: body, in: state))
    }

    /// The hash of a revision's JSON, in a state.
    private static func hash(body: String, in state: StatementResource.State) throws -> String {
        let node = try PledgeJSON.decode(Node.self, from: body).replacing("state", with: Node(.string(state.rawValue)))
        return Digest.text(of: Data(CanonicalJSON.text(node).utf8))
    }
}
