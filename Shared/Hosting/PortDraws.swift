import Foundation

/// The ports that a process has drawn lately and perhaps not taken yet.
final class PortDraws: @unchecked Sendable {
    /// More than wait to be taken at any time: a stack takes a dozen, and tests start a few dozen of those at once.
    static let remembered = 1024

    private let lock = NSLock()
    /// Guarded by `lock`; the latest last.
    private var ports: [Int] = []

    /// Notes these ports as drawn, unless one of them is already.
    ///
    /// - Returns: whether they are the caller's now.
    func reserve(_ wanted: [Int]) -> Bool {
        lock.withLock {
            guard !wanted.contains(where: ports.contains) else { return false }
            ports.append(contentsOf: wanted)
            ports.removeFirst(max(0, ports.count - Self.remembered))
            return true
        }
    }
}
