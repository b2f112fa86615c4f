import Testing

@testable import CLI

@Suite struct ProcessStateTests {
    private let start = ContinuousClock.now

    @Test func delaysDoubleUpToTheLongest() {
        var state = ready()
        var delays: [Duration] = []
        for _ in 0..<10 {
            guard case .restart(let delay) = state.exited(at: start) else {
                Issue.record("a process that was ready once is always started again")
                return
            }
            delays.append(delay)
            state.started()
        }
        #expect(delays.prefix(4) == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2)])
        #expect(delays.last == ProcessState.longestDelay)
        #expect(state.restarts == 10)
    }

    @Test func aProcessThatRanWellStartsOverWithTheFirstDelay() {
        var state = ready()
        _ = state.exited(at: start)
        state.started()
        _ = state.exited(at: start)
        state.started()
        state.becameReady(at: start)
        #expect(state.exited(at: start + ProcessState.wellAfter) == .restart(after: ProcessState.firstDelay))
    }

    @Test func aProcessThatFailsSoonAfterBecomingReadyKeepsItsPlaceInTheRow() {
        var state = ready()
        _ = state.exited(at: start)
        state.started()
        state.becameReady(at: start)
        #expect(state.exited(at: start + .seconds(59)) == .restart(after: .milliseconds(500)))
    }

    @Test func aProcessThatWasNeverReadyIsGivenUp() {
        var state = ProcessState()
        for _ in 1..<ProcessState.firstStartsMaximum {
            state.started()
            #expect(state.exited(at: start) != .giveUp)
        }
        state.started()
        #expect(state.exited(at: start) == .giveUp)
        #expect(state.phase == .failed)
    }

    @Test func aHungProcessIsKilledOnlyAfterFailuresInARow() {
        var state = ready()
        for _ in 1..<ProcessState.failedProbesMaximum { #expect(state.probed(isAlive: false) == .none) }
        #expect(state.probed(isAlive: true) == .none)
        for _ in 1..<ProcessState.failedProbesMaximum { #expect(state.probed(isAlive: false) == .none) }
        #expect(state.probed(isAlive: false) == .kill)
    }

    @Test func aStoppedProcessStaysStopped() {
        var state = ready()
        state.stopRequested()
        #expect(state.phase == .stopping)
        #expect(state.exited(at: start) == .none)
        #expect(state.phase == .stopped)
        #expect(state.probed(isAlive: false) == .none)
    }

    @Test func aProcessThatWaitsForItsNextStartIsStoppedAtOnce() {
        var state = ready()
        _ = state.exited(at: start)
        state.stopRequested()
        #expect(state.phase == .stopped)
    }

    @Test func aHeldProcessComesBackOnlyWhenReleased() {
        var state = ready()
        let releasedTooEarly = state.released()
        #expect(!releasedTooEarly)
        state.holdRequested()
        #expect(state.phase == .holding)
        #expect(state.exited(at: start) == .none)
        #expect(state.phase == .held)
        let released = state.released()
        #expect(released)
        #expect(state.phase == .starting)
    }

    private func ready() -> ProcessState {
        var state = ProcessState()
        state.started()
        state.becameReady(at: start)
        return state
    }
}
