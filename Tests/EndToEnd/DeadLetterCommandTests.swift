import Contracts
import Foundation
import Hosting
import NIOHTTP1
import Terms
import TestSupport
import Testing

extension EndToEnd {
    /// What an operator types when a service has put an event aside.
    @Suite(.timeLimit(.minutes(8))) struct DeadLetterCommandTests {
        @Test func theCommandLineShowsDeadLettersAndHasThemTriedAgain() async throws {
            var options = StackHarness.Options()
            options.demo = false
            try await StackHarness.with(options) { stack in
                #expect(try await stack.pledge("dead-letters").output == "No dead letters.\n")
                let admin = try await StackDatabase(stack, service: "ticketing").connect()
                try await admin.run("alter table known_tenants add constraint doomed check (key <> 'doomed') not valid")
                let made = try await stack.send(
                    .POST, "/v1/tenants", key: stack.secret("operator-key"),
                    json: #"{"key":"doomed","name":"Doomed","time_zone":"UTC"}"#)
                try #require(made.status == 201, "\(made.text)")

                let letter = try await eventually("a dead letter", within: 60) {
                    let listed = try await stack.pledge("dead-letters", "list", "ticketing", "--json")
                    return try listed.output.split(separator: "\n").first.map {
                        try PledgeJSON.decode(DeadLetterResource.self, from: String($0))
                    }
                }
                let id = letter.id.description
                #expect(try await stack.pledge("dead-letters").output.contains("ticketing \(id)"))

                let early = try await stack.pledge("dead-letters", "retry", "ticketing", id)
                #expect(!early.exit.isSuccess)
                #expect(early.output.contains("failed again"))
                let earlyAll = try await stack.pledge("dead-letters", "retry", "ticketing", "--all")
                #expect(!earlyAll.exit.isSuccess)
                #expect(earlyAll.output.contains("0 done, 1 failed"))

                try await admin.run("alter table known_tenants drop constraint doomed")
                let done = try await stack.pledge("dead-letters", "retry", "ticketing", "--all")
                #expect(done.exit.isSuccess, "\(done.output)")
                #expect(done.output == "1 done, 0 failed\n")
                #expect(try await stack.pledge("dead-letters").output == "No dead letters.\n")
                #expect(try await admin.run("select count(*) from known_tenants where key = 'doomed'") == [["1"]])
                #expect(try await !stack.pledge("dead-letters", "retry", "ticketing", id).exit.isSuccess)
                #expect(try await !stack.pledge("dead-letters", "retry", "ticketing").exit.isSuccess)
                try await discarding(stack, admin)
            }
        }

        private func discarding(_ stack: StackHarness, _ admin: AdminConnection) async throws {
            try await admin.run("alter table known_tenants add constraint unwanted check (key <> 'unwanted') not valid")
            let made = try await stack.send(
                .POST, "/v1/tenants", key: stack.secret("operator-key"),
                json: #"{"key":"unwanted","name":"Unwanted","time_zone":"UTC"}"#)
            try #require(made.status == 201, "\(made.text)")
            let letter = try await eventually("another dead letter", within: 60) {
                let listed = try await stack.pledge("dead-letters", "list", "ticketing", "--json")
                return try listed.output.split(separator: "\n").first.map {
                    try PledgeJSON.decode(DeadLetterResource.self, from: String($0))
                }
            }
            let id = letter.id.description
            let done = try await stack.pledge("dead-letters", "discard", "ticketing", id)
            #expect(done.exit.isSuccess, "\(done.output)")
            #expect(done.output == "\(id): discarded\n")
            #expect(try await stack.pledge("dead-letters").output == "No dead letters.\n")
            for wrong in [id, "evt_x"] {
                #expect(try await !stack.pledge("dead-letters", "discard", "ticketing", wrong).exit.isSuccess)
            }
            try await admin.run("alter table known_tenants drop constraint unwanted")
            #expect(try await admin.run("select count(*) from known_tenants where key = 'unwanted'") == [["0"]])
        }
    }
}
