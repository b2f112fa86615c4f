import Contracts
import Foundation
import Hosting
import Terms

/// Fills an installation with the demo, through the public API alone: four tenants, each with its agreement, services, customers and
/// the measurements of the time before now, and each at another step of the way from an outage to a credit.
///
/// What was done is remembered, so that loading again goes on where an earlier try ended, and otherwise changes nothing.
struct DemoLoader: Sendable {
    let place: DemoPlace
    let reporter: Reporter
    /// When it is loaded.
    var now = Instant(epochSeconds: Int64(Date().timeIntervalSince1970))

    /// Loads what is not there yet.
    func load() async throws {
        let memory = DemoMemory(secrets: place.secrets, file: place.memory)
        if memory.note(Self.loadedAt) == nil { try memory.note(Self.loadedAt, now.description) }
        let since = memory.note(Self.loadedAt).flatMap { Instant(rfc3339: $0) } ?? now
        for name in TenantFile.all { try await load(name, since: since, memory) }
        reporter.step("the demo is loaded: four tenants, each with its agreement")
    }

    /// When the demo was loaded first: its past ends there, and its story begins.
    private static let loadedAt = "loaded_at"

    private func load(_ name: String, since: Instant, _ memory: DemoMemory) async throws {
        let file = try TenantFile(name, home: place.home, target: place.target)
        let keys = DemoKeys(tenant: name, base: place.base, memory: memory)
        let loader = TenantLoader(file: file, key: name, keys: keys, mailTag: nil)
        var names = StoryNames(zone: try file.zone, loadedAt: since)
        names["receiver"] = place.receiver
        names = try await loader.load(operatorKey: place.secrets.operatorKey(), names: names)
        if memory.note("\(name)/past") == nil {
            let ingest = try await keys.client(.ingest, of: nil)
            let samples = try await DemoPast(file: file, ingest: ingest, names: names).send()
            try memory.note("\(name)/past", String(samples))
            if samples > 0 { reporter.step("\(name): \(samples) measurements of its past are stored") }
        }
        try await tell(file, keys, names, memory)
    }

    private func tell(_ file: TenantFile, _ keys: DemoKeys, _ names: StoryNames, _ memory: DemoMemory) async throws {
        var teller = StoryTeller(file.name, keys: keys, memory: memory, names: names, now: now)
        var (taken, left) = (0, 0)
        for step in try StoryStep.all(in: file.content(of: "story")) {
            switch try await teller.take(step) {
            case .taken: taken += 1
            case .known: break
            case .left: left += 1
            }
        }
        guard taken > 0 else { return }
        let rest = left == 0 ? "" : "; \(left) wait for what is not there yet"
        reporter.step("\(file.name): \(taken) steps of its story were taken\(rest)")
    }
}
