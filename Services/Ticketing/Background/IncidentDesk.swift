import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Declares and changes incidents: reads what there is, has the model say what follows, and writes that with the events that tell
/// of it, all in one transaction.
struct IncidentDesk: Sendable {
    let chassis: Chassis
    let documents: DocumentCache
    /// Rung when something may have to be looked at sooner.
    let wake: Wake

    /// Outages that ended so long before they were told of are history that came in late, in seconds: whoever would be told of
    /// an incident now would be misled.
    static let historySeconds: Int64 = 86_400

    /// An incident with the terms by which its clocks run.
    struct File: Sendable {
        var machine: IncidentMachine
        let terms: IncidentTerms
    }

    /// An incident that is kept, with its terms.
    func file(_ kept: IncidentStore.Kept, _ tenant: TenantID, _ transaction: Transaction) async throws -> File {
        File(machine: kept.machine, terms: try await terms(kept.versions, tenant, transaction))
    }

    /// The terms of versions.
    private func terms(
        _ names: [IncidentStore.VersionName], _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> IncidentTerms {
        var versions: [IncidentTerms.Version] = []
        for name in names {
            let document = try await documents.document(name.version, of: name.agreement, tenant, transaction)
            versions.append(.init(agreement: name.agreement, number: name.version, document: document))
        }
        return IncidentTerms(versions: versions)
    }

    /// What the agreements about services say that are in force for anybody at an instant.
    func terms(
        for services: [ServiceID], at now: Instant, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> IncidentTerms {
        let heads = try KnownStore.decodeVersions(try await transaction.query(KnownStore.versionsWithStarts(of: tenant)))
        let concerned = heads.filter { head in
            (head.start.map { $0 <= now } ?? false) && services.contains { head.version.key(of: $0) != nil }
        }
        var latest: [AgreementID: (version: KnownVersion, start: Instant)] = [:]
        for head in concerned {
            guard let start = head.start else { continue }
            let isLater = latest[head.version.agreement].map { ($0.start, $0.version.version) < (start, head.version.version) }
            if isLater ?? true { latest[head.version.agreement] = (head.version, start) }
        }
        let names = latest.values.map { IncidentStore.VersionName(agreement: $0.version.agreement, version: $0.version.version) }
        return try await terms(names.sorted { $0.agreement < $1.agreement }, tenant, transaction)
    }

    /// Writes what follows from a change. Never inlined: as part of another asynchronous function it crashes the optimiser of
    /// Swift 6.3.1 in a release build ("While splitting coroutine").
    @inline(never)
    func write(
        _ file: File, _ actions: [IncidentMachine.Action], more: [Query] = [], of tenant: TenantID, at now: Instant,
        _ transaction: Transaction
    ) async throws -> IncidentWriting {
        let writing = try IncidentWriting(file.machine, actions, file.terms, of: tenant, at: now)
        _ = try await transaction.execute(more + writing.queries)
        return writing
    }

    /// What was written is committed.
    func settled(_ writing: IncidentWriting) async {
        await Verdicts.settled(writing.verdicts, nextDue: writing.nextDue, wake, chassis)
    }
}
