import Contracts
import Terms

/// A version of an agreement: a draft until it is published, immutable since.
struct AgreementVersion: Sendable, Equatable, Revised {
    /// The agreement.
    let agreement: AgreementID
    /// The version's number, from 1.
    let version: Int
    /// What Pledge carries of the document without executing it.
    var notEvaluated: [NotEvaluated]
    /// The document as JSON; nil where only the list was asked for.
    var document: Node?
    /// The publication; nil for a draft.
    var publication: Publication?
    /// Grows by one with every change.
    var revision: Int64
    /// When the draft was made.
    let createdAt: Instant
    /// When it last changed.
    var updatedAt: Instant

    /// What publishing adds.
    struct Publication: Sendable, Equatable {
        /// When.
        let publishedAt: Instant
        /// By whom: the principal of the request.
        let publishedBy: String
        /// From when the version is in force; of one that waits for notice not before then.
        let effectiveFrom: Instant
        /// Until when: from then on another version holds for everybody.
        var effectiveUntil: Instant?
        /// Why it waits for notice; empty when it holds for everybody.
        var noticeRules: [NoticeRule] = []
        /// Of a version that waits: the earliest start that any customer's schedule says.
        var firstStart: Instant?
        /// Service ids by the keys that the document uses.
        let services: [String: ServiceID]

        /// When it is in force for anybody; nil while it waits for its first notice.
        var force: Interval? {
            guard let start = noticeRules.isEmpty ? effectiveFrom : firstStart else { return nil }
            return Interval(start, max(start, effectiveUntil ?? .latest))
        }
    }

    /// Where the version is in its life at `now`.
    func state(at now: Instant) -> AgreementVersionResource.State {
        guard let publication else { return .draft }
        if let until = publication.effectiveUntil, until <= now { return .superseded }
        guard let force = publication.force else { return .awaitingNotice }
        return now < force.start ? .published : .effective
    }

    /// What the API shows at `now`; a list leaves the document out.
    func resource(at now: Instant, standing: StandingResource? = nil) -> AgreementVersionResource {
        AgreementVersionResource(
            agreement: agreement, version: version, state: state(at: now), publishedAt: publication?.publishedAt,
            effectiveFrom: publication?.effectiveFrom, effectiveUntil: publication?.effectiveUntil,
            noticeRules: publication?.noticeRules ?? [], standing: standing, notEvaluated: notEvaluated, document: document,
            createdAt: createdAt, updatedAt: updatedAt)
    }

    /// What others are told; nil for a draft.
    func published(of agreement: AgreementState) -> AgreementVersionState? {
        guard let publication, let document else { return nil }
        return AgreementVersionState(
            agreement: agreement.id, key: agreement.key, title: agreement.title, version: version, document: document,
            services: publication.services, publishedAt: publication.publishedAt, effectiveFrom: publication.effectiveFrom,
            effectiveUntil: publication.effectiveUntil,
            noticeRules: publication.noticeRules.isEmpty ? nil : publication.noticeRules)
    }
}
