import Contracts

/// The customers that a request names, as far as they are known.
struct CustomerBook: Sendable {
    private let ids: [String: CustomerID]

    /// Nobody was looked up.
    static let empty = CustomerBook([:])

    /// The customers by the names that were looked up.
    init(_ ids: [String: CustomerID]) {
        self.ids = ids
    }

    /// The customers of these names, each once and in order; nil when one of them is not known.
    func customers(_ names: [String]) -> [CustomerID]? {
        let found = names.compactMap { ids[$0] }
        return found.count == names.count ? Set(found).sorted() : nil
    }
}
