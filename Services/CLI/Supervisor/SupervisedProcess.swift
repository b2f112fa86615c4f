import Glibc
import Hosting

/// A process that the supervisor keeps running.
struct SupervisedProcess: Sendable {
    /// Its name in `status`, `logs` and messages.
    let name: String
    /// What to run; asked at every start, so that lost folders and settings files are made again.
    let command: @Sendable () throws -> Command
    /// The file that its output goes to.
    let logFile: String
    /// The port that people reach it by; `nil` when there is none.
    var port: Int?
    /// The signal that asks it to end.
    var stopSignal = SIGTERM
    /// How long it may take to end before it is killed: a service drains for up to half a minute.
    var stopGraceSeconds = 35.0
    /// True when it can do its work.
    let isReady: @Sendable () async -> Bool
    /// True while it is not hung; `nil` when there is nothing to ask.
    var isAlive: (@Sendable () async -> Bool)?
}
