import Metrics

/// What is counted of claims.
enum ClaimMetrics {
    /// A claim came.
    static func submitted() {
        Counter(label: "pledge_claims_submitted_total").increment()
    }

    /// A claim was answered.
    static func decided(_ word: ClaimDecision.Word) {
        Counter(label: "pledge_claims_decided_total", dimensions: [("decision", word.rawValue)]).increment()
    }
}
