import Contracts
import Postgres
import Terms

/// Work that is due on promises of one kind, with what the transaction knows of them.
struct DueWindows<Term: Promised> {
    /// A window, and the promise that it is judged by.
    struct Item: Sendable {
        let work: StatementWorkStore.Work
        let promise: PromiseOf<Term>
        let window: Window
        /// The contract whose own result it is; nil for everybody's.
        let owner: BoundContract?
    }

    let definitions: Definitions
    let terms: KnownTerms
    /// The contracts that work is about.
    let owners: [SubscriptionID: BoundContract]
    let items: [Item]
    private let windows: AwaitedWindows<Term>

    /// Looks up what work is about. What no promise has any more is left out, and so are customers that have left: they have no
    /// results of their own.
    init(
        _ work: [StatementWorkStore.Work], _ windows: AwaitedWindows<Term>, _ knowledge: Knowledge, _ tenant: TenantID,
        _ transaction: Transaction
    ) async throws {
        let (definitions, terms) = try await knowledge.read(tenant, transaction)
        let owners = try await knowledge.contracts(work.compactMap(\.subscription), tenant, transaction)
        items = work.compactMap { work in
            let owner = work.subscription.flatMap { owners[$0] }
            guard work.subscription == nil || owner != nil,
                let (promise, window) = terms.find(work, among: terms[keyPath: windows.promises])
            else { return nil }
            return Item(work: work, promise: promise, window: window, owner: owner)
        }
        self.definitions = definitions
        self.terms = terms
        self.owners = owners
        self.windows = windows
    }

    /// The windows that are waited for once an item's has ended.
    func following(_ item: Item) -> [StatementKey] {
        guard item.work.reason == .windowEnded else { return [] }
        return windows.following(item.promise, item.window, item.owner, terms)
    }

    /// Whether an item is to be evaluated. Since its end was waited for, it may have been kept, another version have come to judge
    /// it, or another plan have split it.
    func isJudged(_ item: Item, isKept: Bool) -> Bool {
        guard item.work.reason == .windowEnded else { return true }
        return !isKept && item.promise.judges(item.window, for: item.owner, among: terms.versions)
    }
}
