import Contracts
import EventLoop
import Foundation
import Logging
import Terms

/// A log line a message, in JSON: time, level, message, service, trace, request, tenant, metadata.
public struct JSONLogHandler: LogHandler {
    /// The least severe messages that are written.
    public var logLevel: Logger.Level
    /// What goes into every line of this logger.
    public var metadata: Logger.Metadata = [:]
    /// What the current task adds.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let service: String
    private let writer: LogWriter

    /// A handler for one logger.
    public init(label: String, service: String, level: Logger.Level, writer: LogWriter) {
        self.label = label
        self.service = service
        self.logLevel = level
        self.writer = writer
    }

    /// A piece of metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var line = JSONLine()
        line.add("time", Self.timestamp())
        line.add("level", event.level.rawValue)
        line.add("message", event.message.description)
        let context = self.context
        for (key, value) in context { line.add(key, value) }
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let given = event.metadata { all.merge(given) { _, new in new } }
        if let error = event.error { all["error"] = "\(error)" }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            guard Self.ownNames.contains(key) else {
                line.add(key, value)
                continue
            }
            // A name must not come twice in one object, and what the line says already is not said again.
            if context.contains(where: { $0.0 == key && $0.1 == value.description }) { continue }
            line.add(key + "_", value)
        }
        writer.write(line.finished())
    }

    /// Whose line it is, and what it belongs to.
    private var context: [(String, String)] {
        var members = [("service", service), ("logger", label)]
        guard let context = TraceContext.current else { return members }
        members += [("trace_id", context.traceparent.traceID), ("span_id", context.traceparent.spanID)]
        if let request = context.requestID { members.append(("request_id", request)) }
        if let tenant = context.tenant { members.append(("tenant", tenant.description)) }
        return members
    }

    private static let ownNames: Set = [
        "time", "level", "message", "service", "logger", "trace_id", "span_id", "request_id", "tenant",
    ]

    /// RFC 3339 with milliseconds, in UTC.
    private static func timestamp() -> String {
        let now = MachineTime.unix()
        let seconds = Instant(epochSeconds: Int64(now.seconds)).description
        return "\(seconds.dropLast()).\(String(1000 + now.nanoseconds / 1_000_000).dropFirst())Z"
    }
}
