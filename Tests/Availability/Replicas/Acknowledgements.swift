/// Which batches have been taken to be sent, and how many were acknowledged.
actor Acknowledgements {
    private let total: Int
    private var taken = 0
    private var count = 0
    private var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    /// None of so many.
    init(of total: Int) {
        self.total = total
    }

    /// The next batch that nobody has taken; nil when there is none.
    func next() -> Int? {
        guard taken < total else { return nil }
        taken += 1
        return taken - 1
    }

    /// One more was acknowledged.
    func add() {
        count += 1
        wake { $0 <= count }
    }

    /// No more will be.
    func end() {
        wake { _ in true }
    }

    /// Suspends until so many were acknowledged, or no more will be.
    func reached(_ count: Int) async {
        guard self.count < count else { return }
        await withCheckedContinuation { waiting.append((count, $0)) }
    }

    private func wake(_ isDue: (Int) -> Bool) {
        let due = waiting.filter { isDue($0.count) }
        waiting.removeAll { isDue($0.count) }
        for waiter in due { waiter.continuation.resume() }
    }
}
