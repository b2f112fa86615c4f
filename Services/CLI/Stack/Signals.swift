import Dispatch
import Glibc

/// Signals to this process, as a sequence.
enum Signals {
    /// Keeps the sources alive for as long as the sequence is. They are set once and cancelled once.
    private struct Sources: @unchecked Sendable {
        let all: [any DispatchSourceSignal]
    }

    /// Every one of these signals that comes, in order. From here on they do not end this process by themselves.
    static func received(_ signals: [Int32]) -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let sources = Sources(
            all: signals.map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(number) }
                source.resume()
                return source
            })
        continuation.onTermination = { _ in for source in sources.all { source.cancel() } }
        return stream
    }
}
