/// How requests are taken in.
public struct SupportIntake: Hashable, Sendable {
    /// When the clocks of a request start.
    public enum Start: String, CaseIterable, Hashable, Sendable {
        /// When it arrives, complete or not.
        case receipt
        /// When it states all that it must.
        case complete
    }

    /// The clause.
    public let clause: String
    /// What a request must state.
    public let required: [String]
    /// When the clocks of a request start.
    public let clockStarts: Start

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        clause = names.clause(of: reader, otherwise: otherwise)
        required = reader.ifPresent("required") { $0.list(1...20) { $0.text() } } ?? []
        clockStarts = reader["clock_starts"].choice()
    }

    /// When the clocks of a request start that arrived at an instant; `completedAt` is when it stated all that it must, nil
    /// while it does not.
    public func start(receivedAt: Instant, completedAt: Instant?) -> Instant? {
        switch clockStarts {
        case .receipt: receivedAt
        case .complete: completedAt
        }
    }
}
