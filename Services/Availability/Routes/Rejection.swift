/// An item that was not taken, as it is answered.
struct Rejection: Encodable {
    /// Its place in the body, from 0.
    let index: Int
    /// Why.
    let code: IntakeReport.Code
    /// For a person.
    let detail: String

    init(_ rejected: IntakeReport.Rejection) {
        index = rejected.index
        code = rejected.code
        detail = rejected.code.detail
    }
}
