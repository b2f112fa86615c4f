import Chassis
import Contracts
import Foundation
import HTTPTypes
import Terms

/// Makes API keys, and shows each once.
struct KeyMaking: Sendable {
    /// Guards the secrets of stored answers.
    let seal: SecretSeal

    /// A new key: what is shown of it, its secret sealed, and what is stored.
    struct Made: Sendable {
        let shown: APIKeyResource
        let hash: Data
    }

    /// Makes a key of a tenant.
    ///
    /// - Throws: what sealing throws.
    func make(_ draft: APIKeyDraft, of tenant: TenantID, at now: Instant) throws -> Made {
        let key = APIKey(tenant: tenant)
        let id = APIKeyID()
        let shown = APIKeyResource(
            id: id, name: draft.name, roles: draft.roles, customer: draft.customer, prefix: key.prefix, createdAt: now,
            expiresAt: draft.expiresAt, secret: try seal.close(key, of: id))
        return Made(shown: shown, hash: key.hash)
    }

    /// The answer with its secret opened; stored answers keep it sealed.
    ///
    /// - Throws: `EncodingError` when the answer cannot be spelled again.
    func unsealing<Shown: Codable>(
        _ reply: Reply, _ type: Shown.Type, _ open: (inout Shown, (APIKeyResource) -> APIKeyResource) -> Void
    ) throws -> Reply {
        guard case .bytes(let body) = reply.body, var shown = try? PledgeJSON.decode(type, from: body) else { return reply }
        open(&shown) { key in
            var opened = key
            opened.secret = key.secret.flatMap { seal.open($0, of: key.id) }
            return opened
        }
        var opened = reply
        opened.body = .bytes(try PledgeJSON.encode(shown))
        opened.headers[.cacheControl] = "no-store"
        return opened
    }
}
