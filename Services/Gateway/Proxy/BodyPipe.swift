import NIOConcurrencyHelpers
import NIOCore

/// Hands a body over piece by piece, from the task that reads it to the client that sends it on, never holding more than one
/// piece: the slower side sets the pace, and memory stays flat.
final class BodyPipe: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private struct State {
        var piece: ByteBuffer?
        var isComplete = false
        var failure: (any Error)?
        var reader: CheckedContinuation<ByteBuffer?, any Error>?
        var writer: CheckedContinuation<Bool, Never>?
    }

    private let state = NIOLockedValueBox(State())

    /// Gives a piece, and waits until it is taken; false when nobody takes any more.
    func send(_ piece: ByteBuffer) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { writer in
                let (reader, isOpen) = state.withLockedValue { state -> (CheckedContinuation<ByteBuffer?, any Error>?, Bool?) in
                    if state.failure != nil { return (nil, false) }
                    if let reader = state.reader {
                        state.reader = nil
                        return (reader, true)
                    }
                    state.piece = piece
                    state.writer = writer
                    return (nil, nil)
                }
                reader?.resume(returning: piece)
                if let isOpen { writer.resume(returning: isOpen) }
            }
        } onCancel: {
            abandon()
        }
    }

    /// Says that the body is complete.
    func finish() {
        let reader = state.withLockedValue { state in
            state.isComplete = true
            return Self.take(&state.reader)
        }
        reader?.resume(returning: nil)
    }

    /// Breaks the pipe: both sides stop waiting. Without effect on a body that was sent whole.
    func abandon() {
        let (reader, writer) = state.withLockedValue { state in
            state.failure = CancellationError()
            return (Self.take(&state.reader), Self.take(&state.writer))
        }
        reader?.resume(throwing: CancellationError())
        writer?.resume(returning: false)
    }

    func makeAsyncIterator() -> Iterator { Iterator(pipe: self) }

    struct Iterator: AsyncIteratorProtocol {
        let pipe: BodyPipe

        mutating func next() async throws -> ByteBuffer? {
            try await pipe.next()
        }
    }

    private func next() async throws -> ByteBuffer? {
        enum Step {
            case piece(ByteBuffer, CheckedContinuation<Bool, Never>?)
            case end
            case failed(any Error)
            case wait
        }
        return try await withCheckedThrowingContinuation { reader in
            let step: Step = state.withLockedValue { state in
                if let piece = state.piece {
                    state.piece = nil
                    return .piece(piece, Self.take(&state.writer))
                }
                if state.isComplete { return .end }
                if let failure = state.failure { return .failed(failure) }
                state.reader = reader
                return .wait
            }
            switch step {
            case .piece(let piece, let writer):
                writer?.resume(returning: true)
                reader.resume(returning: piece)
            case .end: reader.resume(returning: nil)
            case .failed(let error): reader.resume(throwing: error)
            case .wait: break
            }
        }
    }

    private static func take<Value>(_ value: inout Value?) -> Value? {
        defer { value = nil }
        return value
    }
}
