import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// CSV with a column `kind`: an item of any kind a row, which says what the same item of JSON says.
@Suite struct ItemTableTests {
    private static let header =
        "kind,service,component,location,at,state,period_seconds,total,failed,deployed,down,id,from,to,revision,withdrawn,"
        + "customers,affected_percent,of,metric,unit,counts.hits,counts.all,histogram.bounds,histogram.counts"
    /// Rows by their members, each with the item of JSON that says the same.
    private static let items: [(row: [String: String], json: String)] = [
        (
            ["kind": "probe", "component": "api", "location": "khi", "at": "2026-03-10T11:59:00Z", "state": "down"],
            #""kind":"probe","component":"api","location":"khi","at":"2026-03-10T11:59:00Z","state":"down""#
        ),
        (
            [
                "kind": "requests", "component": "sms", "at": "2026-03-10T11:58:00Z", "period_seconds": "60", "total": "9",
                "failed": "2",
            ],
            #""kind":"requests","component":"sms","at":"2026-03-10T11:58:00Z","period_seconds":60,"total":9,"failed":2"#
        ),
        (
            [
                "kind": "resources", "component": "fleet", "at": "2026-03-10T11:58:00Z", "period_seconds": "60", "deployed": "9",
                "down": "1",
            ],
            #""kind":"resources","component":"fleet","at":"2026-03-10T11:58:00Z","period_seconds":60,"deployed":9,"down":1"#
        ),
        (
            [
                "kind": "outage", "component": "voice", "id": "noc-1", "from": "2026-03-10T11:00:00Z", "revision": "2",
                "withdrawn": "true",
            ],
            #""kind":"outage","component":"voice","id":"noc-1","from":"2026-03-10T11:00:00Z","revision":2,"withdrawn":true"#
        ),
        (
            ["kind": "outage", "component": "voice", "id": "noc-2", "from": "2026-03-10T11:00:00Z", "customers": "acme nobody"],
            #""kind":"outage","component":"voice","id":"noc-2","from":"2026-03-10T11:00:00Z","customers":["acme","nobody"]"#
        ),
        (
            [
                "kind": "outage", "component": "voice", "id": "noc-3", "from": "2026-03-10T11:00:00Z",
                "to": "2026-03-10T11:10:00Z",
                "affected_percent": "12.5",
            ],
            #""kind":"outage","component":"voice","id":"noc-3","from":"2026-03-10T11:00:00Z","to":"2026-03-10T11:10:00Z","affected_percent":"12.5""#
        ),
        (
            [
                "kind": "metric", "of": "messages", "metric": "delivered", "at": "2026-03-10T11:00:00Z", "period_seconds": "600",
                "counts.hits": "9", "counts.all": "10",
            ],
            #""kind":"metric","of":"messages","metric":"delivered","at":"2026-03-10T11:00:00Z","period_seconds":600,"counts":{"hits":9,"all":10}"#
        ),
        (
            [
                "kind": "metric", "of": "messages", "metric": "time", "at": "2026-03-10T11:00:00Z", "period_seconds": "600",
                "unit": "s", "histogram.bounds": "1 5.5", "histogram.counts": "3 2 1",
            ],
            #""kind":"metric","of":"messages","metric":"time","at":"2026-03-10T11:00:00Z","period_seconds":600,"unit":"s","histogram":{"bounds":[1,5.5],"counts":[3,2,1]}"#
        ),
    ]

    private static func row(_ members: [String: String], under header: String = header) -> String {
        let members = members.merging(["service": "cpaas"]) { own, _ in own }
        return header.split(separator: ",").map { members[String($0)] ?? "" }.joined(separator: ",")
    }

    private func post(_ world: World, _ body: String, _ format: BodyFormat = .csv) async throws -> Answer {
        try await world.service.send(
            .POST, format.path, as: world.sender, body: Data(body.utf8), headers: format.headers)
    }

