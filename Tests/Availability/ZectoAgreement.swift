/// Zecto's agreement with a commitment more, about the same service and in the same words.
struct ZectoAgreement {
    let commitment: String
    let title: String
    /// As the format writes it: `{kind: executions}`.
    let measure: String
    /// In per cent.
    let target: String

    /// The text of the agreement with it.
    func added(to text: String) -> String {
        text.replacing(
            "\ndowntime:\n",
            with: """

                  - id: \(commitment)
                    kind: availability
                    title: \(title)
                    clause: S2-2.1
                    strength: guarantee
                    services: [cpaas]
                    window: {kind: month, clause: S2-2.1}
                    formula: {rule: excluded_counts_as_up, clause: S2-2.2}
                    unknown_time: excluded
                    measure: \(measure)
                    target: "\(target)"
                    remedy: service-credits

                downtime:

                """)
    }
}
