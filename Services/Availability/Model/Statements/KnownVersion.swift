import Contracts
import Terms

/// A published version of an agreement, ready to be judged by.
struct KnownVersion: Sendable {
    let state: AgreementVersionState
    let document: AgreementDocument
    /// Of a version that waits for notice: the earliest start in any customer's schedule.
    let firstStart: Instant?

    /// Reads a version's document.
    ///
    /// - Throws: when it is no agreement document; Agreements publishes none that is not.
    init(_ state: AgreementVersionState, firstStart: Instant? = nil) throws {
        self.state = state
        self.document = try AgreementDocument(state.document)
        self.firstStart = firstStart
    }

    /// Whether it holds for a customer only from when the customer's schedule says.
    var waitsForNotice: Bool { state.noticeRules?.isEmpty == false }

    /// When it is in force for anybody; nil while it waits for its first notice.
    var force: Interval? {
        guard let start = waitsForNotice ? firstStart : state.effectiveFrom else { return nil }
        return Interval(start, max(start, state.effectiveUntil ?? .latest))
    }

    /// Whether windows that run when another version comes into force are judged by that one.
    var switchesRunningWindows: Bool { document.changes.contains { $0.runningWindows == .switch } }
}
