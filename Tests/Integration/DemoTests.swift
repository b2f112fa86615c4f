import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import CLI

/// The demo, loaded through the public API: every list has something in it, each tenant stands at its step of the way from an outage
/// to a credit, and loading again changes nothing.
@Suite(.timeLimit(.minutes(5)))
struct DemoTests {
    /// The demo in the installation that the tests share.
    private struct Demo {
        let installation: Installation
        let loader: DemoLoader
        let folder: URL

        init() async throws {
            installation = try await Installation.shared
            folder = FileManager.default.temporaryDirectory.appending(path: "pledge-demo-\(UUID().uuidString.prefix(8))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let secrets = Secrets(folder: folder.path)
            try secrets.write(installation.operatorKey, to: "operator-key")
            let place = DemoPlace(
                base: installation.url(""), home: SourceTree.root.path, target: "http://127.0.0.1:9/", receiver: nil,
                secrets: secrets, memory: folder.appending(path: "demo.json").path)
            loader = DemoLoader(place: place, reporter: Reporter(write: { _ in }), now: Installation.now)
        }

        /// Reads something as one of a tenant's people.
        func read(_ path: String, of tenant: String, as role: Role = .admin) async throws -> Answer {
            let file = folder.appending(path: DemoKeys.name(of: role, in: tenant))
            let answer = try await installation.send(.GET, path, key: String(contentsOf: file, encoding: .utf8))
            try #require(answer.status == 200, "\(tenant): \(path): \(answer.text)")
            return answer
        }

        /// What the lists hold that only the loading fills, and in what state: the rest goes on by itself.
        func made() async throws -> [String] {
            var rows: [String] = []
            for tenant in TenantFile.all {
                for path in DemoTests.made {
                    for item in try await read("\(path)?limit=100", of: tenant)["data"]?.items ?? [] where !goesOnByItself(item) {
                        let members = ["id", "member", "state", "status", "revision"].map { item[$0]?.json ?? "" }
                        rows.append("\(tenant) \(path) \(members)")
                    }
                }
            }
            return rows
        }

        /// A draft that nobody claimed and an incident that nobody declared: they come of measurements, some time after those were
        /// loaded, and end by themselves.
        private func goesOnByItself(_ item: Node) -> Bool {
            item["id"]?.text?.hasPrefix("clm_") == true && item["received_at"] == nil || item["declared_by"]?.text == "system"
        }
    }

    /// What every tenant has something of.
    private static let everywhere = [
        "/v1/api-keys", "/v1/customers", "/v1/subscriptions", "/v1/services", "/v1/agreements", "/v1/outages", "/v1/statements",
        "/v1/maintenance", "/v1/tickets", "/v1/incidents", "/v1/claims", "/v1/preferences", "/v1/deliveries",
    ]

    /// What only the loading makes.
    fileprivate static let made = [
        "/v1/api-keys", "/v1/customers", "/v1/subscriptions", "/v1/services", "/v1/calendars", "/v1/agreements",
        "/v1/maintenance", "/v1/exclusions", "/v1/notices", "/v1/tickets", "/v1/incidents", "/v1/claims", "/v1/credits",
        "/v1/preferences",
    ]

    @Test func everyTenantIsAtItsStepAndLoadingAgainChangesNothing() async throws {
        let demo = try await Demo()
        defer { try? FileManager.default.removeItem(at: demo.folder) }
        try await demo.loader.load()
        for tenant in TenantFile.all {
            for path in Self.everywhere {
                #expect(try await demo.read(path, of: tenant)["data"]?.items?.isEmpty == false, "\(tenant): \(path)")
            }
        }
        try await expectZecto(demo)
        try await expectZadarma(demo)
        try await expectInfopromo(demo)
        try await expectConnectEngage(demo)
        let before = try await demo.made()
        try await demo.loader.load()
        let after = try await demo.made()
        #expect(after == before)
        #expect(after.count > 60)
    }

