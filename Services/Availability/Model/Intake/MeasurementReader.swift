import Contracts
import Terms

/// Reads the JSON and NDJSON bodies of `POST /v1/measurements` into an ``Intake``.
///
/// The body is refused whole when its syntax or an item's shape is wrong; items that are well formed but cannot be placed (an
/// unknown component, a clock that runs ahead) are counted in the report, and the others are taken.
struct MeasurementReader {
    private var intake: Intake
    private let unescaped = TextStore()
    private var errors: [FieldError] = []
    private var wrongItems = 0

    /// A reader that places items by these definitions.
    init(definitions: Definitions, now: Instant) {
        self.intake = Intake(definitions: definitions, now: now)
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
    private mutating func readItem(
        _ json: inout JSONScanner, _ index: Int, at pointer: () -> String
    ) throws(JSONScanner.Malformed) {
        var item = ItemScanner()
        let before = wrongItems
        try item.read(&json) { member, detail in wrong("\(pointer())/\(member)", detail) }
        guard wrongItems == before else { return }
        if item.kind.matches("probe") {
            takeProbe(item, index, pointer)
        } else if item.kind.matches("requests") {
            takeRequests(item, index, pointer)
        } else if item.kind.matches("outage") {
            takeOutage(item, index, pointer)
        } else {
            wrong("\(pointer())/kind", "it must be probe, requests or outage")
        }
    }

    @inline(__always)
    private mutating func takeProbe(_ item: ItemScanner, _ index: Int, _ pointer: () -> String) {
        let down = item.state.matches("down")
        guard let at = WallTime.rfc3339(item.at), down || item.state.matches("up"), !item.names.service.isEmpty,
            !item.names.component.isEmpty, !item.hasForeign(Self.probeForeign)
        else { return explain(item, required: Self.probeMembers, optional: [.location], pointer) }
        intake.probe(index, item.names, at: at, down: down)
    }

    private mutating func takeRequests(_ item: ItemScanner, _ index: Int, _ pointer: () -> String) {
        guard let at = WallTime.rfc3339(item.at), Self.slices.contains(item.periodSeconds), Self.counts.contains(item.total),
            item.failed >= 0, item.failed <= item.total, !item.names.service.isEmpty, !item.names.component.isEmpty,
            item.others(than: Self.requestMembers).isEmpty, item.has(.total), item.has(.failed)
        else { return explain(item, required: Self.requestMembers, optional: [], pointer) }
        intake.requests(index, item.names, at: at, period: item.periodSeconds, total: item.total, failed: item.failed)
    }

    private mutating func takeOutage(_ item: ItemScanner, _ index: Int, _ pointer: () -> String) {
        let to = WallTime.rfc3339(item.to)
        guard let from = WallTime.rfc3339(item.from), item.to.isEmpty || to != nil, to.map({ $0 > from }) ?? true,
            Self.isOutageID(item.id), item.revision >= 1, !item.names.service.isEmpty, !item.names.component.isEmpty,
            item.others(than: Self.outageMembers + Self.outageOptions).isEmpty
        else { return explain(item, required: Self.outageMembers, optional: Self.outageOptions, pointer) }
        intake.outage(
            index, item.names, id: String(decoding: item.id, as: UTF8.self), revision: item.revision, from: from, to: to,
            withdrawn: item.withdrawn)
    }

    private static let probeMembers: [ItemScanner.Member] = [.kind, .service, .component, .at, .state]
    private static let probeForeign: UInt16 = ItemScanner.mask(
        of: ItemScanner.Member.allCases.filter {
            !probeMembers.contains($0) && $0 != .location
        })
    private static let requestMembers: [ItemScanner.Member] = [
        .kind, .service, .component, .at, .periodSeconds, .total, .failed,
    ]
    private static let outageMembers: [ItemScanner.Member] = [.kind, .id, .service, .component, .from]
    private static let outageOptions: [ItemScanner.Member] = [.to, .revision, .withdrawn]
    private static let slices: ClosedRange<Int64> = 1...86_400
    private static let counts: ClosedRange<Int64> = 0...Sample.maximumValue

    private static func isOutageID(_ id: UnsafeRawBufferPointer) -> Bool {
        (1...IntakeLimits.outageIDLength).contains(id.count) && id.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private mutating func finish() throws(IntakeError) -> (Batch, IntakeReport) {
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
    private mutating func explain(
        _ item: ItemScanner, required: [ItemScanner.Member], optional: [ItemScanner.Member], _ pointer: () -> String
    ) {
        let place = pointer()
        let before = wrongItems
        for member in item.others(than: required + optional) { wrong("\(place)/\(member.name)", "such an item does not have it") }
        for member in required where !item.has(member) { wrong("\(place)/\(member.name)", "it is required") }
        for (member, detail) in item.mistakes() { wrong("\(place)/\(member.name)", detail) }
        if wrongItems == before { wrong(place, "the item is not valid") }
    }
}

extension ItemScanner {
    /// Members as bits.
    static func mask(of members: [Member]) -> UInt16 {
        members.reduce(0) { $0 | 1 << UInt16($1.rawValue) }
    }

    /// The members that are there and whose values are wrong, each with what is wrong.
    func mistakes() -> [(Member, String)] {
        var found: [(Member, String)] = []
        func check(_ member: Member, _ right: Bool, _ detail: String) {
            if has(member), !right { found.append((member, detail)) }
        }
        let moment = "it must be an RFC 3339 time, such as 2026-03-10T01:30:00Z"
        check(.at, WallTime.rfc3339(at) != nil, moment)
        check(.from, WallTime.rfc3339(from) != nil, moment)
        check(.to, to.isEmpty || WallTime.rfc3339(to) != nil, moment)
        if let from = WallTime.rfc3339(from), let to = WallTime.rfc3339(to) { check(.to, to > from, "it must be after from") }
        check(.state, state.matches("up") || state.matches("down"), "it must be up or down")
        check(.service, !names.service.isEmpty, "it must not be empty")
        check(.component, !names.component.isEmpty, "it must not be empty")
        check(.periodSeconds, (1...86_400).contains(periodSeconds), "it must be from 1 to 86400")
        check(.total, (0...Sample.maximumValue).contains(total), "it must be from 0 to \(Sample.maximumValue)")
        check(.failed, failed >= 0 && failed <= total, "it must be from 0 to total")
        check(.revision, revision >= 1, "it must be 1 or more")
        check(.id, !id.isEmpty, "it must be 1 to \(IntakeLimits.outageIDLength) printable ASCII characters")
        return found
    }
}

extension UnsafeRawBufferPointer {
    /// Where the line that begins at `start` ends: at its line feed, or at the end.
    @inline(__always)
    func endOfLine(from start: Int) -> Int {
        var position = start
        while position < count, self[position] != 0x0A { position += 1 }
        return position
    }
}
