import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import CLI

/// The stories of the demo's tenants: how they are read, and what `${…}` stands for in them.
@Suite struct StoryTests {
    /// 15 May 2026, 02:30:40 in Karachi.
    private func names() throws -> StoryNames {
        StoryNames(zone: try #require(Zone("Asia/Karachi")), loadedAt: try #require(Instant(rfc3339: "2026-05-14T21:30:40Z")))
    }

    @Test(arguments: [
        ("${now}", "2026-05-14T21:30:00Z"), ("${now-PT2H30M}", "2026-05-14T19:00:00Z"), ("${today}", "2026-05-14T19:00:00Z"),
        ("${today+P3DT2H}", "2026-05-17T21:00:00Z"), ("${last_month_end-PT80M}", "2026-04-30T17:40:00Z"),
        ("${last_month_start+P9DT1H30M}", "2026-04-09T20:30:00Z"), ("month=${last_month}&x", "month=2026-04&x"),
        ("plain", "plain"),
    ])
    func timesAreSeenFromTheLoading(text: String, expected: String) throws {
        #expect(try names().fill(text) == expected)
    }

    @Test func anHourOfTheDayStaysThatHourWhenTheClocksChange() throws {
        let loaded = try #require(Instant(rfc3339: "2026-03-27T12:00:00Z"))
        let names = StoryNames(zone: try #require(Zone("Europe/Amsterdam")), loadedAt: loaded)
        #expect(names.fill("${today+P1DT20H}") == "2026-03-28T19:00:00Z")
        #expect(names.fill("${today+P3DT20H}") == "2026-03-30T18:00:00Z")
    }

    @Test func whatIsNotThereYetIsNotFilledIn() throws {
        var names = try names()
        let body = try Node(json: Data(#"{"statement":"${statement}","list":[1,"${now}"],"other":null}"#.utf8))
        #expect(names.fill(body) == nil)
        names["statement"] = "stm_1"
        #expect(names.fill(body)?.json == #"{"statement":"stm_1","list":[1,"2026-05-14T21:30:00Z"],"other":null}"#)
        #expect(names.fill("${never}") == nil && names.fill("${now") == nil && names.fill("${now-yesterday}") == nil)
    }

    /// Every name that a step uses is a time, comes with the tenant, or was kept by a step before it.
    @Test(arguments: TenantFile.all, ["story", "walk"])
    func everyStoryCanBeTold(tenant: String, story: String) throws {
        let file = try TenantFile(tenant, home: SourceTree.root.path, target: "http://127.0.0.1/")
        var names = StoryNames(zone: try file.zone, loadedAt: Instant(epochSeconds: 1_778_803_200))
        for given in ["customer", "agreement", "receiver"] { names[given] = "x" }
        for service in file.services { names["service.\(try #require(service.text(at: "key")))"] = "x" }
        for customer in file.content.list(at: "customers") {
            let key = try #require(customer.text(at: "key"))
            for given in ["customer", "member", "email"] { names["\(given).\(key)"] = "x" }
        }
        let content = try file.content(of: story)
        let steps = try StoryStep.all(in: content)
        #expect(Set(steps.map(\.name)).count == steps.count && !steps.isEmpty)
        for step in steps {
            #expect(names.fill(step.path) != nil, "\(step.name)")
            #expect(step.body.map { names.fill($0) != nil } ?? true, "\(step.name)")
            for member in step.expect { #expect(names.fill(member.node) != nil, "\(step.name)") }
            for member in step.keep { names[member.key] = "x" }
        }
        for mail in content.list(at: "mails") { #expect(names.fill(mail.text(at: "to") ?? "${none}") != nil) }
    }

    @Test func anAnswerIsTheOneThatIsWanted() throws {
        let step = try StoryStep(
            Node(
                json: Data(
                    #"{"name":"s","get":"/x","expect":{"data.0.state":"final","data.0.n":3},"clauses":["S2-2.1"]}"#.utf8)))
        let names = try names()
        func isAccepted(_ status: Int, _ body: String) -> Bool {
            step.accepts(APIClient.Answer(status: status, etag: nil, body: Data(body.utf8)), names)
        }
        let right = #"{"data":[{"state":"final","n":3,"parts":[{"clause":"S2-2.1"}]}]}"#
        #expect(isAccepted(200, right))
        #expect(!isAccepted(404, right))
        #expect(!isAccepted(200, right.replacing("final", with: "open")))
        #expect(!isAccepted(200, right.replacing("S2-2.1", with: "S2-2.2")))
        #expect(!isAccepted(200, #"{"data":[]}"#))
    }

    @Test func memoryOutlivesTheProcessWhereItHasAPlace() throws {
        let folder = try TemporaryFolder()
        let secrets = Secrets(folder: folder.path)
        let first = DemoMemory(secrets: secrets, file: "\(folder.path)/demo.json")
        try first.note("zecto/claim", "{}")
        try first.keep("plk_1", as: "demo-admin-key")
        let second = DemoMemory(secrets: secrets, file: "\(folder.path)/demo.json")
        #expect(second.note("zecto/claim") == "{}" && second.key("demo-admin-key") == "plk_1")
        #expect(second.note("zecto/other") == nil && second.key("demo-agent-key") == nil)
        #expect(DemoMemory(secrets: nil, file: nil).key("demo-admin-key") == nil)
    }
}
