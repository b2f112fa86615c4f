/// Measurements of a stream, on one day, that are to become part of its block.
struct MetricDay: Sendable {
    /// Which block.
    struct Key: Hashable, Sendable {
        /// The stream's number.
        let metric: Int64
        /// Of the epoch.
        let day: Int32
    }

    /// How large something is.
    struct Size: Sendable {
        var measurements = 0
        /// Of readings, or of a block.
        var bytes = 0

        /// Whether a block may be so large, or all that one step writes.
        var fits: Bool { measurements <= MetricBlock.measurementsMaximum && bytes <= MetricBlock.bytesMaximum }

        static func + (left: Size, right: Size) -> Size {
            Size(measurements: left.measurements + right.measurements, bytes: left.bytes + right.bytes)
        }
    }

    let key: Key
    /// How many there are, one after the other.
    let size: Size

    /// How many of the days one step packs, and which of them it leaves as they are, because their blocks are full.
    ///
    /// - Parameters:
    ///   - days: in the order in which they are packed.
    ///   - blocks: how large the blocks are that are there.
    /// - Returns: one answer for each day that this step is done with: at least for the first.
    static func packed(_ days: [MetricDay], blocks: [Key: Size]) -> [Bool] {
        var answers: [Bool] = []
        var taken = Size()
        for day in days {
            let size = day.size + (blocks[day.key] ?? Size())
            guard size.fits else {
                answers.append(false)
                continue
            }
            guard (taken + size).fits else { break }
            taken = taken + size
            answers.append(true)
        }
        return answers
    }
}
