import Contracts
import Terms

/// What an admin says about an endpoint, new or changed.
struct WebhookDraft: Sendable, Equatable {
    let url: EndpointURL
    let description: String?
    let types: [String]
    let state: WebhookResource.State

    /// Reads a body; problems are noted with the reader.
    ///
    /// - Parameter allowsPlain: whether the installation has networks that `http:` may go to.
    init(_ body: NodeReader, allowsPlain: Bool) {
        url = body["url"].parsed("an absolute URL such as https://example.com/hooks", standIn: .standIn) {
            EndpointURL($0)
        }
        if url.scheme == "http", !allowsPlain { body["url"].fail("must begin with https:") }
        description = body.ifPresent("description") { $0.text() }
        types =
            body.ifPresent("types") { list in
                list.list(0...EventTypes.maximum) { type in
                    type.parsed("a type of event such as pledge.claims.credit.issued.v1, or pledge.claims.*", standIn: "") {
                        EventTypes.isPattern($0) ? $0 : nil
                    }
                }
            } ?? []
        if Set(types).count < types.count { body["types"].fail("must not have an element twice") }
        state = body.ifPresent("state") { $0.choice() } ?? .enabled
    }

    /// The new endpoint.
    func webhook(id: WebhookID, at now: Instant) -> WebhookResource {
        WebhookResource(
            id: id, url: url.text, description: description, types: types, state: state,
            disabledReason: state == .disabled ? Self.byHand : nil, disabledAt: state == .disabled ? now : nil, failingSince: nil,
            previousSecretUntil: nil, version: 1, createdAt: now, updatedAt: now)
    }

    /// The endpoint after the change. Enabling it, or pointing it elsewhere, forgets its failures.
    func applied(to webhook: WebhookResource, at now: Instant) -> WebhookResource {
        var changed = webhook
        if webhook.url != url.text || webhook.state != state { changed.failingSince = nil }
        if webhook.state != state {
            changed.disabledReason = state == .disabled ? Self.byHand : nil
            changed.disabledAt = state == .disabled ? now : nil
        }
        changed.url = url.text
        changed.description = description
        changed.types = types
        changed.state = state
        changed.version += 1
        changed.updatedAt = now
        return changed
    }

    private static let byHand = "it was disabled by hand"
}
