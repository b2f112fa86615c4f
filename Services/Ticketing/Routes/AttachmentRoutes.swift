import Chassis
import Contracts
import Foundation
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/tickets/{id}/attachments`: small files that come with a ticket.
struct AttachmentRoutes: Sendable {
    let desk: TicketDesk

    var routes: [Route] {
        [
            Route(.get, "/v1/tickets/{id}/attachments", roles: .readers, handler: list),
            Route(
                .post, "/v1/tickets/{id}/attachments", roles: .participants, query: ["name", "audience"],
                body: .raw(maximumBytes: Bounds.attachmentBytes, types: AttachmentType.allCases.map(\.rawValue)),
                handler: attach),
            Route(.get, "/v1/tickets/{id}/attachments/{attachment}", roles: .readers, handler: get),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let id: TicketID = try request.id()
        let rows = try await read(
            request, AttachmentStore.list(of: id, onlyPublic: request.caller.customer != nil, request.tenant))
        return try .list(try rows.map(AttachmentStore.decode))
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = AttachmentStore.find(
            try request.id("attachment"), of: try request.id(), onlyPublic: request.caller.customer != nil, request.tenant)
        guard let row = try await read(request, find).first else { throw Problem.notFound("attachment") }
        let (file, bytes) = try AttachmentStore.decodeWhole(row)
        return Reply.bytes(bytes, type: file.type)
            .with(.contentDisposition, Attachment.disposition(file.name))
            .with(.xContentTypeOptions, "nosniff")
            .with(.contentSecurityPolicy, "default-src 'none'; sandbox")
            .with(.cacheControl, "private, no-store")
    }

    private func attach(_ request: APIRequest) async throws -> Reply {
        let id: TicketID = try request.id()
        let actor = request.actor
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        let attachment = try Attachment(
            request.data, name: try request.query.required("name"), type: type.trimmingCharacters(in: .whitespaces),
            audience: try request.query.choice("audience") ?? .everybody, to: id, by: actor, at: desk.chassis.clock.now)
        return try await desk.chassis.idempotent(request) { transaction in
            let find = TicketStore.find(id, visibleTo: request.caller.customer, of: request.tenant) + " for update"
            let rows = try await transaction.execute([find, AttachmentStore.count(of: id, request.tenant)])
            guard let ticket = try rows[0].first.map(TicketStore.decode) else { throw Problem.notFound("ticket") }
            guard ticket.status != .closed else { throw TicketRefusal.closed.problem }
            guard try rows[1].decodeOne(Int64.self) < Bounds.attachments else {
                throw Problem.conflict("a ticket has at most \(Bounds.attachments) attachments")
            }
            _ = try await transaction.query(AttachmentStore.insert(attachment, of: request.tenant))
            return try .created(
                attachment.resource, location: "/v1/tickets/\(id)/attachments/\(attachment.resource.id)")
        }
    }

    /// Reads something of a ticket that the caller may see.
    private func read(_ request: APIRequest, _ query: Query) async throws -> Rows {
        let find = TicketStore.find(try request.id(), visibleTo: request.caller.customer, of: request.tenant)
        let rows = try await desk.chassis.database.execute([find, query], tenant: request.tenant.uuid)
        guard !rows[0].isEmpty else { throw Problem.notFound("ticket") }
        return rows[1]
    }
}
