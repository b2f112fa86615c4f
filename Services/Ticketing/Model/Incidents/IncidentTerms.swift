import Contracts
import Terms

/// What the agreements about an incident's services say about incidents: of each the version that was in force when it was
/// declared.
struct IncidentTerms: Sendable {
    /// A version of an agreement.
    struct Version: Sendable {
        let agreement: AgreementID
        let number: Int
        let document: AgreementDocument
    }

    let versions: [Version]

    /// How grave an incident can be, the gravest first, as the first agreement has it that speaks of it.
    var priorities: [IncidentPriority] {
        versions.lazy.map(\.document.incidents).first { !$0.isEmpty } ?? []
    }

    /// Every key that any of the agreements has.
    var keys: [String] {
        versions.flatMap { $0.document.incidents.map(\.key) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// How grave an outage is of which only a measurement tells: the least that counts as down. People can say that it is worse.
    var ofOutages: String? { priorities.last { $0.countsAsDown }?.key }

    /// Whether such an incident is unavailability by any of the agreements; nil where none has the priority.
    func countsAsDown(_ priority: String?) -> Bool? {
        let found = named(priority)
        return found.isEmpty ? nil : found.contains { $0.1.countsAsDown }
    }

    /// Whether it is to be published by any of the agreements; where none has the priority, it is.
    func isPublished(_ priority: String?) -> Bool {
        let found = named(priority)
        return found.isEmpty || found.contains { $0.1.isPublished }
    }

    /// The clocks of the updates that are promised from an instant on.
    func cadences(_ priority: String?, since: Instant) -> [CadenceMachine] {
        named(priority).compactMap { version, priority in
            priority.updateEvery.map { every in
                CadenceMachine(
                    agreement: version.agreement, version: version.number, calendar: priority.calendar,
                    promise: ClockPromise(
                        priority: priority.key, clause: priority.cadenceClause, strength: .guarantee,
                        targetSeconds: every.seconds, aimSeconds: nil),
                    since: since)
            }
        }
    }

    /// The hours in which a clock counts.
    func hours(of cadence: CadenceMachine) -> ServiceCalendar {
        let version = versions.first { $0.agreement == cadence.agreement && $0.number == cadence.version }
        let calendar = cadence.calendar.flatMap { version?.document.calendar($0) }
        return calendar ?? ServiceCalendar(alwaysOpenIn: version?.document.zone ?? .utc)
    }

    private func named(_ key: String?) -> [(Version, IncidentPriority)] {
        versions.compactMap { version in version.document.incidents.first { $0.key == key }.map { (version, $0) } }
    }
}
