import Contracts
import Telemetry
import Terms

extension MeasurementReader {
    /// Reads CSV with a column `kind`: after the header, which names members, an item a line; see ``ItemLayout``. Each is read as
    /// the JSON that says the same, by the same rules. Empty lines are passed over.
    ///
    /// - Throws: when the body is refused whole.
    mutating func readTable(_ body: UnsafeRawBufferPointer) throws(IntakeError) -> (Batch, IntakeReport) {
        var layout: ItemLayout?
        var line = 0
        var rows = 0
        var start = 0
        while start < body.count {
            line += 1
            let end = body.endOfLine(from: start)
            let stop = end > start && body[end - 1] == 0x0D ? end - 1 : end
            if stop > start {
                let fields = UnsafeRawBufferPointer(rebasing: body[start..<stop])
                rows += 1
                guard rows <= IntakeLimits.tableRows + 1 else { throw Self.tooManyRows }
                do throws(CSVLayout.Malformed) {
                    if let layout { try readRow(layout.node(fields), line) } else { layout = try ItemLayout(header: fields) }
                } catch {
                    throw IntakeError(code: .syntax, detail: "line \(line): \(error.what)")
                }
            }
            start = end + 1
        }
        return try finish()
    }

    private static var tooManyRows: IntakeError {
        let detail = "there are more than \(IntakeLimits.tableRows) rows; send several bodies"
        return IntakeError(code: .shape, detail: detail, errors: [FieldError(pointer: "#", detail: detail)])
    }

    private mutating func readRow(_ item: Node, _ line: Int) throws(CSVLayout.Malformed) {
        let text = Array(item.json.utf8)
        let outcome = text.withUnsafeBytes { bytes in
            var json = JSONScanner(bytes, 0..<bytes.count, unescaped: unescaped)
            return Result { () throws(JSONScanner.Malformed) in try readItem(&json, line, at: { "#/lines/\(line)" }) }
        }
        // What was written as JSON is JSON, but for texts that no JSON of ours may hold.
        if case .failure(let error) = outcome { throw CSVLayout.Malformed(what: error.what) }
    }
}
