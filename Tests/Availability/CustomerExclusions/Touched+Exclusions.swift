import Contracts
import Terms
import TestSupport
import Testing

/// Exclusions of some customers.
extension Touched {
    /// The body of a proposal about the component `api`; `customers` as JSON, nil for everybody.
    func proposal(
        _ from: String, _ to: String, _ customers: String?, ground: String = "ddos", component: String = "api"
    ) -> String {
        """
        {"service":"cpaas","components":["\(component)"],"ground":"\(ground)","from":"\(from)","to":"\(to)","evidence":"e",\
        "reason":"r"\(customers.map { #","customers":\#($0)"# } ?? "")}
        """
    }

    /// Names customers as a body does.
    func names(_ customers: [CustomerID]) -> String { "[\(customers.map { "\"\($0)\"" }.joined(separator: ","))]" }

    /// Proposes an exclusion.
    func propose(
        _ from: String, _ to: String, _ customers: [CustomerID]?, ground: String = "ddos", component: String = "api"
    ) async throws -> ExclusionResource {
        let body = proposal(from, to, customers.map(names), ground: ground, component: component)
        return try await world.post("/v1/exclusions", body, as: world.agent).decode(ExclusionResource.self)
    }

    /// Decides on it.
    @discardableResult
    func decide(_ item: ExclusionResource, _ decision: String = "approved") async throws -> ExclusionResource {
        try await world.post(
            "/v1/exclusions/\(item.id)/decision", #"{"decision":"\#(decision)","reason":"seen"}"#, as: world.approver,
            expecting: 200
        ).decode(ExclusionResource.self)
    }

    /// Has time approved not to count.
    @discardableResult
    func exclude(
        _ from: String, _ to: String, _ customers: [CustomerID]?, ground: String = "ddos", component: String = "api"
    ) async throws -> ExclusionResource {
        try await decide(try await propose(from, to, customers, ground: ground, component: component))
    }

    /// Excluded seconds of a month by what each customer and, at the end, everybody is judged by.
    func excluded(_ month: String = "2026-03") async throws -> [Int64] {
        var seconds: [Int64] = []
        for customer in customers.map(Optional.init) + [nil] {
            seconds.append(try await statement(month, of: customer).seconds.excluded)
        }
        return seconds
    }
}
