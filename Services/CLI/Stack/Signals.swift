import Dispatch
import Glibc

/// The signals that ask this process to end, as a sequence.
final class Signals: @unchecked Sendable {
    /// Every signal that came, in order.
    let received: AsyncStream<Int32>
    /// Set once, and cancelled by `deinit` alone.
    private let sources: [any DispatchSourceSignal]

    /// From here on the signals no longer end this process by themselves.
    init(_ signals: [Int32]) {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        received = stream
        sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }
}
