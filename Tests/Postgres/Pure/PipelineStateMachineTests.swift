import Testing

@testable import Postgres

/// What replies mean, without a socket.
struct PipelineStateMachineTests {
    typealias Machine = PipelineStateMachine<String>

    /// A unit that sets the tenant, prepares a statement and executes it.
    private func machine(units: String...) -> Machine {
        var machine = Machine()
        for unit in units {
            machine.begin(unit)
            machine.sent(.execute(isVisible: false))
            machine.sent(.prepare(7))
            machine.sent(.execute(isVisible: true))
            machine.sent(.synchronize)
        }
        return machine
    }

    private let failure = PostgresError(.server, "no", server: ServerError(sqlState: .uniqueViolation, message: "no"))

    @Test func deliversOnlyWhatIsVisible() {
        var machine = machine(units: "a")
        #expect(machine.count == 1 && machine.expectsReply && machine.first == "a")
        #expect(machine.received(.completed) == .none)
        #expect(machine.received(.end) == .none)
        #expect(machine.received(.completed) == .prepared(7))
        #expect(machine.received(.end) == .none)
        #expect(machine.received(.completed) == .deliver(to: "a"))
        #expect(machine.received(.end) == .none)
        #expect(machine.received(.synchronized) == .finish("a", nil))
        #expect(machine.count == 0 && !machine.expectsReply)
    }

    @Test func anErrorAbortsItsUnitAndNoOther() {
        var machine = machine(units: "a", "b")
        #expect(machine.received(.failed(failure)) == .none)
        #expect(machine.received(.end) == .none)
        // Skipped in the server: the statement was never prepared.
        #expect(machine.received(.aborted) == .notPrepared(7))
        #expect(machine.received(.end) == .none)
        #expect(machine.received(.aborted) == .none)
        #expect(machine.received(.end) == .none)
        #expect(machine.received(.synchronized) == .finish("a", "23505"))
        #expect(machine.first == "b")
        #expect(machine.received(.completed) == .none)
        #expect(machine.received(.end) == .none)
        #expect(machine.received(.completed) == .prepared(7))
    }

    @Test func theFirstErrorIsTheOneThatCounts() {
        var machine = machine(units: "a")
        _ = machine.received(.failed(failure))
        _ = machine.received(.end)
        _ = machine.received(.failed(PostgresError(.server, "later")))
        _ = machine.received(.end)
        _ = machine.received(.aborted)
        _ = machine.received(.end)
        #expect(machine.received(.synchronized) == .finish("a", "23505"))
    }

    @Test func anErrorInPlaceOfTheEndIsTheServersGoodbye() {
        var machine = Machine()
        machine.begin("a")
        machine.sent(.execute(isVisible: true))
        machine.sent(.synchronize)
        _ = machine.received(.completed)
        _ = machine.received(.end)
        guard case .terminated(let error) = machine.received(.failed(failure)) else {
            Issue.record("not taken for a goodbye")
            return
        }
        #expect(error.sqlState == .uniqueViolation)
        // Whether it was committed is not known.
        #expect(machine.lost().map { $0.failure == nil } == [true])
    }

    @Test func repliesOutOfStepAreViolations() {
        var machine = machine(units: "a")
        #expect(machine.received(.end).isViolation)
        #expect(machine.received(.synchronized).isViolation)
        var empty = Machine()
        #expect(empty.received(.completed).isViolation)
        var open = self.machine(units: "a")
        _ = open.received(.completed)
        // The null after a result must come before the next result.
        #expect(open.received(.completed).isViolation)
    }

    @Test func whatIsLostKeepsItsOrderAndWhatWasReported() {
        var machine = machine(units: "a", "b", "c")
        _ = machine.received(.failed(failure))
        let lost = machine.lost()
        #expect(lost.map(\.work) == ["a", "b", "c"])
        #expect(lost.map { $0.failure?.sqlState } == [.uniqueViolation, nil, nil])
        #expect(machine.count == 0 && !machine.expectsReply)
    }
}

extension PipelineStateMachine<String>.Action {
    var isViolation: Bool {
        if case .violation = self { return true }
        return false
    }

    /// Enough of an equality for tests: errors by their state.
    static func == (left: Self, right: Comparable) -> Bool {
        switch (left, right) {
        case (.none, .none): true
        case (.prepared(let left), .prepared(let right)), (.notPrepared(let left), .notPrepared(let right)): left == right
        case (.deliver(let left), .deliver(let right)): left == right
        case (.finish(let left, let failure), .finish(let right, let state)):
            left == right && failure?.sqlState?.rawValue == state
        default: false
        }
    }

    enum Comparable {
        case none
        case prepared(Int)
        case notPrepared(Int)
        case deliver(to: String)
        case finish(String, String?)
    }
}
