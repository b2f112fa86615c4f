import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

/// Every path of the document with another tenant's ids: 404, and nothing changes. Generated from the document, so that a new
/// path without an id to try it with fails.
@Suite("Tenants", .timeLimit(.minutes(5)))
struct TenantIsolationTests {
    /// One of each thing of a tenant, by the first part of the paths that name it.
    private func things(of provider: Provider) async throws -> [String: String] {
        var things: [String: String] = [:]
        things["api-keys"] = try await provider.id("/v1/api-keys", #"{"name":"NOC","roles":["agent"]}"#)
        let customer = try await provider.id("/v1/customers", #"{"key":"acme","name":"Acme"}"#)
        things["customers"] = customer
        things["member"] = try await provider.id(
            "/v1/customers/\(customer)/members", #"{"name":"A","email":"a@acme.example","role":"owner"}"#)
        let service = try await provider.defineZectoService()
        things["services"] = service
        things["calendars"] = try await provider.id(
            "/v1/calendars", #"{"key":"office","name":"Office","time_zone":"Asia/Karachi","weekly":{"mon":[["09:00","18:00"]]}}"#)
        let agreement = try await provider.publish("zecto.yaml")
        things["agreements"] = agreement
        things["subscriptions"] = try await provider.id(
            "/v1/subscriptions",
            #"{"customer":"\#(customer)","service":"\#(service)","agreement":"\#(agreement)","plan":"enterprise","currency":"PKR","fees":{"platform":{"amount_minor":100000,"currency":"PKR"}},"from":"2026-01-01T00:00:00Z"}"#
        )
        let maintenance: String = try await eventually("the service being known") {
            let answer = try await provider.installation.send(
                .POST, "/v1/maintenance", key: provider.admin,
                json:
                    #"{"service":"cpaas","kind":"scheduled","from":"2026-06-01T00:00:00Z","to":"2026-06-01T01:00:00Z","title":"Works"}"#
            )
            return answer.status == 201 ? answer["id"]?.text : nil
        }
        things["maintenance"] = maintenance
        let notice: String = try await eventually("the maintenance being known") {
            let answer = try await provider.installation.send(
                .POST, "/v1/notices", key: provider.admin,
                json:
                    #"{"kind":"maintenance","maintenance":"\#(maintenance)","customers":["\#(customer)"],"channel":"email","given_at":"2026-05-01T00:00:00Z","text":"Works"}"#
            )
            return answer.status == 201 ? answer["id"]?.text : nil
        }
        things["notices"] = notice
        things["webhooks"] = try await provider.id(
            "/v1/webhooks", #"{"url":"https://hooks.invalid/","types":["pledge.agreements.calendar.*"]}"#)
        _ = try await provider.id(
            "/v1/calendars", #"{"key":"night","name":"Night","time_zone":"Asia/Karachi","weekly":{"mon":[["00:00","06:00"]]}}"#)
        // Nobody has that name: the first attempt is over, and the clock stands still.
        let delivery: String = try await eventually("the endpoint's delivery") {
            let answer = try await provider.read("/v1/deliveries?channel=webhook")
            return answer["data", "0", "last_answer"] == nil ? nil : answer["data", "0", "id"]?.text
        }
        things["deliveries"] = delivery
        things["exclusions"] = try await provider.id(
            "/v1/exclusions",
            #"{"service":"cpaas","ground":"third_party","from":"2026-04-01T00:00:00Z","to":"2026-04-01T01:00:00Z","evidence":"e","reason":"r"}"#
        )
        try await provider.declare("cpaas", "api", [("2026-04-20T00:00:00Z", "2026-04-20T01:00:00Z")])
        let outage: String = try await eventually("the outage") {
            try await provider.read("/v1/outages?scope=component")["data", "0", "id"]?.text
        }
        things["outages"] = outage
        things["tickets"] =
            try await eventually("the customer being known to ticketing") {
                let answer = try await provider.installation.send(
                    .POST, "/v1/tickets", key: provider.admin,
                    json:
                        #"{"customer":"\#(customer)","service":"cpaas","subject":"No SMS","text":"None is delivered.","priority":"high"}"#
                )
                return answer.status == 201 ? answer["id"]?.text : nil
            } as String
        let ticket = things["tickets"] ?? ""
        things["attachment"] = try await provider.installation.send(
            .POST, "/v1/tickets/\(ticket)/attachments?name=log.txt", key: provider.admin, body: Data("log".utf8),
            headers: ["content-type": "text/plain"]
        ).at("id")
        things["incidents"] = try await provider.id(
            "/v1/incidents", #"{"services":["cpaas"],"title":"No SMS","text":"We are looking into it.","down":true}"#)
        things["proposals"] =
            try await eventually("what the incident proposes as an outage") {
                try await provider.read("/v1/outages/proposals")["data", "0", "id"]?.text
            } as String
        // The month of those tickets is not over, and the clock stands still.
        let support = SupportStatementResource(
            id: SupportStatementID(), customer: try #require(CustomerID(customer)),
            agreement: try #require(AgreementID(agreement)),
            month: "2026-04", from: Installation.now, to: Installation.now, state: .final, revision: 1, promises: [],
            averages: [], madeAt: Installation.now)
        let kept = try await provider.installation.databases[.ticketing]?.admin()
        _ = try await kept?.run(
            """
            insert into support_statements (tenant_id, id, customer_id, agreement_id, month, month_start, state)
            values ('\(provider.tenant.uuid)', '\(support.id.uuid)', '\(support.customer.uuid)', '\(support.agreement.uuid)',
                '2026-04', '\(support.from)', '\(try PledgeJSON.encodeText(support))')
            """)
        things["support-statements"] = support.id.description
        let statement = try #require(
            try await provider.statement("cpaas", month: "2026-04", countedDown: 3600)["data", "0", "id"]?.text)
        things["statements"] = statement
        things["objectives"] = try #require(
            try await provider.read("/v1/objectives?service=cpaas&month=2026-04")["data", "0", "id"]?.text)
        let granted = try await provider.credit(for: statement, of: customer)
        things["claims"] = granted.claim
        things["credits"] = granted.credit
        return things
    }

    /// A path with its parameters filled in by a tenant's things; nil when there is nothing to fill one in with.
    private func fill(_ operation: APIOperation, _ things: [String: String]) -> String? {
        let parts = operation.path.split(separator: "/")
        var filled: [String] = []
        for (index, part) in parts.enumerated() {
            switch part {
            case "{id}":
                guard index > 0, let thing = things[String(parts[index - 1])] else { return nil }
                filled.append(thing)
            case "{member}":
                guard let member = things["member"] else { return nil }
                filled.append(member)
            case "{attachment}":
                guard let attachment = things["attachment"] else { return nil }
                filled.append(attachment)
            case "{version}": filled.append("1")
            case let part where part.hasPrefix("{"): return nil
            case let part: filled.append(String(part))
            }
        }
        // A version is compared with another, which the path does not name.
        return "/" + filled.joined(separator: "/") + (operation.path.hasSuffix("/diff") ? "?from=1" : "")
    }

    @Test("see nothing of each other, on any path, and change nothing")
    func isolation() async throws {
        let provider = try await Provider.make("victim")
        let things = try await things(of: provider)
        let intruder = try await Provider.make("intruder")
        let installation = provider.installation
        let everyRole = try await intruder.key(.admin, .agent, .approver)
        // Ids name their tenant nowhere: only the platform's operator names tenants, and no tenant has that role.
        // A status page is for everybody, once it is shown: its own tests hold what is not on it.
        let named = installation.document.operations.filter {
            !$0.pathParameters.isEmpty && !$0.path.hasPrefix("/v1/tenants") && $0.access != .anyone
        }
        #expect(named.count > 30)
        let before = try await installation.holdingsAtRest(of: provider.tenant)
        #expect(before.count > 10)
        for operation in named {
            guard let path = fill(operation, things) else {
                Issue.record("\(operation.id) has no isolation coverage: give it a thing to be tried with")
                continue
            }
            let verb = try #require(Verb(rawValue: operation.method))
            let answer: Answer
            if operation.bodyTypes.first == "application/yaml" {
                let text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
                answer = try await installation.send(
                    verb, path, key: everyRole, body: Data(text.utf8),
                    headers: ["content-type": "application/yaml", "if-match": "*"])
            } else if operation.bodyTypes.contains("image/png") {
                answer = try await installation.send(
                    verb, "\(path)?name=log.txt", key: everyRole, body: Data("log".utf8), headers: ["content-type": "text/plain"])
            } else {
                let json = example(operation, installation.document)
                if operation.bodyMaxBytes != nil { #expect(json != nil, "\(operation.id) has no example of its body") }
                answer = try await installation.send(verb, path, key: everyRole, json: json, headers: ["if-match": "*"])
            }
            #expect(answer.status == 404, "\(operation.id): \(answer.status) \(answer.text.prefix(200))")
        }
        try await installation.expectUnchanged(provider.tenant, since: before)
        // The same paths with the tenant's own key do exist: the 404 above was for the intruder.
        for operation in named where operation.method == "GET" {
            guard let path = fill(operation, things) else { continue }
            #expect(try await installation.send(.GET, path, key: provider.admin).status == 200, "\(operation.id)")
        }
    }

    @Test("have lists of their own, and parameters that name another's things find nothing")
    func lists() async throws {
        let provider = try await Provider.make("victim")
        let things = try await things(of: provider)
        let intruder = try await Provider.make("intruder")
        let installation = provider.installation
        for operation in installation.document.operations
        where operation.method == "GET" && operation.pathParameters.isEmpty && operation.service != .gateway {
            guard case .roles(let roles) = operation.access, roles.contains(.admin), operation.path != "/v1/availability" else {
                continue
            }
            let answer = try await installation.send(.GET, operation.path, key: intruder.admin)
            #expect(answer.status == 200, "\(operation.id)")
            for (_, thing) in things { #expect(!answer.text.contains(thing), "\(operation.id) shows \(thing)") }
        }
        let overview = try await installation.send(.GET, "/v1/overview", key: intruder.admin)
        for (_, thing) in things { #expect(!overview.text.contains(thing), "the overview shows \(thing)") }
        let service = things["services"] ?? ""
        #expect(
            try await installation.send(
                .GET, "/v1/availability?service=\(service)&from=2026-04-01T00:00:00Z&to=2026-04-02T00:00:00Z", key: intruder.admin
            ).status == 404)
        for path in ["/v1/outages", "/v1/maintenance", "/v1/exclusions", "/v1/statements", "/v1/budgets"] {
            let answer = try await installation.send(.GET, "\(path)?service=\(service)", key: intruder.admin)
            #expect(answer.status == 404 || answer["data"]?.items?.isEmpty == true, "\(path): \(answer.text.prefix(200))")
        }
    }

    /// The example of an operation's JSON body, from the document.
    private func example(_ operation: APIOperation, _ document: DocumentedAPI) -> String? {
        let media = document.described(operation)?["requestBody"]?["content"]?["application/json"]
        let schema = media?["schema"].flatMap(document.schema.resolve)
        return schema?["examples"]?.items?.first?.json
    }
}