    /// One claim awaits its decision, one became a credit of which a part is left, one is drafted only.
    private func expectZecto(_ demo: Demo) async throws {
        let drafted = ["approved", "drafted", "under_review"]
        _ = try await eventually("the draft of each customer's claim") {
            let claims = try await demo.read("/v1/claims", of: "zecto")["data"]?.items ?? []
            return claims.compactMap { $0["state"]?.text }.sorted() == drafted ? true : nil
        }
        let mine = try await demo.read("/v1/claims", of: "zecto", as: .owner)
        #expect(mine["data"]?.items?.count == 1 && mine["data", "0", "state"]?.text == "under_review")
        let statement = try await demo.read("/v1/statements?service=cpaas&month=2026-04", of: "zecto")
        #expect(statement["data", "0", "verdict"]?.text == "missed")
        #expect(statement["data", "0", "seconds", "excluded"]?.integer == 10_800, "the works that were announced in time")
        let percent = try #require(statement["data", "0", "remedy", "percent"]?.text.flatMap { Int64($0) })
        let due = try #require(mine["data", "0", "verdicts", "amount", "amount", "amount_minor"]?.integer)
        #expect(due == 10_000_000 / 100 * percent)
        let credit = try await demo.read("/v1/credits", of: "zecto")
        #expect(credit["data", "0", "remaining_minor"]?.integer == 5_000_000 / 100 * percent - 300_000)
        #expect(credit["data", "0", "applications"]?.items?.count == 1)
        #expect(try await demo.read("/v1/exclusions?state=proposed", of: "zecto")["data"]?.items?.count == 1)
        #expect(try await demo.read("/v1/budgets?service=cpaas", of: "zecto")["data"]?.items?.isEmpty == false)
        let late = try await demo.read(
            "/v1/objectives?service=cpaas&month=2026-04&objective=sms-delivery-rate", of: "zecto", as: .owner)
        #expect(late["data", "0", "verdict"]?.text == "missed" && late["data", "0", "clause"]?.text == "S2-3.1")
        let kept = try #require(late["data", "0", "id"]?.text)
        #expect(late["data", "0", "state"]?.text == "final" && late["data", "0", "revision"]?.integer ?? 0 > 0)
        let revisions = try await demo.read("/v1/objectives/\(kept)/revisions", of: "zecto", as: .owner)
        #expect(revisions["data", "0", "chain", "0", "content", "objective"]?.text == kept)
        let clocks = try await verdicts(of: "SMS to Lahore arrive late", in: "zecto", demo)
        #expect(clocks == ["first_response met S2-4.1a"])
        #expect(try await verdicts(of: "Which sender names may we use?", in: "zecto", demo) == ["first_response running S2-4.1a"])
        #expect(try await demo.read("/v1/incidents", of: "zecto")["data", "0", "status"]?.text == "resolved")
    }

    /// The agreement grants nothing, and a claim is refused; an incident is open; no time is promised for tickets.
    private func expectZadarma(_ demo: Demo) async throws {
        let claim = try await demo.read("/v1/claims?state=refused", of: "zadarma")
        #expect(claim["data", "0", "decision", "refusal"]?.text == "no_remedy_clause")
        let ticket = try await demo.read("/v1/tickets", of: "zadarma")
        #expect(ticket["data", "0", "terms", "without_clocks"]?.text == "no_targets")
        #expect(ticket["data", "0", "status"]?.text == "waiting_on_customer")
        let incident = try await demo.read("/v1/incidents?open=true", of: "zadarma")
        #expect(incident["data", "0", "status"]?.text == "identified")
    }

    /// A claim waits for its month; an attack is excluded; one acknowledgement is given, one is due.
    private func expectInfopromo(_ demo: Demo) async throws {
        let claim = try await demo.read("/v1/claims?state=awaiting_window", of: "infopromo")
        #expect(claim["data", "0", "window", "label"]?.text == "2026-05")
        #expect(try await demo.read("/v1/exclusions?state=approved", of: "infopromo")["data"]?.items?.count == 1)
        let objectives = try await demo.read("/v1/objectives?month=2026-04", of: "infopromo")
        #expect(objectives["data"]?.items?.compactMap { $0["verdict"]?.text } == ["met", "missed", "met"])
        let first = try await verdicts(of: "No calls at all", in: "infopromo", demo)
        #expect(first == ["acknowledgement met S1-3", "resolution running S1-6"])
        let second = try await verdicts(of: "Pictures arrive small", in: "infopromo", demo)
        #expect(second == ["acknowledgement running S1-4", "resolution running S1-6"])
    }

    /// Maintenance with sixteen days of notice; an incident with its update clock; a ticket answered within its hour.
    private func expectConnectEngage(_ demo: Demo) async throws {
        let tenant = "connect-engage"
        let works = try await demo.read("/v1/maintenance?state=announced", of: tenant)
        let from = try #require(works["data", "0", "from"]?.text.flatMap { Instant(rfc3339: $0) })
        #expect(from - Installation.now >= 14 * 86_400)
        #expect(try await demo.read("/v1/notices?kind=maintenance", of: tenant)["data", "0", "channel"]?.text == "letter")
        #expect(try await demo.read("/v1/calendars", of: tenant)["data"]?.items?.isEmpty == false)
        let incident = try await demo.read("/v1/incidents?open=true", of: tenant)
        #expect(incident["data", "0", "clocks", "0", "clause"]?.text == "S3-6c")
        #expect(incident["data", "0", "clocks", "0", "state"]?.text == "running")
        let clocks = try await verdicts(of: "The trunk rejects all calls", in: tenant, demo)
        #expect(clocks.contains("first_response met S3-5b"))
        #expect(try await demo.read("/v1/claims?state=refused", of: tenant)["data"]?.items?.isEmpty == false)
    }

    /// The clocks of the ticket with that subject: measure, state and clause.
    private func verdicts(of subject: String, in tenant: String, _ demo: Demo) async throws -> [String] {
        let tickets = try #require(try await demo.read("/v1/tickets", of: tenant)["data"]?.items)
        let id = try #require(tickets.first { $0["subject"]?.text == subject }?["id"]?.text)
        let clocks = try #require(try await demo.read("/v1/tickets/\(id)/clocks", of: tenant)["data"]?.items)
        return clocks.map { clock in ["measure", "state", "clause"].compactMap { clock[$0]?.text }.joined(separator: " ") }
            .sorted()
    }
}
