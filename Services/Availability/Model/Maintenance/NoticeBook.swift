import Contracts
import Terms

/// When customers who were owed notice of maintenance had it. Those were who had a contract about the service when it was
/// announced, as long as it runs while the maintenance goes on; each had it by the first proof since the announcement.
struct NoticeBook: Sendable {
    /// Whose notice counts for a statement.
    enum Audience: Sendable, Hashable {
        /// Everybody who was owed it: of whoever is asked for.
        case everybody
        /// All customers of an agreement: they share the statement.
        case agreement(AgreementID)
        /// One customer under an agreement: the statement is its own.
        case customer(CustomerID, AgreementID)
    }

    /// What is known of one announced stretch of maintenance, for the customers of one agreement together, or for one of them.
    struct Entry: Sendable {
        let maintenance: MaintenanceID
        /// The start of the stretch.
        let from: Instant
        let agreement: AgreementID
        /// Nil for all of them.
        let customer: CustomerID?
        /// Whether nothing shows it of somebody.
        let isIncomplete: Bool
        /// When the last of them had it; nil for nobody.
        let last: Instant?
    }

    private struct Stretch: Hashable {
        let maintenance: MaintenanceID
        let from: Instant
    }

    private let entries: [Stretch: [Entry]]
    /// When those are taken to have notice of whom nothing shows it yet, of what begins later; nil where they are not.
    private var assumed: Instant?

    /// A book of these entries.
    init(_ entries: [Entry] = []) {
        self.entries = Dictionary(grouping: entries) { Stretch(maintenance: $0.maintenance, from: $0.from) }
    }

    /// How many stretches of maintenance it tells of.
    var count: Int { entries.count }

    /// The same book, as if notice that nothing shows were given at an instant.
    func assuming(_ instant: Instant) -> NoticeBook {
        var book = self
        book.assumed = instant
        return book
    }

    /// What shows that the audience had notice of a stretch of maintenance; its announcement, where it was owed to nobody.
    func proof(of maintenance: MaintenanceID, from start: Instant, to audience: Audience) -> Maintenance.Proof {
        let concerned = (entries[Stretch(maintenance: maintenance, from: start)] ?? []).filter { entry in
            switch audience {
            case .everybody: entry.customer == nil
            case .agreement(let agreement): entry.customer == nil && entry.agreement == agreement
            case .customer(let customer, let agreement): entry.customer == customer && entry.agreement == agreement
            }
        }
        guard !concerned.isEmpty else { return .announcement }
        guard !concerned.contains(where: \.isIncomplete), let last = concerned.compactMap(\.last).max() else {
            guard let assumed, assumed < start else { return .missing }
            return .given(assumed)
        }
        return .given(last)
    }
}

extension MaintenanceResource {
    /// As statements take it into account: each stretch with the announcement that covers it, and the proof of notice of it.
    func evaluated(_ notices: NoticeBook, for audience: NoticeBook.Audience) -> [Maintenance] {
        covered.map { cover in
            Maintenance(
                id: id.description, kind: kind == .scheduled ? .scheduled : .emergency, interval: Interval(cover.from, cover.to),
                announcedAt: cover.announcedAt, components: components ?? [],
                proof: notices.proof(of: id, from: cover.from, to: audience))
        }
    }
}
