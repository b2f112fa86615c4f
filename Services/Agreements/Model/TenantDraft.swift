import Contracts
import Terms

/// What an operator says about a new tenant.
struct TenantDraft: Sendable, Equatable {
    /// Short name, unique on the platform.
    var key: String
    /// Its name and zone, which can change later.
    var particulars: TenantParticulars

    /// Reads the body of `POST /v1/tenants`.
    init(_ body: NodeReader) {
        key = body["key"].key()
        particulars = TenantParticulars(body)
    }

    /// The new tenant.
    func tenant(id: TenantID, at now: Instant) -> TenantState {
        TenantState(
            id: id, key: key, name: particulars.name, timeZone: particulars.timeZone, statusPage: particulars.statusPage,
            language: particulars.language, sampleRetentionDays: particulars.sampleRetentionDays,
            revision: 1, createdAt: now, updatedAt: now)
    }
}

/// What can change about a tenant.
struct TenantParticulars: Sendable, Equatable {
    /// What people call it.
    var name: String
    /// IANA time zone; UTC unless said.
    var timeZone: String
    /// Who may read its status page; nobody unless said.
    var statusPage: StatusPageReaders
    /// The language of what its customers are told who have not chosen one; nil for English.
    var language: PreferenceResource.Language?
    /// For how many days the detail of measurements is kept; nil for as long as the tenant is there.
    var sampleRetentionDays: Int32?

    /// A quarter and ten years: less would take what late facts of a window need.
    private static let retentionDays: ClosedRange<Int64> = 90...3660

    /// Reads the body of `PUT /v1/tenants/{id}`.
    init(_ body: NodeReader) {
        name = body["name"].text()
        timeZone = body.ifPresent("time_zone") { $0.zone().name } ?? Zone.utc.name
        statusPage = body.ifPresent("status_page") { $0.choice() } ?? .nobody
        language = body.ifPresent("language") { $0.choice() }
        sampleRetentionDays = body.ifPresent("sample_retention_days") { Int32(clamping: $0.integer(Self.retentionDays)) }
    }

    /// The tenant after the change.
    func applied(to tenant: TenantState, at now: Instant) -> TenantState {
        var changed = tenant
        changed.name = name
        changed.timeZone = timeZone
        changed.statusPage = statusPage
        changed.language = language
        changed.sampleRetentionDays = sampleRetentionDays
        changed.revision += 1
        changed.updatedAt = now
        return changed
    }
}
