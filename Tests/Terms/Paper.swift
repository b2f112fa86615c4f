import Contracts
import Foundation

@testable import Terms

/// A small agreement for a test, of which the interesting part is given.
enum Paper {
    static func document(
        commitment: String = "", remedy: String = "", more: String = "", calendars: String = "", zone: String = "Asia/Karachi"
    ) throws -> AgreementDocument {
        let text = """
            format: pledge-agreement/1
            key: paper
            title: Paper
            provider: Provider
            edition: "1"
            published: 2026-01-01
            published_as_written: 1 January 2026
            source: a test
            time_zone: \(zone)
            clauses:
              - {id: P-1, heading: Uptime, text: We are up.}
              - {id: P-2, heading: Credits, text: We pay.}
              - {id: P-3, heading: Limits, text: Not too much.}
            calendars:
              - key: office
                weekly:
                  mon: [["09:00", "18:00"]]
                  tue: [["09:00", "18:00"]]
                  wed: [["09:00", "18:00"]]
                  thu: [["09:00", "18:00"]]
                  fri: [["09:00", "18:00"]]
            \(indented(calendars, by: 2))
            plans:
              - {key: basic, title: Basic}
              - {key: premium, title: Premium}
            services:
              - {key: api, title: API}
              - {key: voice, title: Voice}
            commitments:
              - id: uptime
                kind: availability
                title: Uptime
                clause: P-1
                strength: guarantee
                services: [api, voice]
            \(indented(commitment.isEmpty ? usual : commitment, by: 4))
                remedy: credits
            remedies:
              - id: credits
                title: Credits
                clause: P-2
            \(indented(remedy.isEmpty ? tiers : remedy, by: 4))
            declarations:
              - {clause: P-3, title: Limits}
            \(more)
            """
        return try AgreementDocument(AgreementYAML.node(Data(text.utf8)))
    }

    /// How a commitment is usually judged.
    static let usual = """
        window: {kind: month}
        formula: {rule: excluded_counts_as_up}
        unknown_time: excluded
        target: "99.9"
        """

    private static let tiers = """
        schedule:
          tiers:
            - {below: "99.9", percent: "10"}
            - {below: "99", percent: "25"}
            - {below: "95", percent: "50"}
        """

    private static func indented(_ text: String, by spaces: Int) -> String {
        let indent = String(repeating: " ", count: spaces)
        return text.split(separator: "\n").map { indent + $0 }.joined(separator: "\n")
    }

    /// What reading a paper complains about.
    static func problems(commitment: String = "", remedy: String = "", more: String = "", calendars: String = "") -> [String] {
        do {
            _ = try document(commitment: commitment, remedy: remedy, more: more, calendars: calendars)
            return []
        } catch let problems as NodeProblems {
            return problems.problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }
}
