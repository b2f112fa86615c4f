import Contracts
import Foundation
import Terms

/// What a request of a customer is judged by, as ``KnownStore/standing(of:on:_:)`` reads it.
struct KnownStanding: Decodable, Sendable {
    /// From when a version holds for the customer, where it waits for notice.
    struct Schedule: Decodable {
        let agreement: UUID
        let version: Int
        /// Seconds since 1970; nil while there is no proof.
        let effectiveFrom: Int64?
    }

    /// Whether the tenant has such a customer.
    let isCustomer: Bool
    /// What it has agreed on.
    let terms: CustomerTerms
    /// The service that it asks about; nil where there is none.
    let service: ServiceState?

    private enum CodingKeys: String, CodingKey {
        case isCustomer, subscriptions, versions, schedules, service
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        isCustomer = try values.decode(Bool.self, forKey: .isCustomer)
        service = try values.decodeIfPresent(ServiceState.self, forKey: .service)
        var starts: [AgreementID: [Int: Instant?]] = [:]
        for schedule in try values.decode([Schedule].self, forKey: .schedules) {
            starts[AgreementID(schedule.agreement), default: [:]][schedule.version] = .some(
                schedule.effectiveFrom.map(Instant.init(epochSeconds:)))
        }
        terms = CustomerTerms(
            subscriptions: try values.decode([SubscriptionState].self, forKey: .subscriptions),
            versions: try values.decode([KnownVersion].self, forKey: .versions), schedules: starts)
    }
}
