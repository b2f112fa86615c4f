import Contracts
import Terms

/// What became of a message of an Alertmanager.
struct AlertReport: Sendable {
    /// What became of the alerts that are about a service.
    let intake: IntakeReport
    /// Alerts that name no service: they are about something else.
    let ignored: Int
    /// Alerts that the sender left out.
    let truncated: Int64
}

extension AlertMessage {
    /// The outages that the alerts declare. A condition is one outage from when it began to fire to when it was resolved, however
    /// often it is told: its labels and its beginning name it.
    func outages(_ definitions: Definitions, at now: Instant) -> (Batch, AlertReport) {
        var intake = Intake(definitions: definitions, now: now)
        var ignored = 0
        for (index, alert) in alerts.enumerated() {
            guard let service = alert.service else {
                ignored += 1
                continue
            }
            let parts = definitions.service(service)?.current.components ?? []
            let only = parts.count == 1 ? parts[0].key : nil
            intake.outage(
                index, service: service, component: alert.component ?? only ?? "",
                id: "alert:\(alert.fingerprint):\(alert.from)", revision: alert.revision, from: alert.from, to: alert.to,
                withdrawn: false)
        }
        let report = intake.report
        return (intake.finish(), AlertReport(intake: report, ignored: ignored, truncated: truncated))
    }
}

extension AlertMessage.Alert {
    /// Which of two tellings stands: that it is over over that it fires, and of two ends (two Alertmanagers may see different
    /// ones) the later.
    fileprivate var revision: Int64 { to.map { max(2, $0) } ?? 1 }
}
