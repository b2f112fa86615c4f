import Contracts
import Terms

/// Reads CSV of probe samples, the fastest format: a header that names the columns in any order (`service`, `component`, `at`,
/// `state` and, if there is one, `location`), then a sample a line. Names hold neither commas nor quotes, so neither do fields.
struct CSVReader {
    private enum Column: Int, CaseIterable {
        case service, component, location, at, state

        var name: StaticString {
            switch self {
            case .service: "service"
            case .component: "component"
            case .location: "location"
            case .at: "at"
            case .state: "state"
            }
        }
    }

    private var intake: Intake
    private var columns: [Column] = []

    /// A reader that places samples by these definitions.
    init(definitions: Definitions, now: Instant) {
        self.intake = Intake(definitions: definitions, now: now)
    }

    /// Reads a whole body.
    ///
    /// - Throws: when a line is not as the header says; nothing is to be stored then.
    mutating func read(_ body: UnsafeRawBufferPointer) throws(IntakeError) -> (Batch, IntakeReport) {
        var start = 0
        var number = 0
        while start < body.count {
            number += 1
            let end = body.endOfLine(from: start)
            let stop = end > start && body[end - 1] == 0x0D ? end - 1 : end
            if stop > start {
                if columns.isEmpty {
                    try readHeader(UnsafeRawBufferPointer(rebasing: body[start..<stop]), number)
                } else {
                    try readLine(UnsafeRawBufferPointer(rebasing: body[start..<stop]), number)
                }
            }
            start = end + 1
        }
        guard intake.report.accepted + intake.report.rejectedCount > 0 else {
            throw IntakeError(code: .syntax, detail: "there are no measurements in the body")
        }
        return (intake.finish(), intake.report)
    }

    private mutating func readHeader(_ line: UnsafeRawBufferPointer, _ number: Int) throws(IntakeError) {
        for field in line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let field = UnsafeRawBufferPointer(rebasing: field)
            guard let column = Column.allCases.first(where: { field.matches($0.name) }), !columns.contains(column) else {
                throw wrong(number, "the header must name service, component, at, state and maybe location, each once")
            }
            columns.append(column)
        }
        guard columns.count >= 4, Set(columns).isSuperset(of: [.service, .component, .at, .state]) else {
            throw wrong(number, "the header must name service, component, at and state")
        }
    }

    @inline(__always)
    private mutating func readLine(_ line: UnsafeRawBufferPointer, _ number: Int) throws(IntakeError) {
        var names = Intake.Names()
        var at: Int64?
        var state: UInt8 = 0
        var start = 0
        for (index, column) in columns.enumerated() {
            var end = start
            while end < line.count, line[end] != UInt8(ascii: ",") { end += 1 }
            guard end < line.count || index == columns.count - 1 else { throw wrong(number, "it has too few fields") }
            let field = UnsafeRawBufferPointer(rebasing: line[start..<end])
            switch column {
            case .service: names.service = field
            case .component: names.component = field
            case .location: names.location = field
            case .at: at = WallTime.epoch(field) ?? WallTime.rfc3339(field)
            case .state: state = Self.state(field)
            }
            start = end + 1
        }
        guard start > line.count else { throw wrong(number, "it has too many fields") }
        guard let at else { throw wrong(number, "at must be an RFC 3339 time or epoch seconds") }
        guard state != 0 else { throw wrong(number, "state must be up, down, 1 or 0") }
        guard !names.service.isEmpty, !names.component.isEmpty else { throw wrong(number, "service and component are required") }
        intake.probe(number, names, at: at, down: state == 1)
    }

    /// 1 for down, 2 for up, 0 for neither.
    @inline(__always)
    private static func state(_ field: UnsafeRawBufferPointer) -> UInt8 {
        if field.count == 1 {
            return field[0] == UInt8(ascii: "1") ? 2 : field[0] == UInt8(ascii: "0") ? 1 : 0
        }
        return field.matches("up") ? 2 : field.matches("down") ? 1 : 0
    }

    private func wrong(_ line: Int, _ detail: String) -> IntakeError {
        IntakeError(code: .syntax, detail: "line \(line): \(detail)")
    }
}
