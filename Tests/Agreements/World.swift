import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

/// A tenant with whatever a test puts into it.
struct World {
    let service: ServiceUnderTest
    let tenant: TenantID
    var admin: Caller { .admin(of: tenant) }

    /// Runs `body` with a service that has one tenant.
    static func with(
        _ options: ServiceUnderTest.Options = .init(), _ body: (World) async throws -> Void
    ) async throws {
        try await ServiceUnderTest.with(.agreements, options) { service in
            try await body(World(service: service, tenant: try await tenant("acme-telecom", in: service)))
        }
    }

    /// Makes a tenant as the platform's operator does.
    static func tenant(_ key: String, in service: ServiceUnderTest) async throws -> TenantID {
        let answer = try await service.send(
            .POST, "/v1/tenants", as: .platformOperator, json: #"{"key": "\#(key)", "name": "Tenant \#(key)"}"#)
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decode(TenantResource.self).id
    }

    /// Another tenant of the same service.
    func another(_ key: String = "other-telecom") async throws -> World {
        World(service: service, tenant: try await Self.tenant(key, in: service))
    }

    func customer(_ key: String = "initech") async throws -> CustomerID {
        try await made("/v1/customers", #"{"key": "\#(key)", "name": "Customer \#(key)"}"#, as: CustomerResource.self).id
    }

    func member(of customer: CustomerID, _ email: String = "bill@initech.example") async throws -> MemberID {
        try await made(
            "/v1/customers/\(customer)/members", #"{"name": "Bill", "email": "\#(email)", "role": "owner"}"#,
            as: MemberResource.self
        ).id
    }

    func service(_ key: String = "cpaas") async throws -> ServiceID {
        try await made("/v1/services", Bodies.service(key), as: ServiceResource.self).id
    }

    func calendar(_ key: String = "office") async throws -> CalendarID {
        try await made("/v1/calendars", Bodies.calendar(key), as: CalendarResource.self).id
    }

    func agreement(_ key: String = "sla") async throws -> AgreementID {
        try await made("/v1/agreements", #"{"key": "\#(key)", "title": "Agreement \#(key)"}"#, as: AgreementResource.self).id
    }

    /// A draft of the small document; gives its number.
    func draft(of agreement: AgreementID, key: String = "sla") async throws -> Int {
        let answer = try await post(agreement, yaml: Bodies.document(key: key))
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decode(AgreementVersionResource.self).version
    }

    func post(_ agreement: AgreementID, yaml: String) async throws -> Answer {
        try await service.send(
            .POST, "/v1/agreements/\(agreement)/versions", as: admin, body: Data(yaml.utf8),
            headers: ["content-type": "application/yaml"])
    }

    @discardableResult
    func publish(_ agreement: AgreementID, _ version: Int, from: String = "2026-01-01T00:00:00Z") async throws -> Answer {
        try await service.send(
            .POST, "/v1/agreements/\(agreement)/versions/\(version)/publication", as: admin,
            json: #"{"effective_from": "\#(from)"}"#)
    }

    /// A published agreement about the service `cpaas`, which must exist.
    func publishedAgreement() async throws -> AgreementID {
        let agreement = try await agreement()
        let version = try await draft(of: agreement)
        let answer = try await publish(agreement, version)
        try #require(answer.status == 201, "\(answer.text)")
        return agreement
    }

    func subscription(
        of customer: CustomerID, to service: ServiceID, under agreement: AgreementID
    ) async throws -> SubscriptionID {
        try await made(
            "/v1/subscriptions", Bodies.subscription(customer, service, agreement), as: SubscriptionResource.self
        ).id
    }

    /// Everything that a tenant can have, one of each.
    func full() async throws -> Everything {
        let customer = try await customer()
        let member = try await member(of: customer)
        let service = try await service()
        let calendar = try await calendar()
        let agreement = try await publishedAgreement()
        let draft = try await draft(of: agreement)
        let subscription = try await subscription(of: customer, to: service, under: agreement)
        let key = try await made("/v1/api-keys", #"{"name": "NOC", "roles": ["agent"]}"#, as: APIKeyResource.self).id
        return Everything(
            customer: customer, member: member, service: service, calendar: calendar, agreement: agreement, draft: draft,
            subscription: subscription, key: key)
    }

    private func made<Made: Decodable>(_ path: String, _ json: String, as type: Made.Type) async throws -> Made {
        let answer = try await service.send(.POST, path, as: admin, json: json)
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decode()
    }
}

/// The ids of one of each thing.
struct Everything {
    let customer: CustomerID
    let member: MemberID
    let service: ServiceID
    let calendar: CalendarID
    let agreement: AgreementID
    let draft: Int
    let subscription: SubscriptionID
    let key: APIKeyID
}
