/// Works out statements. Pure: the same facts give the same statement, wherever and whenever.
public enum StatementEvaluation {
    /// The statement for a commitment, a service and a window, on what is known at `asOf`.
    ///
    /// `tree` says what the service is made of. Time after `asOf` is pending: neither up nor down. An exclusion or a
    /// maintenance of some components only takes out time in which the service would have been up but for them.
    public static func evaluate(
        commitment: AvailabilityCommitment, document: AgreementDocument, service: String, tree: ComponentTree, window: Window,
        facts: StatementFacts, asOf: Instant
    ) -> Statement {
        StatementBasis(
            commitment: commitment, document: document, service: service, tree: tree, window: window, facts: facts, asOf: asOf
        ).statement()
    }
}
