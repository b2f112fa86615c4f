import Telemetry

/// Samples of one series on their way into a file of the compact form.
struct PointsBlock {
    private let series: TelemetrySeries
    private let number: Int
    private var body = ByteWriter()
    private var count = 0
    private var start: Int64 = 0
    private var last: Int64 = 0
    private var lastValue: Int64 = 0
    private var lastToken: UInt64 = 0
    private var repeats: UInt64 = 0

    init(_ series: TelemetrySeries, number: Int) {
        self.series = series
        self.number = number
    }

    /// Whether the next sample, at that time, needs a block of its own.
    func isFull(for at: Int64) -> Bool { count == PointsFormat.blockMaximum || count > 0 && at < last }

    mutating func probe(_ at: Int64, isDown: Bool) {
        let token = UInt64(distance(to: at) + 1) << 1 | (isDown ? 1 : 0)
        if token == lastToken {
            repeats += 1
        } else {
            endRepetition()
            body.varint(token)
            lastToken = token
        }
    }

    mutating func requests(_ at: Int64, total: Int64, failed: Int64) {
        body.varint(UInt64(distance(to: at)))
        body.varint(UInt64(total))
        body.varint(UInt64(failed))
    }

    mutating func counter(_ at: Int64, value: Int64) {
        body.varint(UInt64(distance(to: at)))
        body.signed(value - lastValue)
        lastValue = value
    }

    /// Seconds since the sample before, which is this one for the first.
    private mutating func distance(to at: Int64) -> Int64 {
        if count == 0 {
            start = at
            last = at
        }
        count += 1
        defer { last = at }
        return at - last
    }

    private mutating func endRepetition() {
        if repeats > 2 {
            body.varint(PointsFormat.repetition)
            body.varint(repeats)
        } else {
            for _ in 0..<repeats { body.varint(lastToken) }
        }
        repeats = 0
    }

    /// Writes the block, if there is anything in it, and begins anew.
    mutating func end(into file: inout ByteWriter) {
        guard count > 0 else { return }
        endRepetition()
        file.varint(UInt64(number) + 1)
        file.varint(UInt64(count))
        withUnsafeBytes(of: start.littleEndian) { file.raw($0) }
        file.raw(body.bytes)
        self = PointsBlock(series, number: number)
    }
}
