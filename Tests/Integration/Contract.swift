import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// A provider with one of the demo's agreements over declared services, and customers who subscribe to one of them.
struct Contract: Sendable {
    let provider: Provider
    /// The service that is subscribed to.
    let service: String
    let agreement: String
    /// The first customer.
    let customer: String
    /// What every subscription says beside whose it is.
    private let terms: String

    var installation: Installation { provider.installation }

    /// Makes all of it.
    ///
    /// - Parameters:
    ///   - name: the demo's tenant, whose agreement and services these are.
    ///   - key: the service that is subscribed to.
    ///   - replacing: other words of the agreement.
    static func make(
        _ name: String, service key: String, plan: String, currency: String, fees: String,
        replacing: [(String, String)] = [], in installation: Installation? = nil
    ) async throws -> Contract {
        let provider = try await Provider.make(name, in: installation)
        let services = name == "zecto" ? [key: try await provider.defineZectoService()] : try await define(name, provider)
        let service = try #require(services[key])
        let agreement = try await provider.publish("\(name).yaml", replacing: replacing)
        let terms =
            #""service":"\#(service)","agreement":"\#(agreement)","plan":"\#(plan)","currency":"\#(currency)","fees":\#(fees)"#
        return Contract(
            provider: provider, service: service, agreement: agreement,
            customer: try await subscribe("acme", terms, provider), terms: terms)
    }

    /// Another customer with the same subscription.
    func another(_ key: String) async throws -> String {
        try await Self.subscribe(key, terms, provider)
    }

    private static func define(_ name: String, _ provider: Provider) async throws -> [String: String] {
        let file = SourceTree.url("deploy/demo/\(name)/tenant.json")
        var services: [String: String] = [:]
        for service in try Node(json: Data(contentsOf: file))["services"]?.items ?? [] {
            services[service["key"]?.text ?? ""] = try await provider.id("/v1/services", service.json)
        }
        return services
    }

    private static func subscribe(_ key: String, _ terms: String, _ provider: Provider) async throws -> String {
        let customer = try await provider.id("/v1/customers", #"{"key":"\#(key)","name":"\#(key)"}"#)
        try await provider.make(
            "/v1/subscriptions", #"{"customer":"\#(customer)",\#(terms),"from":"2026-01-01T00:00:00Z"}"#)
        return customer
    }

    /// Opens something as somebody, once the contract is known to the service that takes it; by events, which takes a moment.
    func open(_ path: String, _ json: String, key: String) async throws -> Answer {
        try await eventually("the contract being known at \(path)", within: 30) {
            let answer = try await installation.send(.POST, path, key: key, json: json)
            return answer.status == 201 ? answer : nil
        }
    }
}
