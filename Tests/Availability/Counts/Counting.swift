import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// A tenant that promises so many good executions of all, in `calls`: those of `api` and `sms`, counted by the minute. In place of
/// executions it may be another measure, and in place of requests resources.
struct Counting {
    let world: World
    let service: ServiceState

    /// Seconds of a slice.
    static let slice: Int64 = 60

    /// How requests are counted.
    static let requests = MeasurementSource.requests(
        RequestSource(sliceSeconds: slice, downErrorRate: Percent(whole: 50), staleSeconds: 120))
    /// How resources are.
    static let resources = MeasurementSource.resources(
        ResourceSource(sliceSeconds: slice, downShare: Percent(whole: 50), staleSeconds: 120))

    /// Runs `body` with such a tenant.
    static func with(
        at start: String, measure: String = "{kind: executions}", source: MeasurementSource = requests,
        _ body: (Counting) async throws -> Void
    ) async throws {
        try await World.with(at: start) { world in
            let service = try await world.define(
                "cpaas", ["api", "sms"].map { ComponentState(key: $0, name: nil, source: source) },
                .all([.component("api"), .component("sms")]))
            try await world.publish(
                AgreementYAML.node(Array(agreement(measure).utf8)), [service], from: instant("2025-11-16T19:00:00Z"))
            try await body(Counting(world: world, service: service))
        }
    }

    /// Zecto's agreement, with a commitment that counts.
    static func agreement(_ measure: String) throws -> String {
        ZectoAgreement(commitment: "calls", title: "Good calls", measure: measure, target: "99").added(
            to: try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8))
    }

    /// An item that counts the requests of a minute.
    func count(_ at: String, _ total: Int, _ failed: Int, of component: String = "api") -> String {
        """
        {"kind":"requests","service":"cpaas","component":"\(component)","at":"\(at)","period_seconds":\(Self.slice),\
        "total":\(total),"failed":\(failed)}
        """
    }

    /// An item that counts the resources of a minute.
    func fleet(_ at: String, _ deployed: Int, _ down: Int, of component: String = "api") -> String {
        """
        {"kind":"resources","service":"cpaas","component":"\(component)","at":"\(at)","period_seconds":\(Self.slice),\
        "deployed":\(deployed),"down":\(down)}
        """
    }

    /// The statement of March.
    func statement(_ commitment: String = "calls") async throws -> StatementResource {
        try await world.statement("service=cpaas&commitment=\(commitment)&month=2026-03")
    }

    /// The share of March, in lowest terms.
    func ratio() async throws -> Ratio? { try await statement().availability }

    /// Has time approved not to count.
    func exclude(_ from: String, _ to: String) async throws {
        let body = #"{"service":"cpaas","ground":"third_party","from":"\#(from)","to":"\#(to)","evidence":"e","reason":"r"}"#
        let item = try await world.post("/v1/exclusions", body, as: world.agent).decode(ExclusionResource.self)
        try await world.post(
            "/v1/exclusions/\(item.id)/decision", #"{"decision":"approved","reason":"seen"}"#, as: world.approver, expecting: 200)
    }
}
