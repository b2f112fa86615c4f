import EventLoop
import Foundation

extension MetricsRegistry {
    /// What the process itself costs, and how late its loop is.
    public func collectProcess(loop: EventLoop) {
        let start = Double(MachineTime.unix().seconds)
        collectGauge("process_start_time_seconds", help: "When the process started, Unix time.") { [Sample(start)] }
        collectGauge("process_resident_memory_bytes", help: "Memory in RAM.") {
            Self.residentBytes().map { [Sample($0)] } ?? []
        }
        collectCounter("process_cpu_seconds_total", help: "Processor time spent.") {
            [Sample(Double(MachineTime.processorNanoseconds()) / 1e9)]
        }
        collectGauge("process_open_fds", help: "Open file descriptors.") {
            let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            return open.map { [Sample(Double($0))] } ?? []
        }
        collectGauge("event_loop_lag_seconds", help: "How late the loop of Postgres and Redis ran its timer, latest and worst.") {
            let lag = loop.readLag()
            return [
                Sample(Double(lag.latestMicroseconds) / 1e6, labels: [("which", "latest")]),
                Sample(Double(lag.maximumMicroseconds) / 1e6, labels: [("which", "maximum")]),
            ]
        }
    }

    /// The resident set in bytes; nil where /proc does not say.
    static func residentBytes() -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
}
