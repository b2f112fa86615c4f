/// Knows which sequence numbers below the highest one seen have not been seen yet: a transaction that is still open, or one
/// that was rolled back. A value; asks nobody.
///
/// An open transaction may yet commit its number, so the relay looks for every missing number at each pass. A number is given
/// up when every transaction that was writing to the outbox (held its lock, in *this* database) at some moment after the number
/// was missed has ended, and a pass since then has not found it either. Only the bookkeeping waits for slow transactions, never
/// the delivery of others' events, and transactions of other databases do not matter at all.
struct GapTracker: Equatable {
    /// Numbers that were fenced at the same time.
    private struct Cohort: Equatable {
        var numbers: NumberRanges
        /// Transactions that may still own one of them.
        var writers: Set<String>
        /// When there was none left; nil while there is one.
        var clearedAtPass: Int?

        /// A pass has looked since the last possible writer ended.
        func isOver(at pass: Int) -> Bool { clearedAtPass.map { $0 < pass } ?? false }
    }

    /// The highest number seen.
    private(set) var high: Int64
    /// The numbers to look for again.
    private(set) var missing = NumberRanges()
    private var unfenced = NumberRanges()
    private var cohorts: [Cohort] = []
    private var pass = 0

    init(high: Int64) { self.high = high }

    /// Every number up to this one is settled.
    var low: Int64 { (missing.first ?? (high + 1)) - 1 }

    /// True when somebody must be asked which transactions are writing.
    var wantsWriters: Bool { !unfenced.isEmpty || cohorts.contains { $0.clearedAtPass == nil } }

    /// A pass looked at all that is missing and at the numbers above `high`, and saw these (ascending).
    ///
    /// - Parameter complete: the pass saw all there was: it did not stop at its limit.
    mutating func passed(saw numbers: [Int64], complete: Bool) {
        pass += 1
        for number in numbers {
            guard number > high else {
                missing.remove(number)
                continue
            }
            if number > high + 1 {
                missing.append((high + 1)...(number - 1))
                unfenced.append((high + 1)...(number - 1))
            }
            high = number
        }
        guard complete else { return }
        for cohort in cohorts where cohort.isOver(at: pass) { missing.subtract(cohort.numbers) }
        cohorts.removeAll { [pass] in $0.isOver(at: pass) }
        if missing.isEmpty {
            unfenced = NumberRanges()
            cohorts = []
        }
    }

    /// These transactions are writing to the outbox right now, after the last pass.
    mutating func writing(_ writers: Set<String>) {
        for index in cohorts.indices where cohorts[index].clearedAtPass == nil {
            cohorts[index].writers.formIntersection(writers)
            if cohorts[index].writers.isEmpty { cohorts[index].clearedAtPass = pass }
        }
        guard !unfenced.isEmpty else { return }
        cohorts.append(Cohort(numbers: unfenced, writers: writers, clearedAtPass: writers.isEmpty ? pass : nil))
        unfenced = NumberRanges()
    }
}
