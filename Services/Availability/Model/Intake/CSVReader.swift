import Contracts
import Telemetry
import Terms

/// Reads CSV of probe samples, the fastest format: a header, then a sample a line; see ``CSVLayout``.
struct CSVReader {
    private var intake: Intake
    private var layout: CSVLayout?

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
            if stop > start { try readLine(UnsafeRawBufferPointer(rebasing: body[start..<stop]), number) }
            start = end + 1
        }
        guard intake.report.accepted + intake.report.rejectedCount > 0 else {
            throw IntakeError(code: .syntax, detail: "there are no measurements in the body")
        }
        return (intake.finish(), intake.report)
    }

    @inline(__always)
    private mutating func readLine(_ line: UnsafeRawBufferPointer, _ number: Int) throws(IntakeError) {
        do throws(CSVLayout.Malformed) {
            if let layout {
                let item = try layout.sample(line)
                intake.probe(number, item.names, at: item.at, down: item.isDown)
            } else {
                layout = try CSVLayout(header: line)
            }
        } catch {
            throw IntakeError(code: .syntax, detail: "line \(number): \(error.what)")
        }
    }
}
