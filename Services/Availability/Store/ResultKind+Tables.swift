import Postgres

extension ResultKind {
    /// What has to be evaluated, when, and why.
    var workTable: Query {
        switch self {
        case .statement: "statement_work"
        case .objective: "objective_work"
        }
    }

    /// The latest revision of each.
    var keptTable: Query {
        switch self {
        case .statement: "statements"
        case .objective: "objective_results"
        }
    }

    /// Every revision.
    var revisionsTable: Query {
        switch self {
        case .statement: "statement_revisions"
        case .objective: "objective_revisions"
        }
    }
}
