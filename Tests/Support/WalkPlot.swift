import Foundation
import Terms

/// What one walk is about: an agreement of the demonstration, a customer's plan under it, and the time in which the service fails.
public struct WalkPlot: Sendable {
    /// The demonstration's tenant: `zecto`.
    public let demo: String
    /// The key of the service that fails.
    public let service: String
    /// The components of it that fail together; they are probed.
    public let failing: [String]
    /// The customer's plan.
    public let plan: String
    /// ISO 4217 code of the fees.
    public let currency: String
    /// Fees a month in minor units, by class.
    public var fees: [String: Int64] = [:]
    /// The promise.
    public let commitment: String
    /// From when on there are measurements.
    public let measuredFrom: String
    /// When it fails.
    public let down: (from: String, to: String)
    /// When the window closes that the failure lies in.
    public let windowEnd: String
    /// Until when, from the beginning of the failure, a third party is found to be the cause, weeks later.
    public let excludedTo: String

    /// Zecto: a month, and credits.
    public static let zecto = WalkPlot(
        demo: "zecto", service: "cpaas", failing: ["api"], plan: "enterprise", currency: "PKR",
        fees: ["platform": 10_000_000, "usage": 90_000_000], commitment: "uptime", measuredFrom: "2026-03-31T19:00:00Z",
        down: ("2026-04-20T00:00:00Z", "2026-04-20T03:53:16Z"), windowEnd: "2026-04-30T19:00:00Z",
        excludedTo: "2026-04-20T03:36:40Z")
    /// Infopromo: worked example 7, claimed within the seven days.
    public static let infopromo = WalkPlot(
        demo: "infopromo", service: "communications", failing: ["voice"], plan: "standard", currency: "USD",
        fees: ["subscription": 100_000], commitment: "uptime-standard", measuredFrom: "2026-04-01T00:00:00Z",
        down: ("2026-04-28T00:00:00Z", "2026-04-28T03:36:00Z"), windowEnd: "2026-05-01T00:00:00Z",
        excludedTo: "2026-04-28T03:06:00Z")
    /// Connect & Engage: a quarter, and no remedy.
    public static let connectEngage = WalkPlot(
        demo: "connect-engage", service: "voice", failing: ["trunk-a", "trunk-b"], plan: "standard", currency: "EUR",
        commitment: "voice-availability", measuredFrom: "2025-12-31T23:00:00Z",
        down: ("2026-03-10T10:00:00Z", "2026-03-10T10:13:00Z"), windowEnd: "2026-03-31T22:00:00Z",
        excludedTo: "2026-03-10T10:10:00Z")
    /// Zadarma: a rolling window, and no remedy.
    public static let zadarma = WalkPlot(
        demo: "zadarma", service: "telephony", failing: ["calls"], plan: "office", currency: "EUR", commitment: "uptime",
        measuredFrom: "2026-04-01T00:00:00Z", down: ("2026-04-10T10:00:00Z", "2026-04-10T10:40:00Z"),
        windowEnd: "2026-04-11T00:00:00Z", excludedTo: "2026-04-10T10:30:00Z")

    /// The services of the tenant, as `POST /v1/services` takes them: what fails is probed, all else declared.
    public func services() throws -> [String] {
        try definitions().map { definition in
            var definition = definition
            let components = definition["components"] as? [[String: Any]] ?? []
            let isMeant = definition["key"] as? String == service
            definition["components"] = components.map { component -> [String: Any] in
                guard isMeant, failing.contains(component["key"] as? String ?? "") else { return component }
                let probe: [String: Any] = [
                    "kind": "probe", "locations": ["here"], "quorum": 1, "confirm": 1, "stale_seconds": 86_400,
                ]
                return component.merging(["source": probe]) { $1 }
            }
            return String(decoding: try JSONSerialization.data(withJSONObject: definition), as: UTF8.self)
        }
    }

    private func definitions() throws -> [[String: Any]] {
        guard demo != "zecto" else {
            let keys = ["api", "sms", "voice", "whatsapp", "email"]
            return [
                [
                    "key": service, "name": "CPaaS", "tree": ["all": keys.map { ["component": $0] }],
                    "components": keys.map { key -> [String: Any] in ["key": key, "source": ["kind": "declared"]] },
                ]
            ]
        }
        let file = try Data(contentsOf: SourceTree.url("deploy/demo/\(demo)/tenant.json"))
        let tenant = try JSONSerialization.jsonObject(with: file) as? [String: Any]
        return tenant?["services"] as? [[String: Any]] ?? []
    }

    /// A probe's samples of what fails, as items of `POST /v1/measurements`.
    public func samples(_ state: String, at instants: [Instant]) -> [String] {
        instants.flatMap { at in
            failing.map {
                #"{"kind":"probe","service":"\#(service)","component":"\#($0)","location":"here","at":"\#(at)","state":"\#(state)"}"#
            }
        }
    }
}
