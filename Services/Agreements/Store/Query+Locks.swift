import Postgres

extension Query {
    /// The same selection, its rows locked against everybody else's changes until the transaction ends.
    var locking: Query { self + " for update" }

    /// The same selection, its rows kept from being deleted or changed until the transaction ends; others may do the same.
    var keeping: Query { self + " for share" }
}
