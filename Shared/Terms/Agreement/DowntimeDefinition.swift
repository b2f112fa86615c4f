/// What an agreement counts as downtime, and what stands in for it in measurement.
///
/// The thresholds that are applied stand in the definition of the service; these are what the agreement asks them to be.
public struct DowntimeDefinition: Hashable, Sendable {
    /// How it is noticed.
    public enum Measurement: String, CaseIterable, Hashable, Sendable {
        /// Probes from outside.
        case probe
        /// The share of requests or messages that fail.
        case requests
        /// Somebody says so.
        case declared
    }

    /// Whose measurements decide. What the other side has is evidence in a dispute, and does not change the number.
    public enum Authority: String, CaseIterable, Hashable, Sendable, Codable {
        case provider
        case customer
        /// Somebody else's.
        case independent
    }

    /// The clause.
    public let clause: String
    /// What counts.
    public let title: String
    /// How it is noticed.
    public let measuredBy: [Measurement]
    /// Whose measurements decide; nil where nothing is said.
    public let authority: Authority?
    /// The share of failed requests from which a slice of time is down.
    public let downErrorRate: Percent?
    /// The length of such a slice.
    public let slice: TimeSpan?

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        title = reader["title"].text()
        measuredBy = reader["measured_by"].list(1...3) { $0.choice() }
        authority = reader.ifPresent("authority") { $0.choice() }
        downErrorRate = reader.ifPresent("down_error_rate") { $0.percent() }
        slice = reader.ifPresent("slice") { $0.timeSpan() }
    }
}
