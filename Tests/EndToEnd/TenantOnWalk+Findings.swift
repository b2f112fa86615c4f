import Contracts
import Foundation
import Hosting
import Terms
import TestSupport

/// How a walk has ended: what must be the same to the byte, and who was told what.
extension TenantOnWalk {
    /// The end of a walk, as text.
    struct Findings: Equatable {
        /// The ledger, every statement, the claims, credits, outages and incidents; see ``WalkCanon`` for what is left out.
        var text: String

        /// What another walk has besides or lacks, a member a line.
        func difference(from other: Findings) -> String {
            let changes = Self.members(text).difference(from: Self.members(other.text))
            return changes.map { change in
                switch change {
                case .insert(let offset, let text, _): "+ \(offset): \(text)"
                case .remove(let offset, let text, _): "- \(offset): \(text)"
                }
            }.joined(separator: "\n")
        }

        private static func members(_ text: String) -> [String] {
            text.split(separator: "\n").flatMap { $0.split(separator: ", ") }.map { String($0) }
        }
    }

    /// How long after the story's window others end that are compared: rolling windows go on past every day of the test's run.
    private static let followingSeconds: Int64 = 30 * 86_400

    /// What the API and the ledger say.
    func findings() async throws -> Findings {
        let last = try require(Instant(rfc3339: plot.windowEnd), "the window's end").advanced(by: Self.followingSeconds)
        var canon = WalkCanon(story: last.advanced(by: 86_400))
        var parts: [String] = []
        let month = plot.down.from.prefix(7)
        let paths = [
            "/v1/statements?service=\(plot.service)&month=\(month)", "/v1/claims", "/v1/credits", "/v1/exclusions",
            "/v1/outages?service=\(plot.service)", "/v1/incidents",
        ]
        for path in paths {
            let page = try await sees(path, path, as: admin) { $0["data"] }
            // Of statements those of the story and the month that follows, of outages none that were withdrawn in favour of others, in the
            // order of their scopes, starts and components.
            let kept = (page.items ?? []).filter {
                ($0["window"]?["to"]?.text ?? plot.windowEnd) <= last.description && $0["state"]?.text != "withdrawn"
            }.sorted { Self.order($0) < Self.order($1) }
            parts.append("\(path.prefix { $0 != "?" }):\n" + kept.map { canon.text($0) }.joined(separator: "\n"))
        }
        parts.append("ledger:\n" + (try await ledger(&canon)))
        return Findings(text: parts.joined(separator: "\n"))
    }

    private static func order(_ node: Node) -> String {
        let members = [node["scope"], node["started_at"], node["component"], node["commitment"], node["window"]?["to"]]
        return members.map { $0?.text ?? "" }.joined(separator: " ")
    }

    /// Every entry, in the order of the postings, with what follows from them: balances, limits, invoices.
    private func ledger(_ canon: inout WalkCanon) async throws -> String {
        let database = try await StackDatabase(stack, service: "claims").connect()
        let of = "where tenant_id = '\(id.uuid)'"
        let queries = [
            """
            select kind, line, account, coalesce(invoice, ''), currency, amount_minor,
                dense_rank() over (order by posting_id), dense_rank() over (order by credit_id)
            from ledger_entries \(of) order by posting_id, line
            """,
            "select state, currency, amount_minor, remaining_minor, voided_minor from credits \(of) order by id",
            """
            select currency, period, period_start, period_end, base_minor, cap_percent, cap_minor, limit_minor, credited_minor
            from credit_limits \(of) order by period, period_start
            """,
            "select invoice, currency, due_minor, credited_minor from invoices \(of) order by invoice",
        ]
        var lines: [String] = []
        for query in queries {
            lines += try await database.run(query).map { row in row.map { $0 ?? "-" }.joined(separator: " ") }
        }
        return lines.map { canon.name($0) }.joined(separator: "\n")
    }
}
