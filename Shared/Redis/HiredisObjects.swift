import Chiredis
import Glibc

extension HiredisLink {
    /// The parser's constructors, which build our values instead of `redisReply` trees. One table for the process: hiredis
    /// keeps the pointer.
    static let objectFunctions = ObjectFunctions()

    struct ObjectFunctions: @unchecked Sendable {
        let table: UnsafeMutablePointer<redisReplyObjectFunctions>

        init() {
            table = .allocate(capacity: 1)
            table.initialize(
                to: redisReplyObjectFunctions(
                    createString: makeString, createArray: makeArray, createInteger: makeInteger, createNil: makeNil,
                    // What the parser holds is only `placeholder`; the builder owns the values.
                    freeObject: { _ in }))
        }
    }
}

/// The parser wants an object that is not NULL, which would mean "out of memory". It looks into it in one case only: an
/// answer to nothing that was asked, which it takes for the end of the connection when the answer is an error, and aborts the
/// process otherwise. So every answer looks like an error to it.
nonisolated(unsafe) private let placeholder: UnsafeMutableRawPointer = {
    let reply = UnsafeMutablePointer<redisReply>.allocate(capacity: 1)
    var words = redisReply()
    words.type = REDIS_REPLY_ERROR
    words.str = strdup("an answer to nothing that was asked")
    reply.initialize(to: words)
    return UnsafeMutableRawPointer(reply)
}()

private func builder(_ task: UnsafePointer<redisReadTask>) -> ReplyBuilder {
    Unmanaged<ReplyBuilder>.fromOpaque(task.pointee.privdata).takeUnretainedValue()
}

private func makeString(
    _ task: UnsafePointer<redisReadTask>?, _ text: UnsafeMutablePointer<CChar>?, _ length: Int
) -> UnsafeMutableRawPointer? {
    guard let task else { return nil }
    let bytes = UnsafeRawBufferPointer(start: text, count: length)
    switch task.pointee.type {
    case REDIS_REPLY_STATUS: builder(task).add(.status(String(decoding: bytes, as: UTF8.self)))
    case REDIS_REPLY_ERROR: builder(task).add(.error(String(decoding: bytes, as: UTF8.self)))
    default: builder(task).add(.bytes([UInt8](bytes)))
    }
    return placeholder
}

private func makeArray(_ task: UnsafePointer<redisReadTask>?, _ count: Int32) -> UnsafeMutableRawPointer? {
    guard let task else { return nil }
    builder(task).beginArray(count: Int(count))
    return placeholder
}

private func makeInteger(_ task: UnsafePointer<redisReadTask>?, _ value: Int64) -> UnsafeMutableRawPointer? {
    guard let task else { return nil }
    builder(task).add(.integer(value))
    return placeholder
}

private func makeNil(_ task: UnsafePointer<redisReadTask>?) -> UnsafeMutableRawPointer? {
    guard let task else { return nil }
    builder(task).add(.null)
    return placeholder
}
