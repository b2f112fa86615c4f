import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// What people and time do beside what is measured.
extension HistoryRun {
    private static let grounds: [Ground] = [.customer, .thirdParty, .forceMajeure, .ddos]
    private static let reads = [
        "/v1/outages", "/v1/measurements", "/v1/budgets?service=portal", "/v1/exclusions", "/v1/maintenance",
    ]

    /// Something of it.
    func act() async throws {
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: try await propose()
        case 2, 3: try await decide()
        case 4: try await announce()
        case 5: try await change()
        case 6: if once(in: 2) { try await cancel() }
        case 9: try await withdraw()
        case 7: try await AvailabilityParts(process.service.chassis).due.work(at: now)
        default: _ = try await process.get(Self.reads.randomElement(using: &random) ?? "/v1/outages")
        }
    }

    private func propose() async throws {
        let time = stretch(hours: 12)
        let ground = Self.grounds.randomElement(using: &random) ?? .customer
        let components = components()
        let isLimited = once(in: 2)
        let isWide = components.isEmpty && once(in: 2)
        let service = isWide ? #""all_services": true"# : #""service": "\#(HistoryShape.service)""#
        let named = isLimited ? #", "customers": ["\#(HistoryShape.customer)"]"# : ""
        let answer = try await create(
            "/v1/exclusions", as: \.agent,
            """
            {\(service), "ground": "\(ground.rawValue)", "from": "\(time.start)", "to": "\(time.end)",
             "evidence": "a log", "reason": "not ours"\(Self.member(components))\(named)}
            """)
        exclusions.append(
            HistoryExclusion(
                id: try #require(answer["id"]?.text), ground: ground, time: time, components: components,
                isLimited: isLimited))
    }

    private func decide() async throws {
        let open = exclusions.indices.filter { exclusions[$0].isApproved == nil && !exclusions[$0].isWithdrawn }
        guard let index = open.randomElement(using: &random) else { return }
        let isApproved = !once(in: 4)
        let path = "/v1/exclusions/\(exclusions[index].id)/decision"
        let body = #"{"decision": "\#(isApproved ? "approved" : "refused")", "reason": "so it was"}"#
        try await process.post(path, body, as: process.approver, expecting: 200)
        exclusions[index].isApproved = isApproved
        // It is decided once.
        if once(in: 4) { try await process.post(path, body, as: process.approver, expecting: 409) }
    }

    private func withdraw() async throws {
        let standing = exclusions.indices.filter { exclusions[$0].isApproved != false && !exclusions[$0].isWithdrawn }
        guard let index = standing.randomElement(using: &random) else { return }
        let path = "/v1/exclusions/\(exclusions[index].id)/withdrawal"
        let body = #"{"reason": "it was ours"}"#
        // What was approved its proposer does not take back.
        let isOwn = exclusions[index].isApproved == nil && once(in: 2)
        try await process.post(path, body, as: isOwn ? process.agent : process.approver, expecting: 200)
        exclusions[index].isWithdrawn = true
        if once(in: 4) { try await process.post(path, body, as: process.approver, expecting: 409) }
    }

    private func announce() async throws {
        let time = stretch(hours: 30)
        let kind: Maintenance.Kind = once(in: 3) ? .emergency : .scheduled
        let components = components()
        let announced = once(in: 2) ? now.advanced(by: -.random(in: 0...200_000, using: &random)) : nil
        let proof = announced.map { #", "announced_at": "\#($0)", "proof": "mail""# } ?? ""
        let answer = try await create(
            "/v1/maintenance", as: \.admin,
            """
            {"service": "\(HistoryShape.service)", "kind": "\(kind.rawValue)", "from": "\(time.start)", "to": "\(time.end)",
             "title": "Works"\(proof)\(Self.member(components))}
            """)
        maintenance.append(
            HistoryMaintenance(
                id: try #require(answer["id"]?.text), kind: kind, components: components,
                announcements: [(announced ?? now, time)]))
        try await tellCustomer(of: maintenance[maintenance.count - 1])
    }

    private func change() async throws {
        guard let index = standing() else { return }
        let old = maintenance[index].announcements.last?.time ?? stretch(hours: 30)
        let time = Interval(
            old.start.advanced(by: .random(in: -7_200...7_200, using: &random)),
            old.end.advanced(by: .random(in: 7_201...30_000, using: &random)))
        try await change(index, .PUT, #"{"from": "\#(time.start)", "to": "\#(time.end)", "title": "Works, still"}"#)
        maintenance[index].announcements.append((now, time))
        try await tellCustomer(of: maintenance[index])
    }

    /// The customer learns of it as it is announced: what a backtest takes for granted.
    private func tellCustomer(of item: HistoryMaintenance) async throws {
        try await process.notice(of: item.id, to: customer)
    }

    private func cancel() async throws {
        guard let index = standing() else { return }
        try await change(index, .DELETE, nil)
        maintenance[index].cancelledAt = now
    }

    /// Changes maintenance in the version that it has: time makes another at any moment.
    private func change(_ index: Int, _ verb: Verb, _ json: String?) async throws {
        let path = "/v1/maintenance/\(maintenance[index].id)"
        var answer: Answer
        repeat {
            let etag = try await process.get(path).headers["etag"]
            answer = try await process.service.send(verb, path, as: process.admin, json: json, ifMatch: etag)
        } while answer.status == 412
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Any maintenance that was not called off.
    private func standing() -> Int? {
        maintenance.indices.filter { maintenance[$0].cancelledAt == nil }.randomElement(using: &random)
    }

    /// Makes something, now and then by two requests of which the other process may take the second.
    private func create(_ path: String, as caller: KeyPath<World, Caller>, _ json: String) async throws -> Answer {
        let headers = ["idempotency-key": "\(random.next())"]
        func once() async throws -> Answer {
            let process = process
            let answer = try await process.service.send(.POST, path, as: process[keyPath: caller], json: json, headers: headers)
            try #require(answer.status == 201, "\(answer.text)")
            return answer
        }
        let first = try await once()
        if self.once(in: 4) { try #require(try await once()["id"] == first["id"]) }
        return first
    }

    private func stretch(hours: Int64) -> Interval {
        let start = shape.start.advanced(by: .random(in: -3_600..<shape.seconds, using: &random))
        return Interval(start, start.advanced(by: .random(in: 1...hours * 3_600, using: &random)))
    }

    private func components() -> [String] {
        guard once(in: 3) else { return [] }
        let keys = shape.components.map(\.key).shuffled(using: &random)
        return Array(keys.prefix(.random(in: 1...2, using: &random)))
    }

    private static func member(_ components: [String]) -> String {
        components.isEmpty ? "" : #", "components": [\#(components.map { "\"\($0)\"" }.joined(separator: ", "))]"#
    }
}
