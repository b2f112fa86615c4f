import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// The notice guard through the public door: a worse edition of Zecto's agreement, told to one customer, later to another, and
/// never to a third. In an installation of its own, because it moves the clock by months.
@Suite("The notice guard", .serialized, .timeLimit(.minutes(5)))
struct NoticeGuardTests {
    private struct Scene {
        let installation: Installation
        let provider: Provider
        let agreement: String
        var customers: [String] = []

        func versions(_ query: String) async throws -> [Node] {
            try await provider.read("/v1/agreements/\(agreement)/versions?\(query)")["data"]?.items ?? []
        }

        func inForce(_ customer: Int, at: Instant) async throws -> [Int64] {
            try await versions("customer=\(customers[customer])&at=\(at)").compactMap { $0["version"]?.integer }
        }

        func publish(_ number: Int, target: String, edition: String) async throws -> Answer {
            var text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
            text = text.replacing("target: \"99.9\"", with: "target: \"\(target)\"")
                .replacing("edition: \"1.0\"\npublished", with: "edition: \"\(edition)\"\npublished")
            let draft = try await installation.send(
                .POST, "/v1/agreements/\(agreement)/versions", key: provider.admin, body: Data(text.utf8),
                headers: ["content-type": "application/yaml"])
            try #require(draft.status == 201 && draft["version"]?.integer == Int64(number), "\(draft.text)")
            return try await provider.make(
                "/v1/agreements/\(agreement)/versions/\(number)/publication",
                #"{"effective_from":"\#(installation.clock.now)"}"#)
        }

        func give(_ customer: Int, version: Int) async throws {
            let json = #"""
                {"kind":"change_of_terms","agreement":"\#(agreement)","version":\#(version),"customers":["\#(customers[customer])"],
                 "channel":"email","given_at":"\#(installation.clock.now)","recipient":"legal@acme.example","text":"New terms"}
                """#
            // That the version is published reaches the service that records notices by an event.
            _ = try await eventually("the notice being recorded") {
                let answer = try await installation.send(
                    .POST, "/v1/notices", key: provider.admin, json: json,
                    headers: ["idempotency-key": "\"\(customer)-\(version)\""])
                return answer.status == 201 ? true : nil
            }
            _ = try await eventually("the schedule of customer \(customer)") {
                try await versions("customer=\(customers[customer])").last?["standing"]?["state"]?.text == "scheduled"
                    ? true : nil
            }
        }

        /// Waits until somebody was told that a version has come into force for a customer.
        func effective(_ customer: Int, version: Int) async throws {
            _ = try await eventually("version \(version) in force for customer \(customer)") {
                try await versions("customer=\(customers[customer])").first { $0["version"]?.integer == Int64(version) }?[
                    "standing"]?["state"]?.text == "effective" ? true : nil
            }
        }
    }

    private func scene() async throws -> Scene {
        let installation = try await Installation.moving
        let provider = try await Provider.make("guarded", in: installation)
        let service = try await provider.defineZectoService()
        var scene = Scene(installation: installation, provider: provider, agreement: try await provider.publish("zecto.yaml"))
        for key in ["a", "b", "c"] {
            let customer = try await provider.id("/v1/customers", #"{"key":"\#(key)","name":"\#(key)"}"#)
            try await provider.make(
                "/v1/subscriptions",
                #"{"customer":"\#(customer)","service":"\#(service)","agreement":"\#(scene.agreement)","plan":"enterprise","currency":"PKR","from":"2026-01-01T00:00:00Z"}"#
            )
            scene.customers.append(customer)
        }
        return scene
    }

    @Test("a reduction comes to each customer after its own notice, and to nobody without one")
    func reduction() async throws {
        let scene = try await scene()
        let start = scene.installation.clock.now
        let day: Int64 = 86_400
        let published = try await scene.publish(2, target: "99.5", edition: "1.1")
        #expect(published["state"]?.text == "awaiting_notice")
        #expect(published["notice_rules", "0", "clause"]?.text == "S2-10.2")
        #expect(
            published["notice_rules", "0", "reductions"]?.items?.compactMap { $0["clauses"]?.items?.first?.text } == ["S2-2.1"])
        for customer in 0..<3 { #expect(try await scene.inForce(customer, at: start.advanced(by: 400 * day)) == [1]) }

        try await scene.give(0, version: 2)
        scene.installation.clock.set(start.advanced(by: 10 * day))
        try await scene.give(1, version: 2)
        // As it is scheduled, and as it was.
        for (customer, days) in [(0, 30 as Int64), (1, 40)] {
            #expect(try await scene.inForce(customer, at: start.advanced(by: days * day)) == [2])
            #expect(try await scene.inForce(customer, at: start.advanced(by: days * day - 1)) == [1])
        }
        scene.installation.clock.set(start.advanced(by: 30 * day))
        try await scene.effective(0, version: 2)
        #expect(try await scene.inForce(1, at: scene.installation.clock.now) == [1])
        scene.installation.clock.set(start.advanced(by: 40 * day))
        try await scene.effective(1, version: 2)
        scene.installation.clock.set(start.advanced(by: 400 * day))
        let third = try await scene.versions("customer=\(scene.customers[2])").last
        #expect(third?["standing"]?["state"]?.text == "awaiting_notice")
        #expect(third?["standing"]?["missing"]?.items?.isEmpty == false)
        #expect(try await scene.inForce(2, at: scene.installation.clock.now) == [1])

        // The customers' people see statements by the version that holds for them.
        for (customer, version) in [(0, 2 as Int64), (2, 1)] {
            let owner = try await scene.provider.key(.owner, customer: scene.customers[customer])
            let statements = try await eventually("the statements of customer \(customer)") {
                let answer = try await scene.installation.send(.GET, "/v1/statements?service=cpaas", key: owner)
                return answer["data"]?.items?.isEmpty == false ? answer["data"]?.items : nil
            }
            #expect(statements.map { $0["agreement_version"]?.integer } == [version])
        }
        let all = try await scene.provider.read("/v1/statements?service=cpaas")["data"]?.items
        #expect(Set(all?.compactMap { $0["agreement_version"]?.integer } ?? []) == [1, 2])
    }

    @Test("an improvement holds for everybody at once")
    func improvement() async throws {
        let scene = try await scene()
        let now = scene.installation.clock.now
        let published = try await scene.publish(2, target: "99.95", edition: "1.1")
        #expect(published["state"]?.text == "effective")
        #expect(published["notice_rules"]?.items?.isEmpty == true)
        for customer in 0..<3 {
            #expect(try await scene.inForce(customer, at: now) == [2])
            #expect(try await scene.inForce(customer, at: now.advanced(by: -1)) == [1])
        }
        let publication = try await scene.provider.read("/v1/agreements/\(scene.agreement)/versions/1/publication")
        #expect(publication["effective_until"]?.text == "\(now)")
    }

    @Test("maintenance is excluded when the last customer's notice of it is proved")
    func maintenance() async throws {
        let scene = try await scene()
        let (installation, provider) = (scene.installation, scene.provider)
        let start = installation.clock.now
        let from = start.advanced(by: 5 * 86_400)
        let to = from.advanced(by: 3600)
        let works = try await eventually("the service being known") {
            let answer = try await installation.send(
                .POST, "/v1/maintenance", key: provider.admin,
                json: #"{"service":"cpaas","kind":"scheduled","from":"\#(from)","to":"\#(to)","title":"Works"}"#)
            return answer.status == 201 ? answer["id"]?.text : nil
        }
        installation.clock.set(to)
        try await provider.declare("cpaas", "api", [("\(from)", "\(to)")])
        let stretch = "from=\(from)&to=\(to)"
        func outcome() async throws -> (reason: String?, notice: Int64?) {
            let statement = try await provider.read("/v1/statements?service=cpaas&\(stretch)")
            let maintenance = statement["data", "0", "qualifications", "0"]
            return (maintenance?["reason"]?.text, maintenance?["notice_seconds"]?.integer)
        }
        #expect(try await outcome().reason == "not_proved")
        // Two are told at once, the third with exactly 48 hours to go.
        let last = from.advanced(by: -172_800)
        for (customers, given) in [(scene.customers.prefix(2), start), (scene.customers.suffix(1), last)] {
            let names = customers.map { "\"\($0)\"" }.joined(separator: ",")
            _ = try await eventually("the notice being recorded") {
                let answer = try await installation.send(
                    .POST, "/v1/notices", key: provider.admin,
                    json: #"""
                        {"kind":"maintenance","maintenance":"\#(works)","customers":[\#(names)],"channel":"phone",
                         "given_at":"\#(given)","text":"Works"}
                        """#, headers: ["idempotency-key": "\"\(given)\""])
                return answer.status == 201 ? true : nil
            }
        }
        let proved = try await eventually("the proof in the statement") {
            let now = try await outcome()
            return now.reason == nil ? now : nil
        }
        #expect(proved.notice == 172_800)
    }
}
