import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `known_tickets`.
enum KnownTicketStore {
    /// Keeps tickets; what is kept of them never changes.
    static func keep(_ tickets: [KnownTicket], of tenant: TenantID) -> Query {
        """
        insert into known_tickets (tenant_id, id, customer_id, service_id, opened_at)
        select \(tenant), * from unnest(\(tickets.map(\.id)), \(tickets.map(\.customer)), \(tickets.map(\.service)),
            \(tickets.map(\.openedAt)))
        on conflict (tenant_id, id) do nothing
        """
    }

    /// A ticket of a customer.
    static func find(_ id: TicketID, of customer: CustomerID, _ tenant: TenantID) -> Query {
        """
        select id, customer_id, service_id, opened_at from known_tickets
        where tenant_id = \(tenant) and id = \(id) and customer_id = \(customer)
        """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> KnownTicket {
        let (id, customer, service, openedAt) = try row.decode((TicketID, CustomerID, ServiceID?, Instant).self)
        return KnownTicket(id: id, customer: customer, service: service, openedAt: openedAt)
    }
}
