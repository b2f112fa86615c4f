import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Maintenance that is over while something that it was about is still down.
@Suite struct MaintenanceOverrunTests {
    private static let end = "2026-03-10T02:00:00Z"

    /// Announces maintenance from midnight until two, and moves into it.
    private func started(_ scene: Contracted, components: String? = nil) async throws {
        try await scene.move(to: "2026-03-01T00:00:00Z")
        let parts = components.map { #","components":["\#($0)"]"# } ?? ""
        let answer = try await scene.world.post(
            "/v1/maintenance",
            #"{"service":"cpaas","kind":"scheduled","from":"2026-03-10T00:00:00Z","to":"\#(Self.end)","title":"Work"\#(parts)}"#,
            as: scene.world.agent)
        #expect(answer.status == 201, "\(answer.text)")
        try await scene.move(to: "2026-03-10T01:00:00Z")
    }

    /// What was told of maintenance since it began.
    private func told(_ scene: Contracted) async throws -> [String] {
        try await scene.world.service.told().compactMap { event in
            switch event.type {
            case MaintenanceStarted.type: "started"
            case MaintenanceCompleted.type: "completed"
            case MaintenanceOverran.type:
                "overran " + (try event.payload(MaintenanceOverran.self).components.joined(separator: " "))
            default: nil
            }
        }
    }

    @Test func whatIsStillDownIsSaidWhenItEnds() async throws {
        try await Contracted.with { scene in
            try await started(scene)
            try await scene.world.measure([
                scene.world.outage("a", "voice", "2026-03-10T00:30:00Z", nil),
                scene.world.outage("b", "api", "2026-03-09T23:00:00Z", nil),
                scene.world.outage("c", "sms", "2026-03-10T00:30:00Z", "2026-03-10T00:59:00Z"),
            ])
            #expect(try await told(scene) == ["started"])
            try await scene.move(to: Self.end)
            #expect(try await told(scene) == ["started", "completed", "overran api voice"])
            try await scene.move(to: "2026-03-10T03:00:00Z")
            #expect(try await told(scene).count == 3, "it is said once")
        }
    }

    @Test func whatItIsNotAboutIsNoOverrun() async throws {
        try await Contracted.with { scene in
            try await started(scene, components: "sms")
            try await scene.world.measure([scene.world.outage("a", "voice", "2026-03-10T00:30:00Z", nil)])
            try await scene.move(to: Self.end)
            #expect(try await told(scene) == ["started", "completed"])
        }
    }

    /// Nobody looked when it ended: what counts is what was down then, and not what is down now.
    @Test func whoeverLooksLaterSaysTheSame() async throws {
        try await Contracted.with { scene in
            try await started(scene)
            try await scene.world.measure([scene.world.outage("a", "voice", "2026-03-10T01:00:00Z", nil)])
            scene.world.service.clock.set(instant("2026-03-10T05:00:00Z"))
            try await scene.world.measure([
                scene.world.outage("a", "voice", "2026-03-10T01:00:00Z", "2026-03-10T02:30:00Z", more: #","revision":2"#),
                scene.world.outage("b", "api", "2026-03-10T02:30:00Z", nil),
            ])
            try await scene.move(to: "2026-03-10T05:00:01Z")
            #expect(try await told(scene) == ["started", "completed", "overran voice"])
        }
    }
}
