import Contracts

/// What has happened, as subject lines say it.
struct Happening: Sendable, Equatable {
    let topic: PreferenceResource.Topic
    let english: String
    let dutch: String

    /// By the type of event; customers are told of no others.
    static let all: [String: Happening] = [
        "pledge.availability.statement.final.v1": .init(.statements, "Statement", "Afrekening van de afspraak"),
        "pledge.availability.statement.restated.v1": .init(.statements, "Statement restated", "Afrekening herzien"),
        "pledge.availability.objective.final.v1": .init(.statements, "Objective missed", "Doelstelling niet gehaald"),
        "pledge.availability.objective.restated.v1": .init(.statements, "Objective restated", "Doelstelling herzien"),
        "pledge.ticketing.ticket.opened.v1": .init(.tickets, "Ticket opened", "Ticket geopend"),
        "pledge.ticketing.ticket.replied.v1": .init(.tickets, "Reply to your ticket", "Antwoord op uw ticket"),
        "pledge.ticketing.ticket.resolved.v1": .init(.tickets, "Ticket resolved", "Ticket opgelost"),
        "pledge.ticketing.ticket.reopened.v1": .init(.tickets, "Ticket reopened", "Ticket heropend"),
        "pledge.ticketing.ticket.merged.v1": .init(.tickets, "Ticket merged", "Ticket samengevoegd"),
        "pledge.ticketing.support_statement.final.v1": .init(.statements, "Support statement", "Afrekening van support"),
        "pledge.ticketing.support_statement.restated.v1": .init(
            .statements, "Support statement restated", "Afrekening van support herzien"),
        "pledge.ticketing.incident.declared.v1": .init(.incidents, "Incident", "Storing"),
        "pledge.ticketing.incident.updated.v1": .init(.incidents, "Incident updated", "Storing bijgewerkt"),
        "pledge.ticketing.incident.resolved.v1": .init(.incidents, "Incident resolved", "Storing verholpen"),
        "pledge.claims.claim.drafted.v1": .init(.claims, "Claim prepared for you", "Claim voor u voorbereid"),
        "pledge.claims.claim.submitted.v1": .init(.claims, "Claim received", "Claim ontvangen"),
        "pledge.claims.claim.awaiting_window.v1": .init(.claims, "Claim waits for its window", "Claim wacht op zijn periode"),
        "pledge.claims.claim.needs_evidence.v1": .init(.claims, "Claim needs evidence", "Claim heeft bewijs nodig"),
        "pledge.claims.claim.decided.v1": .init(.claims, "Claim decided", "Besluit over uw claim"),
        "pledge.claims.claim.expired.v1": .init(.claims, "Claim expired", "Claim verlopen"),
        "pledge.claims.credit.issued.v1": .init(.claims, "Credit granted", "Tegoed toegekend"),
        "pledge.claims.credit.applied.v1": .init(.claims, "Credit applied to an invoice", "Tegoed verrekend"),
        "pledge.claims.credit.voided.v1": .init(.claims, "Credit voided", "Tegoed ingetrokken"),
        "pledge.claims.credit.expired.v1": .init(.claims, "Credit expired", "Tegoed verlopen"),
    ]

    private init(_ topic: PreferenceResource.Topic, _ english: String, _ dutch: String) {
        self.topic = topic
        self.english = english
        self.dutch = dutch
    }
}
