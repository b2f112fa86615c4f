import Contracts
import Foundation
import HTTPTypes
import Messaging
import Postgres

/// The events that a service put aside, for the installation's operator: they cross tenants, so no token of a tenant opens them.
enum InternalDeadLetterRoutes {
    /// Letters on a page unless the caller says otherwise.
    private static let defaultLimit = 100

    static func routes(_ letters: DeadLetters) -> [Route] {
        [
            Route(.get, InternalRoutes.deadLetters, access: .installation, query: ["limit", "cursor"]) { request in
                let limit = try request.query.int("limit", in: 1...DeadLetters.listMaximum) ?? defaultLimit
                let found = try await letters.list(after: try cursor(request), limit: limit)
                let isLast = found.count < limit
                return try .list(found.map(resource), nextCursor: isLast ? nil : found.last.map { spell($0.place) })
            },
            Route(.post, InternalRoutes.deadLetters + "/{id}/retry", access: .installation) { request in
                try await retry(request.id(), of: letters)
            },
            Route(.post, InternalRoutes.deadLetters + "/{id}/discard", access: .installation) { request in
                try await discard(request.id(), of: letters)
            },
        ]
    }

    private static func spell(_ place: DeadLetterPlace) -> String { Base64URL.encode(Data(place.text.utf8)) }

    private static func cursor(_ request: APIRequest) throws(Problem) -> DeadLetterPlace? {
        guard let text = request.query.text("cursor") else { return nil }
        guard let bytes = Base64URL.decode(text), let place = DeadLetterPlace(text: String(decoding: bytes, as: UTF8.self)) else {
            throw .badQuery("cursor", "must be a next_cursor of this list")
        }
        return place
    }

    private static func retry(_ event: EventID, of letters: DeadLetters) async throws -> Reply {
        let waiting = try await letters.list(of: event)
        guard !waiting.isEmpty else { throw Problem.notFound("dead letter") }
        for letter in waiting {
            do {
                try await letters.retry(tenant: letter.tenant, event: event, consumer: letter.consumer)
            } catch let error as MessagingError where error.code == .noSuchLetter {
                // Somebody else retried it in the meantime.
                continue
            } catch let error as PostgresError where error.isRetryable {
                throw error
            } catch {
                throw Problem.conflict("\(letter.consumer) failed again: \(error)", slug: "dead-letter-fails")
            }
        }
        return try .json(DeadLetterDecision(id: event, outcome: .retried, consumers: waiting.map(\.consumer)))
    }

    private static func discard(_ event: EventID, of letters: DeadLetters) async throws -> Reply {
        var decided: [String] = []
        for letter in try await letters.list(of: event) {
            do {
                try await letters.discard(tenant: letter.tenant, event: event, consumer: letter.consumer)
                decided.append(letter.consumer)
            } catch let error as MessagingError where error.code == .noSuchLetter {
                // Somebody else decided in the meantime, perhaps otherwise.
                continue
            }
        }
        guard !decided.isEmpty else { throw Problem.notFound("dead letter") }
        return try .json(DeadLetterDecision(id: event, outcome: .discarded, consumers: decided))
    }

    private static func resource(_ letter: DeadLetter) -> DeadLetterResource {
        DeadLetterResource(
            id: letter.event, tenant: letter.tenant, consumer: letter.consumer, producer: letter.producer, type: letter.type,
            subject: letter.subject, partition: letter.partition, position: letter.position, error: letter.error,
            attempts: letter.attempts, diedAt: letter.diedAt)
    }
}
