import Contracts

/// A body that is refused whole; nothing of it is stored.
struct IntakeError: Error, Equatable {
    /// Why.
    enum Code: Equatable {
        /// It does not follow the syntax of its media type.
        case syntax
        /// Items lack members, have unknown ones or wrong types.
        case shape
    }

    let code: Code
    /// For a person, with the line or byte.
    let detail: String
    /// What is wrong with which item.
    var errors: [FieldError] = []
}