    @Test(arguments: ["\n", "\r\n"]) func rowsSayWhatItemsSay(_ end: String) async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            let other = try await world.another()
            for world in [world, other] { try await RefusalTests.define(world) }
            let table = ["", Self.header] + Self.items.map { Self.row($0.row) }
            let lines = Self.items.map { #"{"service":"cpaas",\#($0.json)}"# }
            let answer = try await post(world, table.joined(separator: end))
            let same = try await post(other, lines.joined(separator: "\n"), .lines)
            #expect(answer.status == 202 && answer["accepted"]?.json == "7", "\(answer.text)")
            // Nobody is called nobody; a line is counted from the first of the body, the header's among them.
            #expect(answer["rejected", "0", "index"]?.json == "7" && same["rejected", "0", "index"]?.json == "5")
            #expect(answer["rejected", "0", "code"]?.text == "unknown_customer" && same["accepted"]?.json == "7")
            let kept = try await KeptBatches(world).facts
            #expect(kept.count == 7)
            #expect(kept == (try await KeptBatches(other).facts))
        }
    }

    @Test func theSampleOfTheDocsIsTaken() async throws {
        let guide = try String(contentsOf: SourceTree.url("docs/measurements.md"), encoding: .utf8)
        let sample = try #require(
            guide.components(separatedBy: "```csv\n").dropFirst().first?.components(separatedBy: "```").first)
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RefusalTests.define(world)
            let answer = try await post(world, sample)
            #expect(answer.status == 202 && answer["accepted"]?.json == "1", "\(answer.text)")
        }
    }

    @Test func whatIsWrongIsRefusedWithItsPlace() async throws {
        let header = "kind,service,component,at,state"
        let row = "probe,cpaas,api,2026-03-10T11:59:00Z,up"
        let malformed = [
            header, "kind,kind\n", "kind,\n", (["kind"] + (0..<64).map { "c\($0)" }).joined(separator: ",") + "\n\(row)",
            "\(header)\n\(row),more", "\(header)\nprobe,cpaas,api", "\(header)\n\(row)\nx",
        ]
        let wrong: [(row: String, member: String)] = [
            ("probe,cpaas,api,soon,up", "at"), ("probe,cpaas,api,2026-03-10T11:59:00Z,sideways", "state"),
            ("probe,cpaas,,2026-03-10T11:59:00Z,up", "component"), ("ticket,cpaas,api,2026-03-10T11:59:00Z,up", "kind"),
            (",cpaas,api,2026-03-10T11:59:00Z,up", "kind"), ("outage,cpaas,api,2026-03-10T11:59:00Z,", "id"),
        ]
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RefusalTests.define(world)
            for body in malformed {
                let answer = try await post(world, body)
                #expect(answer.status == 400, "\(body): \(answer.text)")
                #expect(try answer.problem().slug == "bad-request")
            }
            for (line, member) in wrong {
                let answer = try await post(world, "\(header)\n\(row)\n\(line)\n")
                #expect(answer.status == 422, "\(line): \(answer.text)")
                #expect(try answer.problem().errors.map(\.pointer).contains("#/lines/3/\(member)"), "\(line): \(answer.text)")
            }
            let unknown = try await post(world, "kind,service,component,colour\nprobe,cpaas,api,red")
            #expect(try unknown.problem().errors.map(\.pointer).contains("#/lines/2/colour"), "\(unknown.text)")
            let quoted = try await post(world, "kind,service,component,at,state\nprobe,\"cpaas\",api,2026-03-10T11:59:00Z,up")
            #expect(quoted["unknown"]?.json == "1", "a quote is a part of the name: \(quoted.text)")
            let many = try await post(world, "kind\n" + String(repeating: "x\n", count: IntakeLimits.tableRows + 1))
            #expect(many.status == 422, "\(many.text.prefix(200))")
            #expect(try many.problem().errors.map(\.pointer) == ["#"])
            #expect(try await KeptBatches(world).facts == [])
        }
    }
}
