import Contracts

/// What came of an attempt.
struct AttemptOutcome: Sendable, Equatable {
    /// How it ended.
    enum Kind: Sendable, Equatable {
        /// The other side has taken it.
        case taken
        /// It did not arrive, or was not taken now; another attempt may succeed.
        case failed
        /// It will never be taken.
        case refused
        /// It was handed over whole, and no answer came: the other side may have it.
        case unanswered
        /// The endpoint says that it is gone for good.
        case gone
    }

    /// Longest answer that is kept, in characters.
    static let longestAnswer = 500

    let kind: Kind
    /// What was answered, for people.
    let answer: String
    /// Seconds that the other side asks to wait.
    var retryAfterSeconds: Int64?

    /// An outcome, its answer cut to what is kept.
    init(_ kind: Kind, _ answer: String, retryAfterSeconds: Int64? = nil) {
        self.kind = kind
        self.answer = String(answer.filter { $0 != "\0" }.prefix(Self.longestAnswer))
        self.retryAfterSeconds = retryAfterSeconds
    }
}
