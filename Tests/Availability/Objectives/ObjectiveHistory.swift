import Backtest
import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// What objectives come to by a history of measurements: live, and in a backtest of the same.
struct ObjectiveHistory {
    /// An objective in a window, as both tell of it.
    struct Result: Hashable {
        let objective: String
        let window: String
        let verdict: ObjectiveResult.Verdict
        let coverage: String?
        let promise: String
        let findings: [BacktestObjective.FindingResource]
        let remedy: String?
        let clauses: [String]
        let interpretations: [String]
    }

    let world: World
    let service: ServiceState
    let document: AgreementDocument

    init(_ file: String, _ world: World) async throws {
        let text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/\(file)"), encoding: .utf8)
        let document = try AgreementDocument(try AgreementYAML.node(Array(text.utf8)))
        let key = try #require(document.objectives.first?.service)
        service =
            key == "cpaas"
            ? try await world.defineDeclared()
            : try await world.define(key, [ComponentState(key: "all", name: nil, source: .declared)], .component("all"))
        try await world.publish(file, [service])
        self.world = world
        self.document = document
    }

    /// Packs what is past the horizon.
    func pack() async throws {
        let horizon = world.service.clock.now.advanced(by: -world.service.chassis.configuration.horizonSeconds)
        try await MetricPacker(chassis: world.service.chassis).pack(world.tenant, before: horizon)
    }

    /// Sends items in batches of either format; reads now and then, and packs what is past the horizon.
    func send(_ items: [String], _ random: inout Seeded) async throws {
        var rest = items[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Int.random(in: 1...20, using: &random))
            rest = rest.dropFirst(batch.count)
            let isLines = Bool.random(using: &random)
            let body = isLines ? batch.joined(separator: "\n") : #"{"measurements":[\#(batch.joined(separator: ","))]}"#
            let answer = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, body: Data(body.utf8),
                headers: (isLines ? BodyFormat.lines : .json).headers)
            try #require(answer.status == 202 && answer["accepted"]?.json == "\(batch.count)", "\(answer.text)")
            if Int.random(in: 0..<4, using: &random) == 0 { _ = try await results("2026-03") }
            if Int.random(in: 0..<4, using: &random) == 0 { try await pack() }
        }
    }

    /// Has time approved not to count; of all services where no components are named and `isWide`.
    func exclude(
        _ ground: String, _ components: [String], _ time: Interval, isWide: Bool = false
    ) async throws -> ApprovedExclusion {
        let scope = isWide && components.isEmpty ? #""all_services":true"# : #""service":"\#(service.key)""#
        let parts = components.isEmpty ? "" : #""components":["\#(components.joined(separator: "\",\""))"],"#
        let id = try await world.post(
            "/v1/exclusions",
            """
            {\(scope),"ground":"\(ground)",\(parts)"from":"\(time.start)","to":"\(time.end)","evidence":"e",\
            "reason":"r"}
            """, as: world.agent
        ).decode(ExclusionResource.self).id
        let decided = try await world.service.send(
            .POST, "/v1/exclusions/\(id)/decision", as: world.approver, json: #"{"decision":"approved","reason":"r"}"#,
            ifMatch: "\"v1\"")
        try #require(decided.status / 100 == 2, "\(decided.text)")
        return ApprovedExclusion(
            id: "\(id)", ground: try #require(Ground(rawValue: ground)), interval: time, components: components)
    }

    /// What is stated of a month.
    func results(_ month: String, _ query: String = "") async throws -> [ObjectiveResource] {
        try await world.get("/v1/objectives?service=\(service.key)&month=\(month)\(query)")
            .decode(ListPage<ObjectiveResource>.self).data
    }

    /// The same as a backtest tells of it.
    func live(_ month: String) async throws -> Set<Result> { Set(try await results(month).map(Result.init)) }

    /// What a backtest makes of the same facts: offline, of a file, in one go.
    func backtest(_ items: [String], _ exclusions: [ApprovedExclusion], in stretch: Interval, until now: Instant) throws -> Set<
        Result
    > {
        let file = FileManager.default.temporaryDirectory.appending(path: "metrics-\(UUID().uuidString).ndjson")
        try Data(items.joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let draft = ServiceDraft(key: service.key, name: service.key, components: service.components, tree: service.tree)
        let history = try Recordings([file.path]).history(ServiceCatalogue([draft], otherwise: .unknown))
        var beside = BacktestFacts()
        beside.items = history.items
        beside.exclusions = [service.key: exclusions]
        let known = beside
        let services = history.services.mapValues { FileService($0, known) as any BacktestService }
        let report = try Backtest(services: services, facts: beside, span: BacktestSpan(stretch, knownUntil: now))
            .report(BacktestSubject(document))
        return Set(report.objectives.map(Result.init))
    }
}

extension ObjectiveHistory.Result {
    init(_ live: ObjectiveResource) {
        self.init(
            objective: live.objective, window: live.window.label, verdict: live.verdict, coverage: live.coveragePercent,
            promise: live.promise, findings: live.findings, remedy: live.remedy, clauses: live.clauses,
            interpretations: live.interpretations.map(\.id).sorted())
    }

    init(_ tried: BacktestObjective) {
        self.init(
            objective: tried.objective, window: tried.window.label, verdict: tried.verdict, coverage: tried.coveragePercent,
            promise: tried.promise, findings: tried.findings, remedy: tried.remedy, clauses: tried.clauses,
            interpretations: tried.interpretations.sorted())
    }
}
