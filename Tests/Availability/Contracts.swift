import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// A tenant whose customers have contracts under one agreement, as Agreements tells of them.
struct Contracted {
    let world: World
    let service: ServiceState
    let agreement = AgreementID()
    let file: String

    /// Runs `body` with such a tenant; its service has the parts that Zecto's has, unless another key is given.
    static func with(
        _ file: String = "zecto.yaml", service key: String = "cpaas", at start: String = "2026-01-05T00:00:00Z",
        _ body: (Contracted) async throws -> Void
    ) async throws {
        try await World.with(at: start) { world in
            let service =
                key == "cpaas"
                ? try await world.defineDeclared()
                : try await world.define(
                    key, [ComponentState(key: "all", name: nil, source: .declared)], .component("all"))
            try await body(Contracted(world: world, service: service, file: file))
        }
    }

    /// Has a version of the agreement published whose text was changed.
    func publish(
        _ version: Int = 1, from: String = "2025-11-16T19:00:00Z", until: String? = nil, _ change: (String) -> String = { $0 }
    ) async throws {
        let text = change(try String(contentsOf: SourceTree.url("deploy/demo/agreements/\(file)"), encoding: .utf8))
        let node = try AgreementYAML.node(Array(text.utf8))
        let document = try AgreementDocument(node)
        let state = AgreementVersionState(
            agreement: agreement, key: document.key, title: document.title, version: version, document: node,
            services: [service.key: service.id], publishedAt: instant(from), effectiveFrom: instant(from),
            effectiveUntil: until.map(instant))
        if until == nil {
            try await world.tell(AgreementPublished(version: state))
        } else {
            try await world.tell(AgreementSuperseded(version: state, by: version + 1))
        }
    }

    /// A contract; nobody has been told of it.
    func contract(
        _ customer: CustomerID, plan: String = "enterprise", version: Int? = nil, day: Int = 1,
        from: String = "2026-01-01T00:00:00Z", until: String? = nil, trial: Bool = false,
        attributes: [SubscriptionAttribute] = []
    ) -> SubscriptionState {
        SubscriptionState(
            id: SubscriptionID(), customer: customer, service: service.id, agreement: agreement, agreementVersion: version,
            plan: plan, currency: "PKR", fees: [:], billingAnchorDay: day, trial: trial, from: instant(from),
            until: until.map(instant), attributes: attributes, revision: 1, createdAt: world.service.clock.now,
            updatedAt: world.service.clock.now)
    }

    /// A customer with one contract.
    @discardableResult
    func customer(_ contract: SubscriptionState) async throws -> CustomerID {
        try await world.tell(
            CustomerCreated(
                customer: CustomerState(
                    id: contract.customer, key: "c\(contract.customer)".lowercased(), name: "Customer", timeZone: nil,
                    contactEmail: nil, revision: 1, createdAt: contract.createdAt, updatedAt: contract.createdAt)))
        try await world.tell(SubscriptionStarted(subscription: contract))
        return contract.customer
    }

    /// Moves the clock, and does what is due then.
    func move(to time: String) async throws {
        world.service.clock.set(instant(time))
        try await AvailabilityParts(world.service.chassis).due.work(at: world.service.clock.now)
    }

    /// The statements of a query; of a customer, as the tenant's people and as its own people see them alike.
    func statements(_ query: String, of customer: CustomerID? = nil) async throws -> [StatementResource] {
        let page = try await world.get("/v1/statements?\(query)\(customer.map { "&customer=\($0)" } ?? "")")
            .decode(ListPage<StatementResource>.self).data
        guard let customer else { return page }
        let owner = Caller.of(world.tenant, .owner, customer: customer)
        let own = try await world.get("/v1/statements?\(query)", as: owner).decode(ListPage<StatementResource>.self).data
        try #require(own == page)
        for statement in own {
            for caller in [owner, world.admin] {
                let found = try await world.get("/v1/statements/\(statement.id)", as: caller).decode(StatementResource.self)
                try #require(found == statement)
            }
        }
        return page
    }

    /// The versions that judge a month.
    func judges(_ month: String, of customer: CustomerID? = nil) async throws -> [Int] {
        try await statements("service=\(service.key)&month=\(month)", of: customer).map(\.agreementVersion).sorted()
    }

    /// What was told of statements: the windows' labels with their versions, in order.
    func told() async throws -> [String] {
        try await world.service.told().filter { $0.type == StatementProvisional.type }
            .map { try $0.payload(StatementProvisional.self).statement }
            .map { "\($0.window.label) v\($0.agreementVersion)" }
    }
}
