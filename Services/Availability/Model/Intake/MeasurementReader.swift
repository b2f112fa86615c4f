import Backtest
import Contracts
import Telemetry
import Terms

/// Reads the bodies of `POST /v1/measurements` that have items of any kind into an ``Intake``: JSON, NDJSON, and CSV with a column
/// `kind`.
///
/// The body is refused whole when its syntax or an item's shape is wrong; items that are well formed but cannot be placed (an
/// unknown component, a clock that runs ahead) are counted in the report, and the others are taken.
struct MeasurementReader {
    private var intake: Intake
    let unescaped = TextStore()
    private var errors: [FieldError] = []
    private var wrongItems = 0
    private var metrics = 0

    /// A reader that places items by these definitions.
    init(definitions: Definitions, customers: CustomerBook = .empty, now: Instant) {
        self.intake = Intake(definitions: definitions, customers: customers, now: now)
    }

    /// Reads `{"measurements": […]}`.
    ///
    /// - Throws: when the body is refused whole.
    mutating func readJSON(_ body: UnsafeRawBufferPointer) throws(IntakeError) -> (Batch, IntakeReport) {
        var json = JSONScanner(body, 0..<body.count, unescaped: unescaped)
        do throws(JSONScanner.Malformed) {
            try readDocument(&json)
        } catch {
            throw IntakeError(code: .syntax, detail: "not JSON at byte \(error.offset): \(error.what)")
        }
        return try finish()
    }

    /// Reads one item a line. Empty lines are passed over.
    ///
    /// - Throws: when the body is refused whole.
    mutating func readLines(_ body: UnsafeRawBufferPointer) throws(IntakeError) -> (Batch, IntakeReport) {
        var line = 0
        var start = 0
        while start < body.count {
            line += 1
            let end = body.endOfLine(from: start)
            var json = JSONScanner(body, start..<end, unescaped: unescaped)
            do throws(JSONScanner.Malformed) {
                if json.next() != nil {
                    try readItem(&json, line, at: { "#/lines/\(line)" })
                    try json.expectEnd()
                }
            } catch {
                throw IntakeError(
                    code: .syntax, detail: "not JSON in line \(line), column \(error.offset - start + 1): \(error.what)")
            }
            start = end + 1
        }
        return try finish()
    }

    private mutating func readDocument(_ json: inout JSONScanner) throws(JSONScanner.Malformed) {
        try json.expect(UInt8(ascii: "{"))
        var found = false
        if !json.take(UInt8(ascii: "}")) {
            repeat {
                let name = try json.string()
                try json.expect(UInt8(ascii: ":"))
                if name.matches("measurements"), !found, json.next() == UInt8(ascii: "[") {
                    found = true
                    try readArray(&json)
                } else {
                    _ = try json.value()
                    let text = SeriesName.printable(String(decoding: name.prefix(64), as: UTF8.self))
                    wrong("#/\(text)", name.matches("measurements") ? "it must be one array" : "the body has no such member")
                }
            } while json.take(UInt8(ascii: ","))
            try json.expect(UInt8(ascii: "}"))
        }
        try json.expectEnd()
        if !found, errors.isEmpty { wrong("#/measurements", "it is required") }
    }

    private mutating func readArray(_ json: inout JSONScanner) throws(JSONScanner.Malformed) {
        try json.expect(UInt8(ascii: "["))
        if json.take(UInt8(ascii: "]")) { return }
        var index = 0
        repeat {
            if json.next() == UInt8(ascii: "{") {
                try readItem(&json, index, at: { "#/measurements/\(index)" })
            } else {
                _ = try json.value()
                wrong("#/measurements/\(index)", "it must be an object")
            }
            index += 1
        } while json.take(UInt8(ascii: ","))
        try json.expect(UInt8(ascii: "]"))
    }

    @inline(__always)
    mutating func readItem(
        _ json: inout JSONScanner, _ index: Int, at pointer: () -> String
    ) throws(JSONScanner.Malformed) {
        var item = ItemScanner()
        let start = json.position
        let (before, named) = (wrongItems, errors.count)
        try item.read(&json) { member, detail in wrong("\(pointer())/\(member)", detail) }
        if !item.isProbe, item.isMetric {
            // What the scanner complained of are the members that samples and outages do not have.
            wrongItems = before
            errors.removeLast(errors.count - named)
            return readMetric(json.text(from: start), index, pointer)
        }
        guard wrongItems == before else { return }
        if item.isProbe {
            guard let probe = item.probe() else { return explain(item, pointer) }
            intake.probe(index, probe.names, at: probe.at, down: probe.isDown)
        } else if item.isRequests || item.isResources {
            guard let slice = item.counts() else { return explain(item, pointer) }
            intake.counts(index, slice)
        } else if item.isOutage {
            guard let outage = item.outage() else { return explain(item, pointer) }
            intake.outage(index, outage)
        } else {
            wrong("\(pointer())/kind", "it must be probe, requests, resources, outage or metric")
        }
    }

    private mutating func readMetric(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ pointer: () -> String) {
        metrics += 1
        guard metrics <= IntakeLimits.metrics else {
            if metrics == IntakeLimits.metrics + 1 { wrong("#", "there are more than \(IntakeLimits.metrics) metrics") }
            return
        }
        do throws(NodeProblems) {
            let node = try Node(json: bytes, limits: NodeLimits(bytesMaximum: IntakeLimits.metricBytes))
            let metric = try node.read { reader in
                reader.object { item in
                    _ = item["kind"].text()
                    return RecordedMetric(item, at: item["at"].instant())
                }
            }
            intake.metric(index, metric)
        } catch {
            for problem in error.problems { wrong(pointer() + problem.pointer.dropFirst(), problem.detail) }
        }
    }

    mutating func finish() throws(IntakeError) -> (Batch, IntakeReport) {
        if intake.report.customers.count > IntakeLimits.customers {
            wrong("#", "there are more than \(IntakeLimits.customers) different customers")
        }
        guard errors.isEmpty else {
            throw IntakeError(code: .shape, detail: "\(wrongItems) errors in the items; nothing was stored", errors: errors)
        }
        guard intake.report.accepted + intake.report.rejectedCount > 0 else {
            throw IntakeError(code: .syntax, detail: "there are no measurements in the body")
        }
        return (intake.finish(), intake.report)
    }

    private mutating func wrong(_ pointer: String, _ detail: String) {
        wrongItems += 1
        if errors.count < IntakeLimits.listed { errors.append(FieldError(pointer: pointer, detail: detail)) }
    }

    /// Says everything that is wrong with an item that could not be taken.
    private mutating func explain(_ item: ItemScanner, _ pointer: () -> String) {
        let place = pointer()
        let before = wrongItems
        item.explain { member, detail in wrong("\(place)/\(member)", detail) }
        if wrongItems == before { wrong(place, "the item is not valid") }
    }
}
