import NIOCore

/// One event as `text/event-stream` spells it.
enum ServerSentEvent {
    /// Appends an event.
    /// - Parameters:
    ///   - id: the position; without NUL and line breaks, which a ``FeedPosition`` never has.
    ///   - event: the event's name.
    ///   - data: its data; a line break in it begins another `data` line.
    static func append(id: String?, event: String?, data: some Collection<UInt8>, to buffer: inout ByteBuffer) {
        if let id { buffer.writeString("id: \(id)\n") }
        if let event { buffer.writeString("event: \(event)\n") }
        buffer.writeStaticString("data: ")
        var skipsLineFeed = false
        for byte in data {
            let isLineFeed = byte == UInt8(ascii: "\n")
            if isLineFeed, skipsLineFeed {
                skipsLineFeed = false
                continue
            }
            skipsLineFeed = byte == UInt8(ascii: "\r")
            if isLineFeed || skipsLineFeed {
                buffer.writeStaticString("\ndata: ")
            } else {
                buffer.writeInteger(byte)
            }
        }
        buffer.writeStaticString("\n\n")
    }

    /// Appends the first lines of a stream: how long to wait before coming back, and where the stream stands. Without data
    /// a client dispatches nothing, but remembers the id.
    static func appendGreeting(id: String, retryMilliseconds: Int, to buffer: inout ByteBuffer) {
        buffer.writeString("retry: \(retryMilliseconds)\nid: \(id)\n\n")
    }

    /// Appends a comment with the position, so that a quiet or filtered stream resumes where it stands.
    static func appendHeartbeat(id: String, to buffer: inout ByteBuffer) {
        buffer.writeString(": still here\nid: \(id)\n\n")
    }
}
