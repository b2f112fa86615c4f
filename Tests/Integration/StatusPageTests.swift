import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// The status page of a tenant in a whole installation: what it shows to the world, and what not.
@Suite("The status page of an installation", .serialized, .timeLimit(.minutes(5)))
struct StatusPageTests {
    private struct Scene {
        let provider: Provider
        let key: String

        var installation: Installation { provider.installation }
        var path: String { "/status/\(key)" }

        /// Shows the page to everybody, or to nobody.
        func show(to readers: String) async throws {
            let operatorKey = installation.operatorKey
            let tenant = try await installation.send(.GET, "/v1/tenants/\(provider.tenant)", key: operatorKey)
            let body = #"{"name":"Connect & Engage","time_zone":"Europe/Amsterdam","status_page":"\#(readers)"}"#
            let changed = try await installation.send(
                .PUT, "/v1/tenants/\(provider.tenant)", key: operatorKey, json: body,
                headers: ["if-match": tenant.headers["etag"] ?? ""])
            try #require(changed.status == 200 && changed["status_page"]?.text == readers, "\(changed.text)")
        }

        /// A form of the page, once it says what is expected: it is put together anew every second here.
        func shown(_ form: String = "", _ isExpected: (Answer) -> Bool) async throws -> Answer {
            var last = ""
            do {
                return try await eventually("the status page", within: 30) {
                    let answer = try await installation.send(.GET, path + form)
                    last = "\(answer.status) \(answer.text)"
                    return isExpected(answer) ? answer : nil
                }
            } catch {
                Issue.record("\(last)")
                throw error
            }
        }

        func summary(_ isExpected: (Answer) -> Bool) async throws -> Answer {
            try await shown("/api/v2/summary.json") { $0.status == 200 && isExpected($0) }
        }

        func incident(_ priority: String, title: String, text: String) async throws -> String {
            try await provider.id(
                "/v1/incidents",
                #"{"services":["voice"],"title":"\#(title)","text":"\#(text)","priority":"\#(priority)","down":false}"#)
        }

        func callOff(_ works: String) async throws {
            let path = "/v1/maintenance/\(works)"
            let known = try await installation.send(.GET, path, key: provider.admin)
            let answer = try await installation.send(
                .DELETE, path, key: provider.admin, headers: ["if-match": known.headers["etag"] ?? ""])
            #expect(answer.status == 200, "\(answer.text)")
        }

        func say(_ incident: String, _ members: String) async throws {
            try await provider.make("/v1/incidents/\(incident)/updates", "{\(members)}")
        }
    }

