import Contracts
import Terms

/// A revision of a statement as it is shown: as it was kept, to the byte, with its entries in the chain.
struct StatementRevision: Encodable, Sendable {
    /// Its JSON as it is kept: what is hashed is that, and not what a later edition of this software would make of it.
    let body: String
    /// When it was made and, where it did so without another revision, when it settled. None of an open statement.
    let chain: [ChainEntryResource]

    /// - Throws: `EncodingError` or `DecodingError` when what was kept is no JSON.
    func encode(to encoder: any Encoder) throws {
        let shown = try PledgeJSON.decode(Node.self, from: body)
        let entries = try PledgeJSON.decode(Node.self, from: try PledgeJSON.encodeText(chain))
        try shown.replacing("chain", with: entries).encode(to: encoder)
    }
}
