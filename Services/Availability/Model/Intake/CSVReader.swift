import Contracts
import Telemetry
import Terms

/// Reads CSV, the fastest format: a header, then a line each sample of a probe or each slice of requests or of resources; see
/// ``CSVLayout`` and ``CountsLayout``.
struct CSVReader {
    /// What the lines are of, as the header tells.
    private enum Layout {
        case probes(CSVLayout)
        case counts(CountsLayout)

        init(header: UnsafeRawBufferPointer) throws(CSVLayout.Malformed) {
            if CountsLayout.isMeant(header) {
                self = .counts(try CountsLayout(header: header))
            } else {
                self = .probes(try CSVLayout(header: header))
            }
        }
    }

    private var intake: Intake
    private var layout: Layout?

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
            switch layout {
            case .probes(let columns):
                let item = try columns.sample(line)
                intake.probe(number, item.names, at: item.at, down: item.isDown)
            case .counts(let columns): intake.counts(number, try columns.slice(line))
            case nil: layout = try Layout(header: line)
            }
        } catch {
            throw IntakeError(code: .syntax, detail: "line \(number): \(error.what)")
        }
    }
}
