import Clinux
import Foundation
import Glibc

/// Takes in the descendants that lost their parents, as a killed database server's backends do, and lets none of them stay a zombie or
/// outlive this process unseen.
public struct OrphanReaper {
    private var seen: Set<Int32> = []

    /// Makes orphaned descendants children of this process.
    public init() { _ = pledge_become_subreaper() }

    /// Reaps zombies that were there at the last call already: a child that somebody waits for is reaped at once, never that late.
    public mutating func reap() {
        let zombies = ProcessIdentity.children(of: getpid()).filter { ProcessIdentity(pid: $0) == nil }
        for pid in zombies where seen.contains(pid) {
            var status: Int32 = 0
            waitpid(pid, &status, WNOHANG)
        }
        seen = Set(zombies)
    }

    /// Kills whatever children are left.
    public func killRemaining() {
        for pid in ProcessIdentity.children(of: getpid()) { kill(pid, SIGKILL) }
    }
}
