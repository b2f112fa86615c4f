import NIOConcurrencyHelpers

/// What waits to be written to one reader of the events. Bounded in number and bytes: a reader that does not keep up is
/// disconnected, and resumes from its last position, instead of growing the process.
final class Mailbox: Sendable {
    /// What a reader is told.
    enum Item: Sendable {
        /// Something happened, to this tenant.
        case event(FeedEvent)
        /// The stream is alive.
        case heartbeat
    }

    /// Why a stream ended.
    enum End: Sendable, Equatable {
        /// The reader did not keep up.
        case overflow
        /// The events are not contiguous any more; the reader resumes from its position.
        case discontinuity
        /// The gateway stops, or the reader has gone.
        case closed
    }

    /// The most items that wait.
    static let maximumItems = 1000
    /// The most bytes of events that wait.
    static let maximumBytes = 1 << 20

    private struct State {
        var items: [Item] = []
        var bytes = 0
        var end: End?
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = NIOLockedValueBox(State())

    /// Why the stream ended; nil while it lasts.
    var end: End? { state.withLockedValue { $0.end } }

    /// Puts an item in; past the bounds the mailbox ends instead.
    func put(_ item: Item) {
        wake { state in
            guard state.end == nil else { return }
            switch item {
            case .heartbeat:
                // Whatever waits already will show that the stream is alive.
                if state.items.isEmpty { state.items.append(item) }
            case .event(let event):
                state.items.append(item)
                state.bytes += event.json.count
                if state.items.count > Self.maximumItems || state.bytes > Self.maximumBytes {
                    state.items = []
                    state.end = .overflow
                }
            }
        }
    }

    /// Ends the stream after what waits already.
    func finish(_ end: End) {
        wake { state in
            if state.end == nil { state.end = end }
        }
    }

    /// Everything that waits, as soon as there is something; nil when the stream has ended.
    func next() async -> [Item]? {
        while true {
            let (items, ended) = state.withLockedValue { state in
                let items = state.items
                state.items = []
                state.bytes = 0
                return (items, state.end != nil)
            }
            if !items.isEmpty { return items }
            if ended { return nil }
            await withCheckedContinuation { continuation in
                let isReady = state.withLockedValue { state in
                    if !state.items.isEmpty || state.end != nil { return true }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiter = state.withLockedValue { state in
            change(&state)
            guard !state.items.isEmpty || state.end != nil else { return nil as CheckedContinuation<Void, Never>? }
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }
}
