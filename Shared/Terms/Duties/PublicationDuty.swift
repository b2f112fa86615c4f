/// That something must be made known: where, to whom, by when, and by which clause.
public struct PublicationDuty: Hashable, Sendable, Codable {
    /// How it stands with it.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// It was made known, in time where a time is promised.
        case kept
        /// It was made known, and too late.
        case late
        /// It was not made known, and there is time, or no time is promised.
        case outstanding
        /// It was not made known, and the time is over.
        case overdue
    }

    /// The clause.
    public let clause: String
    /// What is promised, in the words of the clause.
    public let title: String
    /// Where it is found; nil where that is not said.
    public let place: String?
    /// The ways in which it reaches those who subscribe; empty where it is only shown.
    public let channels: [String]
    /// What customers subscribe to; nil where they cannot choose.
    public let subscribedBy: Publication.Subscription?
    /// The service that it is about, by key; nil for none in particular.
    public let service: String?
    /// The last instant at which it is in time; nil where no time is promised.
    public let due: Instant?
    /// What it rests on.
    public let bearing: Bearing

    /// How it stands at `now` with something that was made known at an instant; nil where it was not yet.
    public func outcome(publishedAt: Instant?, at now: Instant) -> Outcome {
        guard let publishedAt, publishedAt <= now else { return due.map { now > $0 } ?? false ? .overdue : .outstanding }
        return due.map { publishedAt > $0 } ?? false ? .late : .kept
    }

    /// Seconds by which it came too late; none where it came in time.
    public func lateSeconds(publishedAt: Instant) -> Int64 {
        due.map { max(0, publishedAt - $0) } ?? 0
    }

    /// Whether it is sent to somebody who subscribes to these services, by key.
    public func reaches(subscriberOf services: Set<String>) -> Bool {
        guard !channels.isEmpty else { return false }
        switch subscribedBy {
        case nil: return true
        case .everything: return !services.isEmpty
        case .service: return service.map(services.contains) ?? false
        }
    }
}

extension AgreementDocument {
    /// What the agreement obliges its provider to make known of something that happens, in the order of the document; nothing of
    /// an incident whose priority is not published.
    public func publicationDuties(on occurrence: Occurrence) -> [PublicationDuty] {
        let priority = occurrence.priority.flatMap { key in incidents.first { $0.key == key } }
        if occurrence.subject == .incidents, priority?.isPublished == false { return [] }
        let known = completed(occurrence.known)
        return publications.filter { publication in
            publication.subject == occurrence.subject && publication.scope?.outcome(for: known) ?? .applies == .applies
        }.map { publication in
            let cited = Set([publication.clause, priority?.publicationClause].compactMap { $0 })
            return PublicationDuty(
                clause: publication.clause, title: publication.title, place: publication.at, channels: publication.channels,
                subscribedBy: publication.subscribedBy, service: occurrence.service, due: publication.due(for: occurrence.at),
                bearing: Bearing(self, clauses: cited))
        }
    }
}

extension Publication {
    /// By when something must be known that happens at an instant: so long before, or so long after.
    fileprivate func due(for instant: Instant) -> Instant? {
        notice.map { instant.advanced(by: -$0.seconds) } ?? within.map { instant.advanced(by: $0.seconds) }
    }
}
