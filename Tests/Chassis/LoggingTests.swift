import Contracts
import Foundation
import Logging
import Testing

@testable import Chassis

@Suite struct LoggingTests {
    /// What a logger writes, through a pipe.
    func lines(_ body: (Logger) -> Void) throws -> [[String: Any]] {
        let pipe = Pipe()
        let writer = LogWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        var logger = Logger(label: "test") { JSONLogHandler(label: $0, service: "claims", level: .info, writer: writer) }
        logger[metadataKey: "component"] = "x"
        body(logger)
        writer.flush()
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        return try text.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func aLineIsJSONWithItsContext() throws {
        let trace = TraceContext(traceparent: Traceparent(), requestID: "req_1", tenant: TenantID())
        let metadata: Logger.Metadata = [
            "count": .stringConvertible(3), "list": ["a", "b"], "map": ["k": "v"], "service": "other",
        ]
        let lines = try lines { logger in
            TraceContext.$current.withValue(trace) {
                logger.debug("not shown")
                logger.info("it \"happened\"\n\u{1}", metadata: metadata)
            }
        }
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line["message"] as? String == "it \"happened\"\n\u{1}")
        #expect(line["level"] as? String == "info")
        #expect(line["service"] as? String == "claims")
        #expect(line["service_"] as? String == "other")
        #expect(line["component"] as? String == "x")
        #expect(line["count"] as? Int == 3)
        #expect(line["list"] as? [String] == ["a", "b"])
        #expect(line["map"] as? [String: String] == ["k": "v"])
        #expect(line["trace_id"] as? String == trace.traceparent.traceID)
        #expect(line["request_id"] as? String == "req_1")
        #expect(line["tenant"] as? String == trace.tenant?.description)
        #expect((line["time"] as? String)?.count == 24)
    }

    @Test func whatALineSaysAlreadyIsNotSaidAgain() throws {
        let trace = TraceContext(traceparent: Traceparent(), requestID: "req_1", tenant: TenantID())
        let lines = try lines { logger in
            TraceContext.$current.withValue(trace) {
                logger.info("same", metadata: ["service": "claims", "request_id": "req_1"])
                logger.info("other", metadata: ["service": "ticketing", "request_id": "req_2", "level": "high"])
            }
            logger.info("outside of a request", metadata: ["request_id": "req_1"])
        }
        try #require(lines.count == 3)
        #expect(lines.allSatisfy { $0["service"] as? String == "claims" })
        #expect(lines[0].keys.allSatisfy { !$0.hasSuffix("_") })
        #expect(lines[1]["service_"] as? String == "ticketing")
        #expect(lines[1]["request_id_"] as? String == "req_2")
        #expect(lines[1]["level_"] as? String == "high")
        #expect(lines[2]["request_id_"] as? String == "req_1")
    }

    @Test func secretsAreNotWritten() throws {
        let key = APIKey(tenant: TenantID())
        let written = try lines { logger in
            logger.warning(
                "the key \(key.text) failed with eyJhbGciOi.eyJzdWIi.c2ln at whsec_abcd+/=",
                metadata: ["postgres_password": "hush", "map": ["Authorization": "hush"], "url": "host=x password=hush port=1"])
        }
        let line = try #require(written.first)
        let text = "\(line)"
        #expect(!text.contains("hush") && !text.contains(key.text.suffix(20)) && !text.contains("c2ln") && !text.contains("abcd"))
        #expect((line["message"] as? String)?.hasSuffix("at whsec_…[redacted]") == true)
        #expect(line["postgres_password"] as? String == "[redacted]")
        #expect((line["url"] as? String)?.hasSuffix("port=1") == true)
    }

    @Test func aFullPipeDropsLinesAndSaysSo() throws {
        let pipe = Pipe()
        let writer = LogWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let line = String(repeating: "x", count: 64 * 1024) + "\n"
        // More than the pipe and the writer hold; nobody reads yet, and nobody waits.
        for _ in 0..<64 { writer.write(line) }
        let reading = pipe.fileHandleForReading
        var count = 0
        // The end of what was read before, and what came since: the line may stand anywhere in it, with others behind it.
        var text = ""
        while !text.contains(#""message":"log lines were dropped","dropped":"#) {
            let bytes = reading.availableData
            count += bytes.count
            text = text.suffix(200) + String(decoding: bytes, as: UTF8.self)
        }
        #expect(count < 64 * line.utf8.count)
        // Lines may have been taken after those that were dropped: they need a reader, too.
        Thread.detachNewThread { while !reading.availableData.isEmpty {} }
        writer.flush()
    }
}
