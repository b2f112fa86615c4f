import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// A tenant on the walk from a failed probe to a credit on an invoice, or to the refusal: one step a function, each through the
/// public API as whoever takes it, each told to the tenant's own system, by mail, and in the feed.
struct LongWalk {
    /// Half a day: how often what is well is probed. A sample speaks for a day.
    private static let probeSeconds: Int64 = 43_200
    /// How often in a row nothing may be under way before it is quiet.
    private static let quietLooks = 6

    let plot: WalkPlot
    let provider: Provider
    let customer: String
    let agreement: String
    /// The id of the service that fails.
    let service: String
    /// Keys: of the customer's member, of the provider's agent and approver.
    let member: String
    let agent: String
    let approver: String
    let receivers: WalkReceivers
    /// The path of the tenant's status page.
    let statusPage: String

    var installation: Installation { provider.installation }
    var clock: ManualClock { installation.clock }

    /// A tenant with the agreement, a customer under it, and a service that has been well until it fails.
    static func begin(_ plot: WalkPlot, in installation: Installation, hook: String, _ inbox: WalkInbox) async throws -> LongWalk
    {
        let provider = try await Provider.make(plot.demo, in: installation)
        var services: [String: String] = [:]
        for definition in try plot.services() {
            let made = try await provider.make("/v1/services", definition)
            services[made["key"]?.text ?? ""] = made["id"]?.text
        }
        let service = try #require(services[plot.service])
        let agreement = try await provider.publish("\(plot.demo).yaml")
        let customer = try await provider.id("/v1/customers", #"{"key":"acme","name":"Acme"}"#)
        let mailbox = "ops@\(plot.demo).example"
        try await provider.make(
            "/v1/customers/\(customer)/members", #"{"name":"Ayesha","email":"\#(mailbox)","role":"owner"}"#)
        let fees = plot.fees.map { #""\#($0.key)":{"amount_minor":\#($0.value),"currency":"\#(plot.currency)"}"# }
        try await provider.make(
            "/v1/subscriptions",
            #"{"customer":"\#(customer)","service":"\#(service)","agreement":"\#(agreement)","plan":"\#(plot.plan)","currency":"\#(plot.currency)","fees":{\#(fees.joined(separator: ","))},"from":"2026-01-01T00:00:00Z"}"#
        )
        let webhook = try await provider.make("/v1/webhooks", #"{"url":"\#(hook)/\#(plot.demo)","types":[]}"#)
        let member = try await provider.key(.member, customer: customer)
        let page = try await showStatus(of: provider)
        let walk = LongWalk(
            plot: plot, provider: provider, customer: customer, agreement: agreement, service: service, member: member,
            agent: try await provider.key(.agent), approver: try await provider.key(.approver),
            receivers: WalkReceivers(
                inbox: inbox, path: "/\(plot.demo)", secret: try #require(webhook["secret"]?.text), mailbox: mailbox,
                provider: provider, member: member),
            statusPage: page)
        try await walk.probe("up", from: try at(plot.measuredFrom), to: try at(plot.down.from))
        return walk
    }

    /// Has the tenant's status page shown to everybody; gives its path.
    private static func showStatus(of provider: Provider) async throws -> String {
        let path = "/v1/tenants/\(provider.tenant)"
        let installation = provider.installation
        let tenant = try await installation.send(.GET, path, key: installation.operatorKey)
        let changed = try await installation.send(
            .PUT, path, key: installation.operatorKey,
            json: #"{"name":"Walk","time_zone":"Etc/UTC","status_page":"everybody"}"#,
            headers: ["if-match": tenant.headers["etag"] ?? ""])
        try #require(changed.status == 200, "\(changed.text)")
        return "/status/\(try #require(tenant["key"]?.text))"
    }

    /// Waits until the status page shows the world what is expected.
    private func shows(_ what: String, _ isSo: (Answer) -> Bool) async throws {
        _ = try await eventually("\(what) on the status page") { () -> Bool? in
            let summary = try await installation.send(.GET, "\(statusPage)/api/v2/summary.json")
            return summary.status == 200 && isSo(summary) ? true : nil
        }
    }

    /// Sends as somebody, and expects success.
    @discardableResult
    func send(_ verb: Verb, _ path: String, as key: String, _ json: String? = nil, headers: [String: String] = [:]) async throws
        -> Answer
    {
        let answer = try await installation.send(verb, path, key: key, json: json, headers: headers)
        try #require(200..<300 ~= answer.status, "\(path): \(answer.text)")
        return answer
    }

    /// Moves the clock when nothing is under way: an attempt to deliver has some minutes by the clock, and more would pass at once.
    func moves(to instant: Instant) async throws {
        var quiet = 0
        _ = try await eventually("rest") {
            let pending = try await provider.read("/v1/deliveries?state=pending&limit=1")
            quiet = pending["data"]?.items?.isEmpty == true ? quiet + 1 : 0
            return quiet == Self.quietLooks ? true : nil
        }
        clock.set(instant)
    }

    private func probe(_ state: String, from start: Instant, to end: Instant) async throws {
        let seconds = stride(from: start.epochSeconds, to: end.epochSeconds, by: Int(Self.probeSeconds))
        try await provider.measure(plot.samples(state, at: seconds.map { Instant(epochSeconds: $0) }))
    }

    // MARK: the failure

    /// A probe fails: the outage opens, an incident is declared and told, and the clocks of its updates run.
    func fails() async throws -> (outage: String, incident: String) {
        let start = try Self.at(plot.down.from)
        try await moves(to: start)
        try await provider.measure(plot.samples("down", at: [start]))
        let outage: String = try await eventually("the outage") {
            let page = try await send(.GET, "/v1/outages?service=\(plot.service)&scope=service", as: member)
            return page["data", "0", "state"]?.text == "open" ? page["data", "0", "id"]?.text : nil
        }
        let incident: Answer = try await eventually("the incident") {
            let page = try await send(.GET, "/v1/incidents?service=\(service)", as: member)
            return page["data", "0", "outages", "0", "id"]?.text == outage ? page : nil
        }
        #expect(incident["data", "0", "status"]?.text == "investigating" && incident["data", "0", "origin"]?.text == "outage")
        let clocks = incident["data", "0", "clocks"]?.items ?? []
        #expect(clocks.allSatisfy { $0["measure"]?.text == "next_update" && $0["state"]?.text == "running" })
        try await receivers.told(
            "ticketing.incident.declared", "Incident: Outage of \(plot.service)", citing: clocks.compactMap { $0["clause"]?.text }
        )
        try await shows("the incident") {
            $0["incidents", "0", "name"]?.text == "Outage of \(plot.service)" && $0["status", "indicator"]?.text != "none"
        }
        return (outage, try #require(incident["data", "0", "id"]?.text))
    }

    /// Somebody says what is known, and so keeps what is promised of updates.
    func says(_ text: String, about incident: String) async throws -> Answer {
        let path = "/v1/incidents/\(incident)"
        try await send(.POST, "\(path)/updates", as: agent, #"{"text":"\#(text)","status":"identified"}"#)
        try await receivers.told("ticketing.incident.updated", "Incident updated", saying: text)
        return try await send(.GET, path, as: member)
    }

    /// The probe succeeds again: the outage closes, and somebody says that it is over.
    func recovers(_ outage: String, _ incident: String) async throws {
        let end = try Self.at(plot.down.to)
        try await moves(to: end)
        try await provider.measure(plot.samples("up", at: [end]))
        let closed: Answer = try await eventually("the end of the outage") {
            let answer = try await send(.GET, "/v1/outages/\(outage)", as: member)
            return answer["state"]?.text == "closed" ? answer : nil
        }
        let seconds = try end - Self.at(plot.down.from)
        #expect(closed["duration_seconds"]?.integer == seconds)
        // Ticketing must have heard of it before anybody can say that it is over.
        let over: Answer = try await eventually("the incident being over") {
            let answer = try await installation.send(
                .POST, "/v1/incidents/\(incident)/updates", key: agent, json: #"{"text":"All is well.","status":"resolved"}"#)
            return answer.status == 201 ? answer : nil
        }
        #expect(over["status"]?.text == "resolved", "\(over.text)")
        try await receivers.told("ticketing.incident.resolved", "Incident resolved", saying: "All is well.")
        try await shows("no incident") { $0["incidents"]?.items?.isEmpty == true }
    }

    // MARK: the window

    /// The window closes: its statement is provisional, and final when its settling time has passed.
    func closes() async throws -> Answer {
        let end = try Self.at(plot.windowEnd)
        try await moves(to: end)
        try await probe("up", from: try Self.at(plot.down.to).advanced(by: Self.probeSeconds), to: end)
        _ = try await statement("provisional") { $0["state"]?.text == "provisional" }
        try await moves(to: end.advanced(by: 2 * 86_400))
        let final = try await statement("final") { $0["state"]?.text == "final" }
        try await receivers.told(
            "availability.statement.final", "Statement", citing: [try #require(final["clause"]?.text)], id: final["id"]?.text)
        return final
    }

    /// The customer's statement of the window, once it is as expected.
    func statement(_ what: String, where isSo: (Answer) -> Bool) async throws -> Answer {
        let end = try Self.at(plot.windowEnd)
        let month = end.advanced(by: -86_400).description.prefix(7)
        return try await eventually("the \(what) statement", within: 90) {
            let page = try await send(
                .GET, "/v1/statements?service=\(plot.service)&commitment=\(plot.commitment)&month=\(month)", as: member)
            let found = page["data"]?.items?.first { $0["window"]?["to"]?.text == plot.windowEnd }
            guard let id = found?["id"]?.text else { return nil }
            let statement = try await send(.GET, "/v1/statements/\(id)", as: member)
            return isSo(statement) ? statement : nil
        }
    }

    /// Weeks later a third party is found to be the cause of a part: somebody proposes to exclude it, somebody else agrees, and
    /// the statement is restated.
    func isExcused(after statement: Answer) async throws -> Answer {
        try await moves(to: clock.now.advanced(by: 21 * 86_400))
        let exclusion = try await send(
            .POST, "/v1/exclusions", as: agent,
            #"{"service":"\#(plot.service)","ground":"third_party","from":"\#(plot.down.from)","to":"\#(plot.excludedTo)","evidence":"Carrier notice 4711","reason":"Backbone cut"}"#
        )
        try await send(
            .POST, "/v1/exclusions/\(try #require(exclusion["id"]?.text))/decision", as: approver,
            #"{"decision":"approved","reason":"The carrier confirms the cut."}"#)
        let down = try Self.at(plot.down.to) - Self.at(plot.excludedTo)
        let restated = try await self.statement("restated") { $0["seconds", "counted_down"]?.integer == down }
        #expect((restated["revision"]?.integer ?? 0) > (statement["revision"]?.integer ?? 0))
        #expect(restated["id"]?.text == statement["id"]?.text && restated["excluded", "0", "ground"]?.text == "third_party")
        try await receivers.told(
            "availability.statement.restated", "Statement restated", citing: [try #require(restated["clause"]?.text)],
            id: statement["id"]?.text)
        return restated
    }

    /// An instant that a plot writes down.
    static func at(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }
}
