import Contracts

/// Reads what a reader has missed: from Redis, and from the producers' outboxes where Redis has lost or trimmed it.
struct FeedHistory: Sendable {
    /// Events in a page; at a mebibyte each at most, a page is bounded too.
    static let pageSize = 100

    let streams: any FeedStreams
    let outboxes: any FeedOutboxes

    /// What became of a step.
    enum Step: Sendable {
        /// These come next, contiguous.
        case events([FeedEntry])
        /// Nothing is missing any more.
        case done
        /// What comes next is not kept any longer, or the position never was: the reader must read the state anew.
        case tooOld
    }

    /// The next page of a stream.
    /// - Parameters:
    ///   - position: the last one that the reader has.
    ///   - target: where live reading begins; nil when nobody could say.
    /// - Throws: when neither Redis nor the producer could be asked.
    func next(_ stream: FeedStream, after position: Int64, upTo target: Int64?) async throws -> Step {
        if let target, position == target { return .done }
        if let target, position > target { return try await check(stream, position) }
        if let page = try? await streams.page(stream, after: position, limit: Self.pageSize), isContiguous(page, after: position)
        {
            return .events(page)
        }
        let (entries, head) = try await outboxes.page(stream, after: position, limit: Self.pageSize)
        if entries.isEmpty {
            // Behind the head and yet nothing: dropped. Beyond it: a position that never was.
            return position == head ? .done : .tooOld
        }
        return isContiguous(entries, after: position) ? .events(entries) : .tooOld
    }

    /// A position beyond what this process has seen: another replica is ahead, or it is not a position of this installation.
    private func check(_ stream: FeedStream, _ position: Int64) async throws -> Step {
        let (_, head) = try await outboxes.page(stream, after: position, limit: 1)
        return position <= head ? .done : .tooOld
    }

    private func isContiguous(_ entries: [FeedEntry], after position: Int64) -> Bool {
        guard !entries.isEmpty else { return false }
        return entries.enumerated().allSatisfy { $0.element.position == position + Int64($0.offset) + 1 }
    }
}
