/// Turns blocks of one series into runs, within one span. What is derived of the runs and of the blocks that stay is what was
/// derived before, to the second.
struct Compaction {
    let rules: RunRules
    /// The hours of the span whose blocks stay for now, ascending.
    let kept: [Int32]

    /// The runs, with the samples of blocks among them.
    ///
    /// - Parameters:
    ///   - samples: of the hours that become runs, ascending; each hour has a rule.
    ///   - runs: those that are there already, ascending.
    func merge(_ samples: [Sample], into runs: [StateRun]) -> [StateRun] {
        join(insert(samples, runs))
    }

    /// A late sample of another state cuts a run; one that the run tells already changes nothing. So does a late "up" within a
    /// run of "down": whether it contradicts one of its samples is no longer known, and then the worse one stands.
    private func insert(_ samples: [Sample], _ runs: [StateRun]) -> [StateRun] {
        var pieces: [StateRun] = []
        var index = 0
        var rest = runs.first
        func advance() {
            index += 1
            rest = index < runs.count ? runs[index] : nil
        }
        for sample in samples {
            while let run = rest, run.last < sample.at {
                pieces.append(run)
                advance()
            }
            let isDown = rules.rule(SeriesMerge.hour(of: sample.at))?.isDown(sample) ?? false
            guard let run = rest, run.first <= sample.at else {
                pieces.append(StateRun(at: sample.at, isDown: isDown))
                continue
            }
            guard isDown, !run.isDown else { continue }
            let (before, after) = run.cut(at: sample.at)
            if let before { pieces.append(before) }
            pieces.append(StateRun(at: sample.at, isDown: isDown))
            if let after { rest = after } else { advance() }
        }
        while let run = rest {
            pieces.append(run)
            advance()
        }
        return pieces
    }

    private func join(_ pieces: [StateRun]) -> [StateRun] {
        var runs: [StateRun] = []
        for piece in pieces {
            if let last = runs.last, joins(last, piece) {
                runs[runs.count - 1] = last.joined(with: piece)
            } else {
                runs.append(piece)
            }
        }
        return runs
    }

    private func joins(_ run: StateRun, _ next: StateRun) -> Bool {
        guard run.isDown == next.isDown, let rule = rules.rule(SeriesMerge.hour(of: run.last)),
            next.first - run.last <= rule.gapSeconds, rule == rules.rule(SeriesMerge.hour(of: next.first))
        else { return false }
        // Joining moves what lies between the ends. Beside a block that stays, that would be seen.
        return !keeps(from: SeriesMerge.hour(of: run.first), to: SeriesMerge.hour(of: next.last))
    }

    /// Whether a block stays in one of the hours.
    private func keeps(from first: Int32, to last: Int32) -> Bool {
        var low = 0
        var high = kept.count
        while low < high {
            let middle = (low + high) / 2
            if kept[middle] < first { low = middle + 1 } else { high = middle }
        }
        return low < kept.count && kept[low] <= last
    }
}
