import Contracts
import Postgres
import Terms

/// The facts that a batch of work needs, read together: what windows of a service have in common is read once.
struct WorkFacts {
    /// Days that are read at once at most, unless one window is longer: a year of days, and the half year that the first of them
    /// looks back.
    private static let stretchDaysMaximum: Int64 = 550

    private let facts: [ServiceID: [ServiceFacts]]

    /// Reads the facts of services over the stretches that `work` is about, in one round trip.
    ///
    /// - Parameter customers: those whose own statements are among the work.
    static func read(
        _ work: [StatementStore.Work], _ services: [ServiceID: KnownService], customers: [CustomerID], _ tenant: TenantID,
        _ transaction: Transaction
    ) async throws -> WorkFacts {
        let wanted = Dictionary(grouping: work, by: \.service).sorted { $0.key < $1.key }.flatMap { id, work in
            services[id].map { service in stretches(of: work.map(\.window)).map { (service, $0) } } ?? []
        }
        let rows = try await transaction.execute(
            wanted.flatMap { FactsStore.queries($0.0, $0.1, customers: customers, of: tenant) })
        var facts: [ServiceID: [ServiceFacts]] = [:]
        for (index, (service, stretch)) in wanted.enumerated() {
            let first = index * FactsStore.queryCount
            facts[service.id, default: []].append(
                try FactsStore.decode(rows[first..<first + FactsStore.queryCount], service, stretch))
        }
        return WorkFacts(facts: facts)
    }

    /// What is known of a service over a window; nil when it was not among the work.
    func of(_ service: ServiceID, _ window: Interval) -> ServiceFacts? {
        facts[service]?.first { $0.stretch.start <= window.start && window.end <= $0.stretch.end }
    }

    /// Stretches that hold each of the windows whole.
    static func stretches(of windows: [Interval]) -> [Interval] {
        var stretches: [Interval] = []
        for window in windows.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = stretches.last, window.end <= last.end { continue }
            if let last = stretches.last, window.end - last.start <= stretchDaysMaximum * 86_400 {
                stretches[stretches.count - 1] = Interval(last.start, window.end)
            } else {
                stretches.append(window)
            }
        }
        return stretches
    }
}
