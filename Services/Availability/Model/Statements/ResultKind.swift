/// What is kept of windows that are over.
enum ResultKind: Sendable {
    /// Statements of availability.
    case statement
    /// What promises about speed, delivery or quality came to.
    case objective
}
