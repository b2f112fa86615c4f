import Contracts
import Terms

/// What a history is about: a service that is probed, counted and declared, what was agreed about it, and when.
struct HistoryShape: Sendable {
    /// The service's key.
    static let service = "portal"
    /// The component that is probed.
    static let probed = "api"
    /// The component whose requests, or resources, are counted.
    static let countedKey = "sms"
    /// The component of which outages are declared.
    static let declared = "voice"
    /// The key of the customer whom some outages touch alone.
    static let customer = "acme"

    /// From when on the agreement is in force.
    let start: Instant
    /// How long something happens, in seconds; what is said of it may come later.
    let seconds: Int64
    let probe: ProbeSource
    /// What is counted of the component that is counted.
    let counted: HistoryFact.Counted
    /// How that makes it down.
    let counting: RequestSource
    let tree: ComponentTree
    /// The agreement as it is published.
    let agreement: Node
    /// The same, read.
    let document: AgreementDocument

    /// Shortly before months, quarters and offsets of zones change.
    private static let starts = ["2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z", "2026-10-24T00:00:00Z", "2026-02-27T00:00:00Z"]

    /// Any such thing.
    ///
    /// - Throws: when the agreement is none: a mistake of this generator.
    init(_ random: inout Seeded) throws {
        start = instant(Self.starts.randomElement(using: &random) ?? "").advanced(by: .random(in: 0..<86_400, using: &random))
        seconds = 86_400 * .random(in: 1...3, using: &random)
        let locations = Array(["khi", "lhe", "isb"].prefix(.random(in: 1...3, using: &random)))
        probe = ProbeSource(
            locations: locations, quorum: .random(in: 1...locations.count, using: &random),
            confirm: .random(in: 1...4, using: &random), staleSeconds: .random(in: 600...5_400, using: &random))
        counted = HistoryFact.Counted.allCases.randomElement(using: &random) ?? .requests
        counting = RequestSource(
            sliceSeconds: [900, 1_800, 3_600].randomElement(using: &random) ?? 900,
            downErrorRate: Percent(whole: [5, 50, 100].randomElement(using: &random) ?? 50),
            staleSeconds: .random(in: 60...7_200, using: &random))
        let parts = [Self.probed, Self.countedKey, Self.declared].map { ComponentTree.component($0) }.shuffled(using: &random)
        tree =
            [
                .all(parts), .all([parts[0], .any([parts[1], parts[2]])]), .atLeast(2, parts),
                .any([.all([parts[0], parts[1]]), parts[2]]),
            ]
            .randomElement(using: &random) ?? .all(parts)
        agreement = try AgreementYAML.node(Array(HistoryAgreement(counted, &random).text.utf8))
        document = try AgreementDocument(agreement)
    }

    /// When nothing more happens.
    var end: Instant { start.advanced(by: seconds) }

    /// What the service is made of.
    var components: [ComponentState] {
        let resources = ResourceSource(
            sliceSeconds: counting.sliceSeconds, downShare: counting.downErrorRate, staleSeconds: counting.staleSeconds)
        let source: MeasurementSource = counted == .requests ? .requests(counting) : .resources(resources)
        return [
            ComponentState(key: Self.probed, name: nil, source: .probe(probe)),
            ComponentState(key: Self.countedKey, name: nil, source: source),
            ComponentState(key: Self.declared, name: nil, source: .declared),
        ]
    }
}
