/// The clauses that a result rests on, and the interpretations that bear on it: what makes it answerable.
public struct Bearing: Hashable, Sendable, Codable {
    /// Ids of clauses, in the order of the agreement.
    public let clauses: [String]
    /// Ids of interpretations, in the order of the agreement.
    public let interpretations: [String]

    /// What of a document bears on a result that rests on these clauses and came to that availability, where there is one.
    public init(_ document: AgreementDocument, clauses cited: Set<String>, availability: Ratio? = nil) {
        clauses = document.clauses.map(\.id).filter(cited.contains)
        interpretations = document.interpretations.filter { $0.bears(on: cited, availability: availability) }.map(\.id)
    }

    /// What bears on a statement.
    init(_ statement: Statement) {
        clauses = statement.clauses
        interpretations = statement.interpretations
    }
}
