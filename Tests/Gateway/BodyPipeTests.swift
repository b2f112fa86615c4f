import NIOCore
import Testing

@testable import Gateway

@Suite("A body on its way")
struct BodyPipeTests {
    @Test("comes over whole and in order, a piece at a time")
    func order() async throws {
        let pipe = BodyPipe()
        async let sent: Void = {
            for number in 0..<100 { _ = await pipe.send(ByteBuffer(integer: UInt8(number))) }
            pipe.finish()
        }()
        var received: [UInt8] = []
        for try await piece in pipe { received += Array(piece.readableBytesView) }
        await sent
        #expect(received == Array(0..<100))
    }

    @Test("frees both sides when it breaks")
    func breaks() async {
        let pipe = BodyPipe()
        async let isTaken = pipe.send(ByteBuffer(string: "x"))
        pipe.abandon()
        #expect(await isTaken == false)
        #expect(await pipe.send(ByteBuffer(string: "y")) == false)
    }

    @Test("frees a writer that is cancelled")
    func cancels() async {
        let pipe = BodyPipe()
        let writer = Task { await pipe.send(ByteBuffer(string: "x")) }
        writer.cancel()
        #expect(await writer.value == false)
    }
}
