import Glibc
import Hosting

/// Held by the one supervisor of a state folder; the kernel lets go of it however the supervisor ends.
enum StackLock {
    /// Takes the lock for the rest of this process's life.
    ///
    /// - Throws: `HostingError` when another supervisor holds it.
    static func take(_ layout: StackLayout) throws {
        let descriptor = open("\(layout.run)/supervisor.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw HostingError(
                .notReady, "Another ./pledge is starting or stopping the stack in \(layout.state).",
                advice: "Wait for it, then try again.")
        }
    }
}
