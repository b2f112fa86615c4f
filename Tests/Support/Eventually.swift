import Foundation

/// What was waited for did not come in time.
public struct NeverCame: Error, CustomStringConvertible {
    /// What it was.
    public let description: String

    /// Names what was waited for.
    public init(description: String) { self.description = description }
}

/// Waits for something that another process does: asks again and again until the answer is not `nil`.
///
/// - Parameters:
///   - what: named in the failure.
///   - seconds: the bound, far beyond what a loaded machine takes.
public func eventually<Value>(
    _ what: String, within seconds: Double = 60, _ ask: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
        if let value = try await ask() { return value }
        guard ContinuousClock.now < deadline else { throw NeverCame(description: "\(what) did not come within \(seconds) s") }
        try await Task.sleep(for: .milliseconds(50))
    }
}
