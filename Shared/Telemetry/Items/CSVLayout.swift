/// The columns of CSV of probe samples, in the order in which its header names them: `service`, `component`, `at`, `state` and
/// maybe `location`. Names hold neither commas nor quotes, so neither do fields.
public struct CSVLayout: Sendable {
    /// A line is not as it should be.
    public struct Malformed: Error, Equatable {
        /// What is wrong.
        public let what: String

        /// That this is wrong.
        public init(what: String) {
            self.what = what
        }
    }

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

    private let columns: [Column]

    /// Reads the header's line, without its end.
    public init(header line: UnsafeRawBufferPointer) throws(Malformed) {
        var columns: [Column] = []
        for field in line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let field = UnsafeRawBufferPointer(rebasing: field)
            guard let column = Column.allCases.first(where: { field.matches($0.name) }), !columns.contains(column) else {
                throw Malformed(what: "the header must name service, component, at, state and maybe location, each once")
            }
            columns.append(column)
        }
        guard columns.count >= 4, Set(columns).isSuperset(of: [.service, .component, .at, .state]) else {
            throw Malformed(what: "the header must name service, component, at and state")
        }
        self.columns = columns
    }

    /// Reads the line of a sample, without its end.
    public func sample(_ line: UnsafeRawBufferPointer) throws(Malformed) -> ProbeItem {
        var names = ItemNames()
        var at: Int64?
        var state: UInt8 = 0
        var start = 0
        for (index, column) in columns.enumerated() {
            var end = start
            while end < line.count, line[end] != UInt8(ascii: ",") { end += 1 }
            guard end < line.count || index == columns.count - 1 else { throw Malformed(what: "it has too few fields") }
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
        guard start > line.count else { throw Malformed(what: "it has too many fields") }
        guard let at else { throw Malformed(what: "at must be an RFC 3339 time or epoch seconds") }
        guard state != 0 else { throw Malformed(what: "state must be up, down, 1 or 0") }
        guard !names.service.isEmpty, !names.component.isEmpty else {
            throw Malformed(what: "service and component are required")
        }
        return ProbeItem(names: names, at: at, isDown: state == 1)
    }

    /// 1 for down, 2 for up, 0 for neither.
    @inline(__always)
    private static func state(_ field: UnsafeRawBufferPointer) -> UInt8 {
        if field.count == 1 {
            return field[0] == UInt8(ascii: "1") ? 2 : field[0] == UInt8(ascii: "0") ? 1 : 0
        }
        return field.matches("up") ? 2 : field.matches("down") ? 1 : 0
    }
}
