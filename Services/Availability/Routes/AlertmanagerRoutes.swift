import Chassis
import Contracts
import HTTPTypes
import Logging
import Terms

/// `POST /v1/alertmanager`: the webhook of a Prometheus Alertmanager. An alert whose labels name a service is an outage of it.
///
/// Its sender repeats what is answered with 5xx, and drops what is answered with 4xx.
struct AlertmanagerRoutes: Sendable {
    /// Bytes of a message: some thousands of alerts; Alertmanager's `max_alerts` keeps it smaller.
    private static let maximumBytes = 4 << 20

    let chassis: Chassis
    let ingest: Ingest

    var routes: [Route] {
        [
            Route(
                .post, "/v1/alertmanager", roles: .scrapers, body: .json(maximumBytes: Self.maximumBytes), handler: take)
        ]
    }

    private struct Answer: Encodable {
        let accepted: Int
        let ignored: Int
        let unknown: Int
        let truncated: Int64
        let rejected: [Rejection]
        let rejectedCount: Int

        init(_ report: AlertReport) {
            accepted = report.intake.accepted
            ignored = report.ignored
            unknown = report.intake.unknown
            truncated = report.truncated
            rejected = report.intake.rejected.map(Rejection.init)
            rejectedCount = report.intake.rejectedCount
        }
    }

    private func take(_ request: APIRequest) async throws -> Reply {
        let message: AlertMessage
        do throws(IntakeError) {
            message = try AlertMessage(request.document)
        } catch {
            throw error.problem
        }
        let now = chassis.clock.now
        let report = try await ingest.take(request.tenant, from: request.caller.principal) { entry, _ in
            let (batch, report) = message.outages(entry.definitions, at: now)
            return (batch, report.intake, report)
        }
        if report.truncated > 0 {
            chassis.logger.warning(
                "an Alertmanager left alerts out", metadata: ["left_out": "\(report.truncated)"])
        }
        return try .accepted(Answer(report))
    }
}
