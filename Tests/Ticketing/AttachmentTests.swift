import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// Small files that come with tickets.
@Suite struct AttachmentTests {
    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])

    private func send(
        _ bytes: Data, _ type: String, to ticket: TicketID, in world: World, as caller: Caller? = nil,
        query: String = "?name=shot.png", headers: [String: String] = [:]
    ) async throws -> Answer {
        try await world.service.send(
            .POST, "/v1/tickets/\(ticket)/attachments\(query)", as: caller ?? world.member, body: bytes,
            headers: headers.merging(["content-type": type]) { $1 })
    }

    @Test func aFileIsKeptAsItIsAndServedToBeSaved() async throws {
        try await World.with { world in
            let ticket = try await world.ticket().id
            let sent = try await send(Self.png, "image/png", to: ticket, in: world, query: "?name=%22a%22%20b.png")
            try #require(sent.status == 201, "\(sent.text)")
            let file = try sent.decode(AttachmentResource.self)
            #expect(file.name == "\"a\" b.png" && file.sizeBytes == 12 && file.sha256 == Attachment.digest(Self.png))
            let path = try #require(sent.headers["location"])
            let read = try await world.service.send(.GET, path, as: world.agent)
            #expect(read.status == 200 && read.body == Self.png && read.headers["content-type"] == "image/png")
            #expect(read.headers["content-disposition"] == "attachment; filename*=UTF-8''%22a%22%20b.png")
            #expect(read.headers["x-content-type-options"] == "nosniff")
            #expect(read.headers["content-security-policy"] == "default-src 'none'; sandbox")
            #expect(try await world.service.send(.GET, path, as: world.stranger).status == 404)
            let list = try await world.service.send(.GET, "/v1/tickets/\(ticket)/attachments", as: world.member)
            #expect(try list.decode(ListPage<AttachmentResource>.self).data == [file])
        }
    }

    @Test func aFileIsWhatItsBytesAre() async throws {
        try await World.with { world in
            let ticket = try await world.ticket().id
            let html = Data("<script>alert(1)</script>".utf8)
            let cases: [(Data, String, String, Int)] = [
                (html, "text/html", "?name=a", 415), (html, "image/png", "?name=a", 422),
                (html, "application/pdf", "?name=a", 422),
                (Data([0xFF, 0xFE]), "text/plain", "?name=a", 422), (Data([0x61, 0]), "text/csv", "?name=a", 422),
                (Data(), "text/plain", "?name=a", 422), (html, "text/plain", "", 400), (html, "text/plain", "?name=a%2Fb", 400),
                (html, "text/plain", "?name=a&audience=internal", 400),
                (Data(count: Bounds.attachmentBytes + 1), "text/plain", "?name=a", 413),
            ]
            for (bytes, type, query, status) in cases {
                let answer = try await send(bytes, type, to: ticket, in: world, query: query)
                #expect(answer.status == status, "\(type) \(query): \(answer.text)")
            }
            let list = try await world.service.send(.GET, "/v1/tickets/\(ticket)/attachments", as: world.member)
            #expect(try list.decode(ListPage<AttachmentResource>.self).data.isEmpty)
        }
    }

    @Test func notesAreForTheProviderAloneAndTheNumberIsBounded() async throws {
        try await World.with { world in
            let ticket = try await world.ticket().id
            let query = "?name=n.txt&audience=internal"
            let note = try await send(Data("n".utf8), "text/plain", to: ticket, in: world, as: world.agent, query: query)
            #expect(note.status == 201)
            let path = try #require(note.headers["location"])
            #expect(try await world.service.send(.GET, path, as: world.member).status == 404)
            #expect(try await world.service.send(.GET, path, as: world.agent).status == 200)
            let headers = ["idempotency-key": "\"k\""]
            for _ in 0..<2 {
                #expect(try await send(Self.png, "image/png", to: ticket, in: world, headers: headers).status == 201)
            }
            for _ in 0..<Int(Bounds.attachments - 2) {
                #expect(try await send(Self.png, "image/png", to: ticket, in: world).status == 201)
            }
            #expect(try await send(Self.png, "image/png", to: ticket, in: world).status == 409)
            let seen = try await world.service.send(.GET, "/v1/tickets/\(ticket)/attachments", as: world.member)
            #expect(try seen.decode(ListPage<AttachmentResource>.self).data.count == Int(Bounds.attachments - 1))
        }
    }
}