    /// Connect & Engage: its agreement publishes incidents of the priorities 1 to 3 (S3-6b).
    private func scene() async throws -> Scene {
        let provider = try await Provider.make("status")
        let operatorKey = provider.installation.operatorKey
        let tenant = try await provider.installation.send(.GET, "/v1/tenants/\(provider.tenant)", key: operatorKey)
        let trunks = ["a", "b"].map { #"{"key":"trunk-\#($0)","name":"Trunk \#($0.uppercased())","source":{"kind":"declared"}}"# }
        _ = try await provider.id(
            "/v1/services",
            #"{"key":"voice","name":"Voice <&>","components":[\#(trunks.joined(separator: ","))],"tree":{"any":[{"component":"trunk-a"},{"component":"trunk-b"}]}}"#
        )
        let file = SourceTree.url("deploy/demo/connect-engage/tenant.json")
        for service in try Node(json: Data(contentsOf: file))["services"]?.items ?? [] {
            guard service["key"]?.text != "voice" else { continue }
            _ = try await provider.id("/v1/services", service.json)
        }
        _ = try await provider.publish("connect-engage.yaml")
        return Scene(provider: provider, key: try #require(tenant["key"]?.text))
    }

    @Test("is nobody's until somebody shows it, and then without a credential everybody's")
    func visibility() async throws {
        let provider = try await Provider.make("hidden")
        let installation = provider.installation
        let tenant = try await installation.send(.GET, "/v1/tenants/\(provider.tenant)", key: installation.operatorKey)
        #expect(tenant["status_page"]?.text == "nobody")
        let scene = Scene(provider: provider, key: try #require(tenant["key"]?.text))
        for key in [nil, provider.admin] {
            #expect(try await installation.send(.GET, scene.path, key: key).status == 404)
            #expect(try await installation.send(.GET, "\(scene.path)/api/v2/summary.json", key: key).status == 404)
        }
        try await scene.show(to: "everybody")
        #expect(try await scene.shown { $0.status == 200 }.text.contains("Connect &amp; Engage"))
        // An id is no address, and the platform itself has no page.
        for key in ["\(provider.tenant)", "platform"] {
            #expect(try await installation.send(.GET, "/status/\(key)").status == 404)
        }
        try await scene.show(to: "nobody")
        _ = try await scene.shown { $0.status == 404 }
    }

    @Test("tells what is published, as it happens, and nothing that is not")
    func published() async throws {
        let scene = try await scene()
        let provider = scene.provider
        try await scene.show(to: "everybody")
        _ = try await provider.id("/v1/customers", #"{"key":"secret-customer","name":"Secret Customer Ltd"}"#)
        let calm = try await scene.summary { $0["components"]?.items?.contains { $0["name"]?.text == "Voice <&>" } ?? false }
        #expect(calm["status", "indicator"]?.text == "none" && calm["incidents"]?.items?.isEmpty == true)

        // P4 is not published; what is said while it is P4 stays unsaid when it becomes P1.
        _ = try await scene.incident("p4", title: "Slow for one user", text: "Only Secret Customer Ltd.")
        let incident = try await scene.incident("p4", title: "No calls", text: "Secret Customer Ltd complains.")
        try await scene.say(incident, #""text":"Calls fail.","priority":"p1","reason":"Secret Customer Ltd was right""#)
        let summary = try await scene.summary { $0["incidents"]?.items?.isEmpty == false }
        #expect(summary["incidents"]?.items?.count == 1)
        #expect(summary["incidents", "0", "impact"]?.text == "critical" && summary["status", "indicator"]?.text == "critical")
        #expect(summary["incidents", "0", "incident_updates"]?.items?.compactMap { $0["body"]?.text } == ["Calls fail."])
        let voice = summary["components"]?.items?.first { $0["name"]?.text == "Voice <&>" }
        #expect(voice?["status"]?.text == "major_outage" && voice?["group"]?.json == "true")
        #expect(summary["incidents", "0", "components", "0", "id"]?.text == voice?["id"]?.text)

        // One of two trunks is down: the service is up, and says that a part of it is not.
        try await scene.say(incident, #""text":"It works again.","status":"resolved""#)
        try await provider.measure([
            #"{"kind":"outage","id":"now","service":"voice","component":"trunk-a","from":"2026-05-14T23:00:00Z"}"#
        ])
        try await provider.make(
            "/v1/maintenance",
            #"{"service":"service-cloud","kind":"scheduled","from":"2026-06-01T00:00:00Z","to":"2026-06-01T01:00:00Z","title":"New disks"}"#
        )
        let later = try await scene.summary {
            $0["incidents"]?.items?.isEmpty == true && $0["scheduled_maintenances"]?.items?.isEmpty == false
                && $0["components"]?.items?.contains { $0["status"]?.text == "major_outage" } ?? false
        }
        func status(_ name: String) -> String? { later["components"]?.items?.first { $0["name"]?.text == name }?["status"]?.text }
        #expect(status("Trunk A") == "major_outage" && status("Trunk B") == "operational")
        #expect(later["scheduled_maintenances", "0", "scheduled_for"]?.text == "2026-06-01T00:00:00Z")

        let works = try #require(later["scheduled_maintenances", "0", "id"]?.text)
        let (_, announced) = try await ICalendar.read(try await scene.shown("/maintenance.ics") { $0.status == 200 }.text)
        #expect(announced.map(\.uid) == [works] && announced.first?.status == "CONFIRMED")
        #expect(announced.first?.from == "2026-06-01T00:00:00+00:00" && announced.first?.summary.hasSuffix("New disks") == true)

        let page = try await scene.shown { $0.status == 200 && $0.text.contains("It works again.") }
        for text in ["Voice &lt;&amp;&gt;", "New disks", "Calls fail.", "Trunk A", "15 May 2026: down for 1 h"] {
            #expect(page.text.contains(text), "\(text)")
        }
        for text in [page.text, summary.text, later.text] {
            for secret in ["Secret Customer", "Slow for one user", "was right", "key_", "S3-6"] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }

        // Calendars follow when it is called off.
        try await scene.callOff(works)
        let after = try await scene.shown("/maintenance.ics") { $0.text.contains("CANCELLED") }
        let (_, off) = try await ICalendar.read(after.text)
        #expect(off.map(\.uid) == [works] && off.first?.sequence == "1")
    }

    @Test("a browser shows it, without scripts, in the light and in the dark")
    func browser() async throws {
        let scene = try await scene()
        try await scene.show(to: "everybody")
        let incident = try await scene.incident("p2", title: "No calls through trunk A", text: "We are looking into it.")
        try await scene.say(incident, #""text":"The carrier has found a broken cable.","status":"identified""#)
        try await scene.provider.declare("voice", "trunk-a", [("2026-04-02T03:00:00Z", "2026-04-02T03:20:00Z")])
        try await scene.provider.measure([
            #"{"kind":"outage","id":"now","service":"voice","component":"trunk-a","from":"2026-05-14T22:00:00Z"}"#
        ])
        try await scene.provider.make(
            "/v1/maintenance",
            #"{"service":"service-cloud","kind":"scheduled","from":"2026-06-01T00:00:00Z","to":"2026-06-01T01:00:00Z","title":"New disks"}"#
        )
        _ = try await scene.shown { $0.text.contains("New disks") && $0.text.contains("Partly down") }
        let url = scene.installation.url(scene.path)
        let opened = try await Chromium().document(url)
        #expect(opened.output.contains("<h1><bdi>Connect &amp; Engage</bdi> status</h1>"), "\(opened.output.prefix(2000))")
        #expect(opened.output.contains("The carrier has found a broken cable."))
        let bars = opened.output.matches(of: #/<rect /#).count
        #expect(bars > 0 && bars.isMultiple(of: 90), "\(bars)")
        // A style, script or address that the policy does not name would be told here.
        #expect(!opened.output.contains("Content Security Policy") && !opened.output.contains("CONSOLE"))
        for (isDark, ground) in [(false, "246 247 249"), (true, "14 19 26")] {
            let picture = try await Chromium(isDark: isDark).picture(url).picture
            #expect(try await Self.corner(picture) == ground, "the style is applied, isDark \(isDark)")
            if let folder = ProcessInfo.processInfo.environment["PLEDGE_TEST_PICTURES"] {
                try picture.write(to: URL(filePath: folder).appending(path: "status-\(isDark ? "dark" : "light").png"))
            }
        }
    }

    /// The colour of a picture's first pixel: PNG's first line, whose first pixel every filter leaves as it is.
    private static func corner(_ png: Data) async throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "pledge-corner-\(UUID().uuidString).png")
        try png.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let program = """
            import struct, sys, zlib
            data, at, parts = open(sys.argv[1], "rb").read(), 8, b""
            while at < len(data):
                size, kind = struct.unpack(">I4s", data[at:at + 8])
                parts += data[at + 8:at + 8 + size] if kind == b"IDAT" else b""
                at += 12 + size
            print(*zlib.decompress(parts)[1:4])
            """
        return try await Python.run(["-c", program, file.path]).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
