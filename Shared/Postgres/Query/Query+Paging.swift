import Foundation

extension Query {
    /// The rows of a list in order of their ids, the newest first: at most so many, after the last one of the page before.
    public func newestFirst(after: UUID?, limit: Int) -> Query {
        let begun: Query = after.map { self + " and id < \($0)" } ?? self
        return begun + " order by id desc limit \(limit)"
    }
}
