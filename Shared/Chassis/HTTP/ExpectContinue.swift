import HTTPTypes
import NIOCore
import NIOHTTP1

/// Answers `Expect: 100-continue`: clients with large bodies ask first, and wait a second for an answer (RFC 9110, 10.1.1).
public enum ExpectContinue {
    private static let interim = "HTTP/1.1 100 Continue\r\n\r\n"

    /// Tells a client that asked that its body is wanted. To be called when the body is about to be read: a request that is
    /// refused before gets its final answer instead, and its body need not be sent.
    public static func meet(_ headers: HTTPFields, on channel: any Channel) {
        guard headers[.expect]?.lowercased() == "100-continue" else { return }
        channel.eventLoop.execute {
            // Past the encoder, which would take the interim answer for the final one. The final one is written later, on the
            // same loop. A connection without an encoder is closed, and nobody waits.
            let operations = channel.pipeline.syncOperations
            guard let encoder = try? operations.context(handlerType: HTTPResponseEncoder.self) else { return }
            encoder.writeAndFlush(NIOAny(channel.allocator.buffer(string: interim)), promise: nil)
        }
    }
}
