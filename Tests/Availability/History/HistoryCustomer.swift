import Chassis
import Contracts
import Foundation
import Terms
import TestSupport

@testable import Availability

/// The customer of a history: known by its contract, and given notice of whatever is announced, as it is announced.
extension World {
    /// A customer with a contract about a service.
    func contract(_ key: String, _ service: ServiceID, _ agreement: AgreementID, from start: Instant) async throws -> CustomerID {
        let customer = CustomerState(
            id: CustomerID(), key: key, name: key, timeZone: nil, contactEmail: nil, revision: 1, createdAt: start,
            updatedAt: start)
        try await tell(CustomerCreated(customer: customer))
        let contract = SubscriptionState(
            id: SubscriptionID(), customer: customer.id, service: service, agreement: agreement, agreementVersion: nil,
            plan: "any",
            currency: "EUR", fees: [:], billingAnchorDay: 1, trial: false, from: start, until: nil, attributes: [], revision: 1,
            createdAt: start, updatedAt: start)
        try await tell(SubscriptionStarted(subscription: contract))
        return customer.id
    }

    /// Notice of maintenance, now.
    func notice(of maintenance: String, to customer: CustomerID) async throws {
        let now = self.service.clock.now
        try await tell(
            NoticeGiven(
                notice: NoticeResource(
                    id: NoticeID(), kind: .maintenance, agreement: nil, version: nil, maintenance: MaintenanceID(maintenance),
                    customers: [customer], channel: "email", givenAt: now, recipient: "noc@acme.example", text: nil,
                    textHash: String(repeating: "0", count: 64), recordedBy: "notifications", createdAt: now)))
    }
}
