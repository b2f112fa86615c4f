import Contracts
import Terms

/// What a request says that declares an incident.
struct IncidentDraft: Sendable, Equatable {
    /// Ids or keys of services.
    let services: [String]
    let title: String
    let text: String
    let priority: String?
    /// When it began; nil for now.
    let startedAt: Instant?
    /// Whether it is unavailability, where no agreement says so.
    let isDown: Bool

    /// Reads a body; problems are noted with the reader.
    ///
    /// - Parameter now: what the incident may not begin after.
    init(_ body: NodeReader, now: Instant) {
        services = body["services"].list(1...Bounds.incidentServices) { $0.text(1...64) }
        if Set(services).count < services.count { body["services"].fail("must not have a service twice") }
        title = body["title"].text(1...Bounds.subject)
        text = body["text"].prose(1...Bounds.text)
        priority = body.ifPresent("priority") { $0.key() }
        startedAt = body.ifPresent("started_at") { $0.instant() }
        isDown = body.ifPresent("down") { $0.bool() } ?? false
        if let startedAt, startedAt > now { body["started_at"].fail("must not be in the future") }
    }
}

/// What a request says about how an incident stands.
struct IncidentUpdateDraft: Sendable, Equatable {
    let text: String
    let status: IncidentResource.Status?
    let priority: String?
    let reason: String?
    /// When it was over, where that is said later.
    let resolvedAt: Instant?

    /// Reads a body; problems are noted with the reader.
    init(_ body: NodeReader) {
        text = body["text"].prose(1...Bounds.text)
        status = body.ifPresent("status") { $0.choice() }
        priority = body.ifPresent("priority") { $0.key() }
        reason = body.ifPresent("reason") { $0.prose(1...Bounds.reason) }
        resolvedAt = body.ifPresent("resolved_at") { $0.instant() }
    }
}
