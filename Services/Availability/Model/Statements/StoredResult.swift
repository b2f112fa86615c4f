import Contracts
import Terms

/// What is kept of a window: its latest revision.
struct StoredResult<Resource: KeptResource>: Sendable {
    let id: StatementID
    let revision: Int
    let fingerprint: String
    let body: String
    /// The account of every second, of a statement.
    var timeline = ""

    /// As others see it.
    func resource() throws -> Resource { try PledgeJSON.decode(from: body) }
}
