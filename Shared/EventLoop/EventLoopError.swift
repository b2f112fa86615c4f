import Clibuv

/// What libuv refused to do, with its own words.
public struct EventLoopError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The (negative) libuv code, for example `UV_EEXIST`.
    public let code: Int32
    /// What was tried.
    public let operation: String

    init(code: Int32, operation: String) {
        self.code = code
        self.operation = operation
    }

    /// "uv_poll_init: file already exists (EEXIST)".
    public var description: String {
        "\(operation): \(String(cString: uv_strerror(code))) (\(String(cString: uv_err_name(code))))"
    }
}
