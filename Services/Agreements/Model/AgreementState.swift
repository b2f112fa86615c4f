import Contracts
import Terms

/// An agreement: the name under which its versions follow each other.
struct AgreementState: Sendable, Equatable, Revised {
    /// The agreement's id.
    let id: AgreementID
    /// Short name, unique within the tenant; the documents of its versions carry it.
    let key: String
    /// What people call it.
    var title: String
    /// Grows by one with every change.
    var revision: Int64
    /// When it was created.
    let createdAt: Instant
    /// When it last changed.
    var updatedAt: Instant

    /// The agreement with another title.
    func titled(_ title: String, at now: Instant) -> AgreementState {
        var changed = self
        changed.title = title
        changed.revision += 1
        changed.updatedAt = now
        return changed
    }

    /// What the API shows.
    var resource: AgreementResource {
        AgreementResource(id: id, key: key, title: title, createdAt: createdAt, updatedAt: updatedAt)
    }
}

/// What an admin says about a new agreement.
struct AgreementDraft: Sendable, Equatable {
    /// Short name, unique within the tenant.
    var key: String
    /// What people call it.
    var title: String

    /// Reads the body of `POST /v1/agreements`.
    init(_ body: NodeReader) {
        key = body["key"].key()
        title = body["title"].text()
    }

    /// The new agreement.
    func agreement(id: AgreementID, at now: Instant) -> AgreementState {
        AgreementState(id: id, key: key, title: title, revision: 1, createdAt: now, updatedAt: now)
    }
}
