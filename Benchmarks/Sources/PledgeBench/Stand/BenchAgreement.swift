/// The smallest agreement with a verdict: one monthly availability commitment for one service.
enum BenchAgreement {
    /// Its key, which is also the agreement's.
    static let key = "bench"

    /// The document, as YAML.
    static func document(service: String) -> String { document(services: [service]) }

    /// The document about several services, with one commitment for all.
    static func document(
        services: [String], window: String = "month", formula: String = "excluded_counts_as_up"
    ) -> String {
        """
        format: pledge-agreement/1
        key: \(key)
        title: Benchmark
        provider: Benchmark
        edition: "1.0"
        published: 2025-01-01
        published_as_written: 1 January 2025
        source: made for the benchmark
        time_zone: UTC
        clauses:
          - id: B-1
            heading: Uptime
            text: We guarantee that the service is available for at least 99.9% of each period.
        services:
        \(services.map { "  - {key: \($0), title: The measured service}" }.joined(separator: "\n"))
        commitments:
          - id: uptime
            kind: availability
            title: Uptime
            clause: B-1
            strength: guarantee
            services: [\(services.joined(separator: ", "))]
            window: {kind: \(window)}
            formula: {rule: \(formula)}
            unknown_time: excluded
            target: "99.9"
        exclusions:
          - {id: customer, ground: customer, clause: B-1, title: The customer's own doing}
        interpretations:
          - id: no-data
            clause: B-1
            choice: Time without data leaves the measured time.
            alternative: It counts as up.
            why: Missing data proves nothing.
        """
    }
}
