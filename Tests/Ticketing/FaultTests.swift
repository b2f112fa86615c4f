import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// Whatever dies between two steps, nothing is lost and nothing is there twice: ticket, log, clocks, events and the
/// idempotency key are one transaction.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
    @Test func aRepeatIsAnsweredWithTheFirstAnswer() async throws {
        try await World.with { world in
            let headers = ["idempotency-key": "\"one\""]
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<8 { group.addTask { try await world.open(headers: headers) } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(Set(answers.map(\.status)).isSubset(of: [201, 409]))
            let again = try await world.open(headers: headers)
            #expect(Set((answers + [again]).filter { $0.status == 201 }.map(\.body)).count == 1)
            #expect(try await world.told() == ["ticket.opened", "clock.started"])
            #expect(try await world.open(priority: "high", headers: headers).status == 422)
        }
    }

    @Test func connectionsThatAreLostAtRandomLoseAndDoubleNothing() async throws {
        try await World.with { world in
            let wanted = 24
            let killer = Task {
                let admin = try await world.service.database.admin()
                let name = world.service.database.name
                while !Task.isCancelled {
                    _ = try await admin.run(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = '\(name)' and pid <> pg_backend_pid() and random() < 0.02
                        """)
                    await Task.yield()
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<4 {
                    group.addTask {
                        for number in stride(from: client, to: wanted, by: 4) { try await Self.talk(number, in: world) }
                    }
                }
                try await group.waitForAll()
            }
            killer.cancel()
            _ = await killer.result
            let told = try await world.told()
            for type in ["ticket.opened", "clock.started", "ticket.replied", "clock.met"] {
                #expect(told.filter { $0 == type }.count == wanted, "\(type)")
            }
            let admin = try await world.service.database.admin()
            for (table, rows) in [("tickets", 1), ("ticket_messages", 2), ("ticket_events", 4), ("clock_stamps", 1)] {
                let count = try await admin.run("select count(*) from \(table)").first?[0]
                #expect(count == String(wanted * rows), "\(table)")
            }
        }
    }

    /// Opens a ticket and has it answered, whatever is lost on the way.
    private static func talk(_ number: Int, in world: World) async throws {
        let id = try await insist("\(number)") { try await world.open(priority: "high", headers: $0) }
        let ticket = try #require(id.flatMap { TicketID($0) })
        _ = try await insist("\(number)-said") { headers in
            try await world.service.send(
                .POST, "/v1/tickets/\(ticket)/messages", as: world.agent, json: #"{"text":"Hello"}"#, headers: headers)
        }
    }

    /// Repeats a request under one key until it is answered; gives the id of what was made.
    private static func insist(_ key: String, _ send: ([String: String]) async throws -> Answer) async throws -> String? {
        for _ in 0..<500 {
            // Without an answer nobody knows whether it was done: the repeat finds out.
            guard let answer = try? await send(["idempotency-key": "\"\(key)\""]) else { continue }
            if answer.status == 201 { return answer.at("id") }
            #expect([409, 500, 503].contains(answer.status), "\(answer.text)")
        }
        Issue.record("no answer after 500 repeats")
        return nil
    }
}
