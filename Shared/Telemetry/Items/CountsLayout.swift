/// The columns of CSV of slices of time in which something was counted, in the order in which its header names them: `service`,
/// `component`, `at`, `period_seconds`, and `total` and `failed` of requests, or `deployed` and `down` of resources.
public struct CountsLayout: Sendable {
    private static let names = ["service", "component", "at", "period_seconds"]

    private let counted: CountsItem.Counted
    private let columns: [Int]

    /// Whether a header is of such a file.
    public static func isMeant(_ header: UnsafeRawBufferPointer) -> Bool { counted(header) != nil }

    /// Reads the header's line, without its end.
    public init(header: UnsafeRawBufferPointer) throws(CSVLayout.Malformed) {
        counted = Self.counted(header) ?? .requests
        let names = Self.names + counted.columns
        columns = CSVFields(header).map { field in names.firstIndex { field.elementsEqual($0.utf8) } ?? -1 }
        guard columns.sorted() == Array(names.indices) else {
            throw CSVLayout.Malformed(what: "the header must name \(names.joined(separator: ", ")), each once")
        }
    }

    private static func counted(_ header: UnsafeRawBufferPointer) -> CountsItem.Counted? {
        for field in CSVFields(header) {
            if field.elementsEqual("total".utf8) { return .requests }
            if field.elementsEqual("deployed".utf8) { return .resources }
        }
        return nil
    }

    /// Reads the line of a slice, without its end.
    public func slice(_ line: UnsafeRawBufferPointer) throws(CSVLayout.Malformed) -> CountsItem {
        var names = ItemNames()
        var at: Int64?
        var numbers: [Int64?] = [nil, nil, nil]
        var seen = 0
        for field in CSVFields(line) {
            guard seen < columns.count else { throw CSVLayout.Malformed(what: "it has too many fields") }
            switch columns[seen] {
            case 0: names.service = field
            case 1: names.component = field
            case 2: at = WallTime.epoch(field) ?? WallTime.rfc3339(field)
            case let column: numbers[column - 3] = Self.number(field)
            }
            seen += 1
        }
        guard seen == columns.count else { throw CSVLayout.Malformed(what: "it has too few fields") }
        guard let at else { throw CSVLayout.Malformed(what: "at must be an RFC 3339 time or epoch seconds") }
        guard let period = numbers[0], ItemLimits.periodSeconds.contains(period) else {
            throw CSVLayout.Malformed(what: "period_seconds must be from 1 to 86400")
        }
        guard let total = numbers[1], let failed = numbers[2], failed <= total else {
            let (all, part) = (counted.columns[0], counted.columns[1])
            throw CSVLayout.Malformed(what: "\(all) and \(part) must be whole numbers, and \(part) at most \(all)")
        }
        guard !names.service.isEmpty, !names.component.isEmpty else {
            throw CSVLayout.Malformed(what: "service and component are required")
        }
        return CountsItem(counted, names: names, at: at, periodSeconds: period, total: total, failed: failed)
    }

    /// A whole number from 0 on.
    private static func number(_ field: UnsafeRawBufferPointer) -> Int64? {
        guard (1...18).contains(field.count) else { return nil }
        var value: Int64 = 0
        for byte in field {
            guard byte &- 48 < 10 else { return nil }
            value = value * 10 + Int64(byte &- 48)
        }
        return value <= ItemLimits.valueMaximum ? value : nil
    }
}

extension CountsItem.Counted {
    /// The columns of how many there were, and how many of them were bad.
    fileprivate var columns: [String] { self == .requests ? ["total", "failed"] : ["deployed", "down"] }
}
