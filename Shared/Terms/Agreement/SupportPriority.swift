/// How urgent a support request is, by the agreement's words.
public struct SupportPriority: Hashable, Sendable {
    /// Who decides on the priority.
    public enum Classifier: String, CaseIterable, Hashable, Sendable {
        case customer
        case provider
        /// The customer proposes; the provider may change it, with a reason.
        case customerThenProvider = "customer_then_provider"
    }

    /// The priority's key.
    public let key: String
    /// Its name.
    public let title: String
    /// The clause.
    public let clause: String
    /// What belongs to it.
    public let definition: String
    /// Who decides.
    public let classifiedBy: Classifier

    init(_ reader: NodeReader, _ names: AgreementNames) {
        key = reader["key"].key()
        title = reader["title"].text()
        clause = names.clause(reader["clause"])
        definition = reader["definition"].prose(1...1000)
        classifiedBy = reader["classified_by"].choice()
    }
}
