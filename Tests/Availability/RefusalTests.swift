import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Bodies that are refused whole, in every format: with which problem, and that nothing of them is kept. It is the table of
/// docs/measurements.md, line by line; ``PartlyTakenTests`` has the bodies of which some is taken.
@Suite struct RefusalTests {
    static func define(_ world: World) async throws {
        try await world.define(
            "cpaas",
            [
                ComponentState(key: "api", name: nil, source: .probe(IngestTests.probe)),
                ComponentState(
                    key: "sms", name: nil,
                    source: .requests(RequestSource(sliceSeconds: 60, downErrorRate: Percent(whole: 50), staleSeconds: 120))),
                ComponentState(
                    key: "fleet", name: nil,
                    source: .resources(ResourceSource(sliceSeconds: 60, downShare: .hundred, staleSeconds: 120))),
                ComponentState(key: "voice", name: nil, source: .declared),
            ], .all(["api", "sms", "fleet", "voice"].map { .component($0) }))
    }

    private func with(_ body: (World) async throws -> Void) async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await Self.define(world)
            try await body(world)
            #expect(try await KeptBatches(world).facts == [])
        }
    }

    private func post(
        _ world: World, _ format: BodyFormat, _ body: Data, _ change: [String: String] = [:]
    ) async throws -> Answer {
        try await world.service.send(
            .POST, format.path, as: world.sender, body: body, headers: format.headers.merging(change) { $1 })
    }

    private func expect(_ answer: Answer, _ status: Int, _ slug: String, _ what: String) throws {
        #expect(answer.status == status, "\(what): \(answer.status) \(answer.text.prefix(200))")
        #expect(try answer.problem().slug == slug, "\(what): \(answer.text.prefix(200))")
    }

    /// The bodies of the other tests, unharmed: these are taken.
    @Test(arguments: BodyFormat.allCases) func theWholeBodyIsTaken(_ format: BodyFormat) async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await Self.define(world)
            let answer = try await post(world, format, format.good)
            #expect(answer.status / 100 == 2 && answer["accepted"]?.json == "1", "\(answer.text)")
            #expect(try await KeptBatches(world).facts.count == 1)
        }
    }

    @Test(arguments: BodyFormat.allCases) func aBodyThatEndsEarlyIsMalformed(_ format: BodyFormat) async throws {
        try await with { world in
            for count in 0..<format.good.count {
                let answer = try await post(world, format, format.good.prefix(count))
                try expect(answer, 400, format == .alerts ? "malformed-body" : "bad-request", "\(count) bytes")
            }
        }
    }

    @Test func whatIsNoJSONIsMalformed() async throws {
        let item = String(decoding: BodyFormat.lines.good, as: UTF8.self)
        let document = String(decoding: BodyFormat.json.good, as: UTF8.self)
        let bodies: [(BodyFormat, String)] =
            [" ", "\u{0}", "nul", "[", "{,}", "\(document){}", "\(document),", "\u{FEFF}\(document)", "'a'"].map { (.json, $0) }
            + [
                "\n\n", "{", "\(item)\n{", "\(item) \(item)", "\(item),\n\(item)", "[\(item)]", "\(item)\n\u{0}", "5",
                item.replacing("khi", with: "\u{1}"), item.replacing("khi", with: "\\x"), item.replacing("khi", with: "\\ud800"),
            ].map { (.lines, $0) }
        try await with { world in
            for (format, body) in bodies {
                try expect(try await post(world, format, Data(body.utf8)), 400, "bad-request", "\(format) \(body)")
            }
            try expect(try await post(world, .json, Data([0x7B, 0xFF, 0x7D])), 400, "bad-request", "not UTF-8")
        }
    }

    @Test func aBodyWithoutMeasurementsIsRefused() async throws {
        try await with { world in
            for (format, body) in [
                (BodyFormat.json, #"{"measurements":[]}"#), (.lines, "\n \n"), (.csv, "service,component,at,state\n"),
            ] {
                try expect(try await post(world, format, Data(body.utf8)), 400, "bad-request", "\(format)")
            }
            // Prometheus and Alertmanager may have nothing to tell.
            let nothing = RemoteWriteMessage.pack([])
            #expect(try await post(world, .remoteWrite, nothing).status == 200)
            let symbols = RemoteWriteMessage.pack(InternedMessage().bytes())
            #expect(try await post(world, .remoteWrite2, symbols).status == 200)
            #expect(try await post(world, .alerts, Data(#"{"version":"4","alerts":[]}"#.utf8)).status == 202)
        }
    }

    @Test func aMemberThatIsWrongIsPointedAt() async throws {
        try await with { world in
            for (item, member) in MistypedItems.all {
                let json = try await post(world, .json, Data(#"{"measurements":[\#(item)]}"#.utf8))
                try expect(json, 422, "validation", item)
                #expect(try json.problem().errors.map(\.pointer).contains("#/measurements/0/\(member)"), "\(item): \(json.text)")
                let lines = try await post(world, .lines, BodyFormat.lines.good + Data("\n\n\(item)".utf8))
                try expect(lines, 422, "validation", item)
                #expect(try lines.problem().errors.map(\.pointer).contains("#/lines/3/\(member)"), "\(item): \(lines.text)")
            }
            for (body, pointer) in [
                ("{}", "#/measurements"), (#"{"measurements":5}"#, "#/measurements"),
                (#"{"measurements":[5]}"#, "#/measurements/0"),
                (#"{"measurements":[],"x":{"y":[1]}}"#, "#/x"),
                (#"{"measurements":[],"measurements":[]}"#, "#/measurements"),
            ] {
                let answer = try await post(world, .json, Data(body.utf8))
                try expect(answer, 422, "validation", body)
                #expect(try answer.problem().errors.map(\.pointer) == [pointer], "\(body)")
            }
        }
    }

    /// Of many mistakes the first are named, and all counted out.
    @Test func manyMistakesAreNamedUpToABound() async throws {
        try await with { world in
            let lines = Data(String(repeating: #"{"kind":"probe"}"# + "\n", count: 200).utf8)
            let answer = try await post(world, .lines, lines)
            try expect(answer, 422, "validation", "200 items")
            #expect(try answer.problem().errors.count == IntakeLimits.listed)
        }
    }

    @Test func aLineThatIsNotAsTheHeaderSaysIsMalformed() async throws {
        let header = "service,component,location,at,state\n"
        let line = "cpaas,api,khi,2026-03-10T11:59:00Z,up"
        let bodies = [
            line, "service,component,at\n", "service,component,at,state,state\n", "service,component,at,state,x\n", "\u{0}\n",
            "\(header)\(line)\ncpaas,api,khi,soon,up", "\(header)cpaas,api,khi,2026-03-10T11:59:00Z,sideways",
            "\(header)cpaas,api,khi,2026-03-10T11:59:00Z", "\(header)\(line),more", "\(header),api,khi,2026-03-10T11:59:00Z,up",
            "\(header)cpaas,,khi,2026-03-10T11:59:00Z,up", "\(header)cpaas,api,khi,123456789012,up",
            "\(header)cpaas,api,khi,-1,up", "\(header)cpaas,api,khi,1.5,up", "\(header)\"cpaas\",api,khi,,up",
            "\(header)cpaas,api,khi,2026-03-10T11:59:00Z,2", "\(header)cpaas,api,khi,2026-03-10T11:59:00Z,UP",
        ]
        let counts = "service,component,at,period_seconds,total,failed\n"
        let slices = [
            "service,component,at,period_seconds,total\n", "\(counts.dropLast()),state\n", "\(counts.dropLast()),total\n",
            "\(counts)cpaas,sms,2026-03-10T11:58:00Z,60,1", "\(counts)cpaas,sms,2026-03-10T11:58:00Z,60,1,0,0",
            "\(counts)cpaas,sms,2026-03-10T11:58:00Z,60,1,2", "\(counts)cpaas,sms,2026-03-10T11:58:00Z,60,-1,0",
            "\(counts)cpaas,sms,2026-03-10T11:58:00Z,0,1,0", "\(counts)cpaas,sms,2026-03-10T11:58:00Z,86401,1,0",
            "\(counts)cpaas,sms,soon,60,1,0", "\(counts),sms,2026-03-10T11:58:00Z,60,1,0",
            "\(counts)cpaas,sms,2026-03-10T11:58:00Z,60,99999999999999999999,0",
            "\(counts)cpaas,sms,2026-03-10T11:58:00Z,60,1e3,0",
        ]
        try await with { world in
            for body in bodies + slices {
                let answer = try await post(world, .csv, Data(body.utf8))
                try expect(answer, 400, "bad-request", body)
            }
            let answer = try await post(world, .csv, Data(bodies[5].utf8))
            #expect(try answer.problem().detail?.contains("line 3") == true, "\(answer.text)")
        }
    }

    @Test(arguments: BodyFormat.allCases) func aBodyThatIsTooLargeIsRefused(_ format: BodyFormat) async throws {
        try await with { world in
            let blank = UInt8(ascii: format == .csv ? "\n" : " ")
            let large = Data(repeating: blank, count: format.maximumBytes + 1)
            let file = FileManager.default.temporaryDirectory.appending(path: "large-\(UUID().uuidString)")
            try large.write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            // A client that sent it unasked might not hear the answer before the connection is closed.
            let token = try await world.service.signer.sign(world.sender, now: world.service.clock.now)
            let headers = format.headers.map { "\($0.key): \($0.value)" } + ["authorization: Bearer \(token)"]
            let (_, transcript) = try await Curl.askingFirst(
                world.service.address + format.path, headers: headers, body: "@\(file.path)")
            #expect(transcript.contains("< HTTP/1.1 413 ") && transcript.contains("/too-large\""), "\(transcript)")
            // A byte less is read, and found to hold nothing.
            let answer = try await post(world, format, large.dropFirst())
            try expect(answer, 400, format == .alerts ? "malformed-body" : "bad-request", "\(large.count - 1) bytes")
        }
    }

    @Test(arguments: [BodyFormat.remoteWrite, .remoteWrite2]) func whatUnpacksToTooMuchIsRefused(_ format: BodyFormat)
        async throws
    {
        try await with { world in
            let zeros = [UInt8](repeating: 0, count: IntakeLimits.remoteWriteUnpackedBytes + 1)
            try expect(try await post(world, format, RemoteWriteMessage.pack(zeros)), 413, "too-large", "unpacked")
            let answer = try await post(world, format, RemoteWriteMessage.pack(Array(zeros.dropFirst())))
            try expect(answer, 400, "bad-request", "a byte less, of no message")
        }
    }

    @Test(arguments: BodyFormat.allCases) func anotherMediaTypeIsNotRead(_ format: BodyFormat) async throws {
        try await with { world in
            for type in ["application/xml", "text/plain", "application/jsonx", ""] {
                let answer = try await post(world, format, format.good, ["content-type": type])
                try expect(answer, 415, "unsupported-media-type", type)
            }
            guard format == .remoteWrite || format == .remoteWrite2 else { return }
            for encoding in ["gzip", "identity", ""] {
                let answer = try await post(world, format, format.good, ["content-encoding": encoding])
                try expect(answer, 415, "unsupported-media-type", encoding)
            }
        }
    }

    @Test(arguments: BodyFormat.allCases) func nothingIsTakenWhileTooMuchWaits(_ format: BodyFormat) async throws {
        try await with { world in
            let admin = try await world.service.database.admin()
            try await admin.run(
                """
                insert into measurement_batches (tenant_id, samples, payload)
                values ('\(world.tenant.uuid)', \(BatchStore.backlogMaximum), '')
                """)
            let answer = try await post(world, format, format.good)
            try expect(answer, 503, "unavailable", "\(format)")
            #expect(answer.headers["retry-after"] == "1")
            // Another tenant is not kept waiting.
            let other = try await world.another()
            try await Self.define(other)
            #expect(try await post(other, format, format.good).status / 100 == 2)
            try await admin.run("delete from measurement_batches where tenant_id = '\(world.tenant.uuid)' and payload = ''")
        }
    }
}
