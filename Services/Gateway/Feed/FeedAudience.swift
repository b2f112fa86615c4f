import Contracts
import Foundation

/// Whom an event concerns within its tenant. The tenant's staff are told of everything; a customer's people only of what
/// concerns their customer or the services and agreements that it subscribes to. What is not known to concern a customer
/// concerns none.
enum FeedAudience: Sendable, Equatable {
    /// The tenant's staff alone.
    case staff
    /// One customer.
    case customer(CustomerID)
    /// A new, changed or ended subscription of a customer: it widens what the customer sees.
    case subscription(CustomerID, ServiceID, AgreementID)
    /// Every customer that subscribes to the service.
    case service(ServiceID)
    /// Every customer that subscribes to any of the services.
    case services([ServiceID])
    /// Every customer that subscribes under the agreement.
    case agreement(AgreementID)

    /// Derives the audience from an event.
    init(_ envelope: EventEnvelope) {
        guard let rule = Self.rules.first(where: { envelope.type.hasPrefix($0.prefix) }),
            let concern = try? envelope.read(Concern.self)
        else {
            self = .staff
            return
        }
        self = rule.read(concern.data) ?? .staff
    }

    private struct Rule: Sendable {
        let prefix: String
        let read: @Sendable (Concern.Content) -> FeedAudience?
    }

    private static let rules: [Rule] = [
        Rule(prefix: "pledge.agreements.customer.") { ($0.customer?.id ?? $0.id.flatMap { CustomerID($0) }).map(Self.customer) },
        Rule(prefix: "pledge.agreements.member.") { ($0.member?.customer ?? $0.customer?.id).map(Self.customer) },
        Rule(prefix: "pledge.agreements.subscription.") {
            $0.subscription.map { Self.subscription($0.customer, $0.service, $0.agreement) }
        },
        Rule(prefix: "pledge.agreements.fees.") { ($0.fee?.customer).map(Self.customer) },
        Rule(prefix: "pledge.agreements.agreement.scheduled.") { ($0.schedule?.customer).map(Self.customer) },
        Rule(prefix: "pledge.agreements.agreement.") { ($0.version?.agreement).map(Self.agreement) },
        Rule(prefix: "pledge.claims.claim.") { ($0.claim?.customer).map(Self.customer) },
        Rule(prefix: "pledge.claims.credit.") { ($0.credit?.customer).map(Self.customer) },
        // An outage of some customers names them all.
        Rule(prefix: "pledge.availability.outage.") { content in
            content.outage.map { $0.customers == nil ? .service($0.service) : .staff }
        },
        // Warnings are for those who can still do something.
        Rule(prefix: "pledge.availability.maintenance.warning.") { _ in .staff },
        Rule(prefix: "pledge.availability.maintenance.") { ($0.maintenance?.service).map(Self.service) },
        Rule(prefix: "pledge.availability.statement.") { content in
            guard let statement = content.statement else { return nil }
            return statement.customer.map(Self.customer) ?? .service(statement.service)
        },
        Rule(prefix: "pledge.availability.objective.") { content in
            guard let objective = content.objective else { return nil }
            return objective.customer.map(Self.customer) ?? .service(objective.service)
        },
        // What was said among the staff stays there, whoever's ticket it is about.
        Rule(prefix: "pledge.ticketing.ticket.") { content in
            content.message?.audience == TicketMessageResource.Audience.internal.rawValue
                ? .staff : (content.ticket?.customer).map(Self.customer)
        },
        Rule(prefix: "pledge.ticketing.clock.warning.") { _ in .staff },
        // What is not to be published is for the staff alone.
        Rule(prefix: "pledge.ticketing.incident.") { content in
            content.incident.flatMap { $0.published ? .services($0.services) : nil }
        },
        Rule(prefix: "pledge.ticketing.support_statement.") { ($0.supportStatement?.customer).map(Self.customer) },
        Rule(prefix: "pledge.ticketing.clock.") { ($0.clock?.customer ?? $0.customer?.id).map(Self.customer) },
    ]
}

/// The parts of an event's data that say whom it concerns; see `Shared/Contracts/Events`.
private struct Concern: Decodable {
    struct Content: Decodable {
        let id: String?
        let customer: CustomerReference?
        let member: OfCustomer?
        let subscription: OfSubscription?
        let version: OfAgreement?
        let schedule: OfCustomer?
        let fee: OfCustomer?
        let claim: OfCustomer?
        let supportStatement: OfCustomer?
        let credit: OfCustomer?
        let outage: OfOutage?
        let maintenance: OfService?
        let statement: OfStatement?
        let objective: OfStatement?
        let ticket: TicketReference?
        let message: OfAudience?
        let clock: OfClock?
        let incident: OfIncident?
    }

    struct OfCustomer: Decodable { let customer: CustomerID }
    struct OfService: Decodable { let service: ServiceID }
    struct OfOutage: Decodable {
        let service: ServiceID
        let customers: [CustomerID]?
    }
    struct OfAgreement: Decodable { let agreement: AgreementID }
    struct OfStatement: Decodable {
        let service: ServiceID
        let customer: CustomerID?
    }
    struct OfAudience: Decodable { let audience: String }
    /// The clock of a ticket names its customer, that of an incident none.
    struct OfClock: Decodable { let customer: CustomerID? }
    struct OfIncident: Decodable {
        let services: [ServiceID]
        let published: Bool
    }
    struct OfSubscription: Decodable {
        let customer: CustomerID
        let service: ServiceID
        let agreement: AgreementID
    }

    /// A ticket whole, or its id alone, which says nothing about whose it is.
    struct TicketReference: Decodable {
        let customer: CustomerID?

        init(from decoder: any Decoder) throws {
            customer = try? OfCustomer(from: decoder).customer
        }
    }

    /// A customer whole, or its id alone.
    struct CustomerReference: Decodable {
        let id: CustomerID

        private enum CodingKeys: CodingKey { case id }

        init(from decoder: any Decoder) throws {
            if let id = try? decoder.singleValueContainer().decode(CustomerID.self) {
                self.id = id
            } else {
                id = try decoder.container(keyedBy: CodingKeys.self).decode(CustomerID.self, forKey: .id)
            }
        }
    }

    let data: Content
}
