import Contracts
import Foundation
import Terms

/// What customers are told of the events of availability, ticketing and claims: the parts that a reader needs, whatever else an
/// event carries.
struct EventReport: Sendable, Equatable {
    /// Whom an event concerns.
    enum Audience: Sendable, Equatable {
        case customer(CustomerID)
        case services([ServiceID])
    }

    /// Seconds after a window's end within which its statement is news: history that is loaded is not mailed.
    static let newsSeconds: Int64 = 62 * 86_400

    let topic: PreferenceResource.Topic
    let audience: Audience
    let happening: Happening
    /// The id of what it is about.
    let reference: String
    /// Its title, and facts by their names in both languages.
    let title: String
    let facts: [Fact]
    /// The end of the window that it is about, of statements.
    let windowEnd: Instant?

    /// One line.
    struct Fact: Sendable, Equatable {
        let english: String
        let dutch: String
        let value: String

        /// A line; nil when there is nothing to say.
        init?(_ english: String, _ dutch: String, _ value: String?) {
            guard let value, !value.isEmpty else { return nil }
            self.english = english
            self.dutch = dutch
            self.value = value
        }
    }

    /// Reads an event; nil when customers are not told of it.
    init?(_ event: EventEnvelope) {
        guard let happening = Happening.all[event.type], let data = try? event.read(Told.self).data,
            let audience = data.audience
        else { return nil }
        // What is said among the tenant's people stays there, and so does an incident that is not to be published.
        if data.message?.audience == "internal" || data.incident?.published == false { return nil }
        // Of many objectives only what was missed is told, and what comes of that.
        if let objective = data.objective, !objective.isTold(by: event.type) { return nil }
        // An outage more in the series is nothing that anybody said.
        if event.type == IncidentUpdated.type, data.update == nil { return nil }
        self.happening = happening
        self.audience = audience
        topic = happening.topic
        reference = event.subject
        title = data.title
        facts = data.facts
        windowEnd = data.statement?.window.to ?? data.objective?.window.to ?? data.supportStatement?.to
    }

    /// Whether it is worth telling.
    func isNews(at now: Instant) -> Bool { windowEnd.map { now - $0 <= Self.newsSeconds } ?? true }
}

/// The parts of an event's data that are told; see `Shared/Contracts/Events`.
private struct Told: Decodable {
    let data: Content

    struct Content: Decodable {
        let claim: Claim?
        let credit: Credit?
        let ticket: Ticket?
        let incident: Incident?
        let statement: Statement?
        let objective: Objective?
        let supportStatement: SupportStatement?
        /// The ticket in which another goes on.
        let into: Ticket?
        let message: Message?
        let update: Update?

        var audience: EventReport.Audience? {
            if let customer = claim?.customer ?? credit?.customer ?? ticket?.customer ?? statement?.customer
                ?? objective?.customer ?? supportStatement?.customer
            {
                return .customer(customer)
            }
            let service = statement?.service ?? objective?.service
            return (incident?.services ?? service.map { [$0] }).map(EventReport.Audience.services)
        }

        var title: String {
            let titles: [String?] = [
                claim?.title, credit?.amount.description, ticket?.subject, incident?.title, statement?.title,
                objective?.title, supportStatement?.month,
            ]
            return titles.compactMap(\.self).first ?? ""
        }

        var facts: [EventReport.Fact] {
            let windows: [Window?] = [claim?.window, credit?.window, statement?.window, objective?.window]
            let status: String? = ticket?.status ?? incident?.status
            let clause: String? = claim?.clause ?? statement?.clause ?? objective?.clause
            let verdict: String? = statement?.verdict ?? objective?.verdict.rawValue
            let clauses: [String]? = claim?.decision?.clauses ?? credit?.clauses ?? incident?.clauses
            let facts: [EventReport.Fact?] = [
                EventReport.Fact("Window", "Periode", windows.compactMap(\.self).first?.label),
                EventReport.Fact("Availability", "Beschikbaarheid", statement?.availabilityPercent.map { "\($0) %" }),
                EventReport.Fact("Target", "Doel", statement.map { "\($0.target) %" }),
                EventReport.Fact("Promise", "Toezegging", objective?.promise),
                EventReport.Fact("Measured", "Gemeten", objective?.figures),
                EventReport.Fact("Coverage", "Dekking", objective?.coveragePercent.map { "\($0) %" }),
                EventReport.Fact("Verdict", "Oordeel", verdict),
                EventReport.Fact("Kept", "Nagekomen", supportStatement.map { "\($0.met)" }),
                EventReport.Fact("Breached", "Niet nagekomen", supportStatement.map { "\($0.breached)" }),
                EventReport.Fact("Decision", "Besluit", claim?.decision?.decision),
                EventReport.Fact("Because", "Omdat", claim?.decision?.reason),
                EventReport.Fact("Amount", "Bedrag", credit?.amount.description),
                EventReport.Fact("Status", "Status", status),
                EventReport.Fact("Update", "Bericht", update?.text),
                EventReport.Fact(
                    "Goes on as", "Gaat verder als",
                    into.map { [$0.subject, $0.id?.description].compactMap(\.self).joined(separator: ", ") }),
                EventReport.Fact("Clause", "Bepaling", clause),
                EventReport.Fact("Clauses", "Bepalingen", clauses?.joined(separator: ", ")),
            ]
            return facts.compactMap(\.self)
        }
    }

    struct Claim: Decodable {
        struct Decision: Decodable {
            let decision: String
            let reason: String
            let clauses: [String]
        }
        let customer: CustomerID
        let title: String
        let clause: String
        let window: Window?
        let decision: Decision?
    }
    struct Credit: Decodable {
        let customer: CustomerID
        let amount: Money
        let clauses: [String]
        let window: Window?
    }
    struct Ticket: Decodable {
        let id: TicketID?
        let customer: CustomerID
        let subject: String
        let status: String
    }
    struct Incident: Decodable {
        struct Clock: Decodable { let clause: String }
        let services: [ServiceID]
        let title: String
        let status: String
        let published: Bool
        let clocks: [Clock]

        /// Under which updates are promised.
        var clauses: [String] { Set(clocks.map(\.clause)).sorted() }
    }
    struct Statement: Decodable {
        let customer: CustomerID?
        let service: ServiceID
        let title: String
        let clause: String
        let target: String
        let availabilityPercent: String?
        let verdict: String
        let window: Window
    }
    struct Objective: Decodable {
        let state: StatementResource.State
        let customer: CustomerID?
        let service: ServiceID
        let title: String
        let clause: String
        let promise: String
        let verdict: ObjectiveResult.Verdict
        let findings: [BacktestObjective.FindingResource]
        let coveragePercent: String?
        let window: Window

        /// What was measured, in words.
        var figures: String { findings.map(\.figure).joined(separator: ", ") }

        /// Whether customers are told: that it was missed when it has settled, and after that of every correction.
        func isTold(by type: String) -> Bool {
            type == ObjectiveFinal.type ? verdict == .missed : state == .final
        }
    }
    struct SupportStatement: Decodable {
        struct Promise: Decodable {
            let met: Int64
            let breached: Int64
        }
        let customer: CustomerID
        let month: String
        let to: Instant
        let promises: [Promise]

        var met: Int64 { promises.reduce(0) { $0 + $1.met } }
        var breached: Int64 { promises.reduce(0) { $0 + $1.breached } }
    }
    struct Window: Decodable {
        let label: String
        let to: Instant
    }
    struct Message: Decodable { let audience: String? }
    struct Update: Decodable { let text: String }
}
