import Contracts
import Terms

/// What a window came to, as it was worked out: a statement, or the result of an objective. It is kept in revisions.
protocol MadeResult: Sendable {
    associatedtype Resource: KeptResource

    /// Where it is kept.
    static var kind: ResultKind { get }
    /// What it is about.
    var key: StatementKey { get }
    /// As others see it.
    var resource: Resource { get }
    /// The same for two evaluations that say the same.
    var fingerprint: String { get }

    /// The event that tells of its first revision.
    var provisional: any EventPayload { get }
    /// The event that tells of a later one.
    var restated: any EventPayload { get }
    /// The event that tells that it has settled, as `settled`.
    func final(_ settled: Resource) -> any EventPayload
}

/// What is kept of a window, as others see it.
protocol KeptResource: Codable, Sendable {
    /// Its id, as the chain records it.
    var subject: ChainContent.Subject { get }
    /// 0 while the window is open.
    var revision: Int { get }
    /// Where it stands.
    var state: StatementResource.State { get }
    /// The clauses that it rests on.
    var clauses: [String] { get }
    /// The same once its settling time is over.
    var settled: Self { get }
}

/// A revision to be kept.
struct KeptRevision<Made: MadeResult>: Sendable {
    let made: Made
    let fingerprint: String
    /// Its JSON.
    let body: String
    let reason: StatementWorkStore.Reason
}

extension KeptResource {
    /// The version of what is shown. What is open is another one every second and has none to name; settling changes what is
    /// shown of a revision once.
    var shownVersion: Int64? { revision == 0 ? nil : Int64(revision) * 2 + (state == .final ? 1 : 0) }
}

extension StatementResource: KeptResource {
    var subject: ChainContent.Subject { .statement(id) }
}

extension ObjectiveResource: KeptResource {
    var subject: ChainContent.Subject { .objective(id) }
}
