import Contracts
import Terms

/// What objectives are judged by: measurements, and what was approved not to count.
struct MetricBook: Sendable {
    private let samples: [MetricRecord.Stream: [ObjectiveSample]]
    private let approved: ExclusionBook

    /// These measurements, each stream's in order of time, and these approved exclusions.
    init(_ samples: [MetricRecord.Stream: [ObjectiveSample]], excluding exclusions: [ExclusionResource]) {
        self.samples = samples
        approved = ExclusionBook(exclusions)
    }

    /// How many measurements begin in a window.
    func count(in item: ObjectiveWindow) -> Int { inside(item).count }

    /// What a window comes to.
    func judge(
        _ item: ObjectiveWindow, asOf: Instant, revision: Int = 0, reason: String? = nil, isSettled: Bool = false
    ) -> ObjectiveResource {
        item.judged(
            Array(inside(item)),
            excluding: approved.about(item.promise.service).evaluated(for: item.contract?.customer),
            asOf: asOf, revision: revision, reason: reason, isSettled: isSettled)
    }

    private func inside(_ item: ObjectiveWindow) -> ArraySlice<ObjectiveSample> {
        samples[item.stream]?.beginning(in: item.window.interval) ?? []
    }
}
