/// How much a definition of a service may hold. What is past a bound is refused, never cut.
public enum DefinitionLimits {
    /// Most components of a service: each is a row of state that the measurements keep warm.
    public static let components = 200
    /// Most locations of a probe.
    public static let locations = 64
    /// Most labels of a Prometheus selector.
    public static let labels = 32
    /// Most samples in a row that a location may need to be down.
    public static let confirm = 100
    /// How long a sample may stay good, in seconds: from a second to a day.
    public static let staleSeconds: ClosedRange<Int64> = 1...86_400
    /// Length of a slice of request counts, in seconds: from a second to an hour.
    public static let sliceSeconds: ClosedRange<Int64> = 1...3600
}
