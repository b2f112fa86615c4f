import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// The golden vectors of ticket clocks, through the service's API: each case is a ticket that is made and moved by requests at the
/// case's instants, under an agreement with the case's calendar and targets.
@Suite(.timeLimit(.minutes(5))) struct ClockVectorTests {
    @Test func everyCase() async throws {
        try await World.with { first in
            var worlds: [String: World] = [:]
            for (name, vector) in try Self.cases() {
                let document = Self.agreement(vector)
                var world = worlds[document]
                if world == nil { world = try await first.another(try Node(json: Data(document.utf8)), plan: "any") }
                let under = try #require(world)
                worlds[document] = under
                try await Self.play(vector, in: under, "\(name)")
            }
        }
    }

    private static func play(_ vector: Node, in world: World, _ name: Comment) async throws {
        var ticket: TicketID?
        for event in vector["events"]?.items ?? [] {
            world.clock.set(Instant(epochSeconds: event["at"]?.whole ?? 0))
            guard let id = ticket else {
                ticket = try await world.ticket(priority: event["priority"]?.text).id
                continue
            }
            let answer =
                switch event["type"]?.text {
                case "priority": try await world.classify(id, event["priority"]?.text ?? "")
                case "responded": try await world.say(id, as: world.agent)
                case "waiting_on_customer": try await world.move(id, to: "waiting_on_customer")
                case "customer_replied": try await world.say(id, as: world.member)
                case "resolved": try await world.move(id, to: "resolved")
                default: try await world.move(id, to: "open")
                }
            #expect([200, 201].contains(answer.status), "\(name): \(answer.text)")
        }
        world.clock.set(Instant(epochSeconds: vector["at"]?.whole ?? 0))
        let clocks = try await world.clocks(try #require(ticket))
        expect(clocks[.firstResponse], vector["expect"]?["response"], name)
        expect(clocks[.resolution], vector["expect"]?["resolution"], name)
    }

    private static func expect(_ clock: ClockResource?, _ expected: Node?, _ name: Comment) {
        #expect(clock?.targetSeconds == expected?["target_seconds"]?.whole, name)
        #expect(clock?.elapsedSeconds == expected?["elapsed_seconds"]?.whole, name)
        #expect(clock?.remainingSeconds == expected?["remaining_seconds"]?.whole, name)
        #expect(clock?.dueAt?.description == expected?["due"]?.text, name)
        #expect(clock?.state.rawValue == expected?["state"]?.text, name)
        switch clock?.state {
        case .met: #expect(clock?.verdict?.outcome == .met, name)
        case .breached: #expect(clock?.verdict?.outcome == .breached || clock?.verdict == nil, name)
        default: #expect(clock?.verdict == nil, name)
        }
    }

    /// The cases of the project's own copy, and of the folder that `PLEDGE_VECTORS` names.
    private static func cases() throws -> [(String, Node)] {
        var files = [SourceTree.url("Tests/Terms/Vectors/ticket-clocks.json")]
        if let more = ProcessInfo.processInfo.environment["PLEDGE_VECTORS"] {
            let file = URL(fileURLWithPath: more).appending(path: "ticket-clocks.json")
            if FileManager.default.fileExists(atPath: file.path) { files.append(file) }
        }
        return try files.flatMap { file in
            let limits = NodeLimits(bytesMaximum: 64 << 20, nodesMaximum: 20_000_000)
            let cases = try #require(try Node(json: Data(contentsOf: file), limits: limits)["cases"]?.items)
            return cases.enumerated().map { ("\(file.lastPathComponent) #\($0)", $1) }
        }
    }

    /// An agreement with a case's calendar and targets.
    private static func agreement(_ vector: Node) -> String {
        let calendar = vector["calendar"]
        let zone = calendar?["timezone"]?.text ?? "UTC"
        let hours =
            calendar?["weekly"].map {
                #""weekly":\#($0.json),"holidays":\#(calendar?["holidays"]?.json ?? "[]")"#
            } ?? #""always":true"#
        let targets = vector["targets"]?.members ?? []
        let priorities = targets.map {
            #"{"key":"\#($0.key)","title":"\#($0.key)","clause":"V-1","definition":"d","classified_by":"customer_then_provider"}"#
        }
        let promises = targets.flatMap { priority in
            [("response", "first_response"), ("resolution", "resolution")].compactMap { name, measure in
                priority.node[name]?.whole.map {
                    #"{"priority":"\#(priority.key)","measure":"\#(measure)","within":"PT\#($0)S","strength":"guarantee"}"#
                }
            }
        }
        return #"""
            {"format":"pledge-agreement/1","key":"vectors","title":"V","provider":"P","edition":"1","published":"2024-01-01",
             "published_as_written":"1 January 2024","source":"the golden vectors","time_zone":"\#(zone)",
             "clauses":[{"id":"V-1","heading":"Support","text":"We answer in time."}],
             "calendars":[{"key":"desk","time_zone":"\#(zone)",\#(hours)}],
             "services":[{"key":"cpaas","title":"C"}],"priorities":[\#(priorities.joined(separator: ","))],
             "support":[{"key":"desk","title":"Desk","clause":"V-1","calendar":"desk","targets":[\#(promises.joined(separator: ","))]}]}
            """#
    }
}

extension Node {
    /// A whole number; nil for anything else.
    fileprivate var whole: Int64? {
        if case .number(let text) = value { Int64(text) } else { nil }
    }
}
