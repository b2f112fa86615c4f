import Contracts
import Foundation
import Testing

@testable import Terms

/// Agreements to lint: the guide's example, and excerpts in their sources' own words without any interpretation.
enum LintSamples {
    static func document(_ yaml: String) throws -> AgreementDocument {
        try AgreementDocument(AgreementYAML.node(yaml.utf8))
    }

    /// The example of `docs/agreements.md`, with parts of it replaced.
    static func example(_ replacements: (String, String)...) throws -> AgreementDocument {
        var text = try exampleText()
        for (old, new) in replacements {
            try #require(text.contains(old), "the example has no '\(old)'")
            text = text.replacing(old, with: new, maxReplacements: 1)
        }
        return try document(text)
    }

    static func exampleText() throws -> String {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let guide = try String(contentsOf: root.appendingPathComponent("docs/agreements.md"), encoding: .utf8)
        return try String(#require(guide.components(separatedBy: "```").first { $0.hasPrefix("yaml\n") }).dropFirst(5))
    }

    /// Zadarma's availability, as published.
    static let zadarma = """
        format: pledge-agreement/1
        key: zadarma-sla
        title: Service Level and Quality Agreement
        provider: Zadarma
        edition: "1"
        published: 2022-11-02
        published_as_written: 02.11.2022
        source: Zadarma
        time_zone: UTC
        clauses:
          - id: S0-1
            heading: Service availability
            text: Zadarma provides uninterrupted availability of its services - 99,99% uptime regardless of the price plan.
          - id: S0-2
            heading: Service availability, window
            text: >-
              Uninterrupted service availability — the percentage of time within the last 180 days, when the main Zadarma
              telecommunication services were available for its clients with no interruptions. We calculate the service uptime
              using server equipment and program operation, all downtime is accounted within the set period of time (six months).
          - id: S0-3
            heading: Service availability, formula
            text: |-
              * Actual Monthly Uptime Percentage = (A-B+C)/A
              A = Total Monthly Time, B = Scheduled Downtime, C = Excluded Monthly Times
          - id: S0-12
            heading: Agreement update
            text: Agreement publishing date — 02.11.2022
        services:
          - {key: telephony, title: Telephony}
        commitments:
          - id: uptime
            kind: availability
            title: Uptime
            clause: S0-1
            strength: guarantee
            services: [telephony]
            window: {kind: rolling-180d, clause: S0-2}
            formula: {rule: excluded_counts_as_up, clause: S0-3}
            unknown_time: excluded
            target: "99.99"
        declarations:
          - {clause: S0-12, title: Publishing date}
        """

    /// Infopromo's levels, credits and claims, as published.
    static let infopromo = """
        format: pledge-agreement/1
        key: infopromo-sla
        title: Service Level Agreement
        provider: Infopromo
        edition: "1"
        published: 2024-01-01
        published_as_written: undated
        source: Infopromo
        time_zone: UTC
        clauses:
          - {id: S1-1, heading: Service Availability, text: "Downtime is calculated on a monthly basis. Standard Plan: 99.9% uptime"}
          - {id: S1-3, heading: Level 1, text: "resolution within 24 hours"}
          - {id: S1-4, heading: Level 2, text: "resolution within 72 hours"}
          - {id: S1-5, heading: Level 3, text: "resolution within 1-12 hours"}
          - {id: S1-12, heading: Uptime Failure, text: "a 10% service credit of your monthly fees for every 1% of downtime"}
          - {id: S1-14, heading: Claim Process, text: "you must notify us within 7 days of the service failure"}
        calendars:
          - {key: always, always: true}
        services:
          - {key: voice, title: Voice}
        commitments:
          - id: uptime
            kind: availability
            title: Uptime
            clause: S1-1
            strength: guarantee
            services: [voice]
            window: {kind: month}
            formula: {rule: excluded_counts_as_up}
            unknown_time: excluded
            target: "99.9"
            remedy: credits
        remedies:
          - id: credits
            title: Credits
            clause: S1-12
            schedule:
              proportional: {every: "1", percent: "10", measured_from: downtime, counting: pro_rata}
            claim:
              clause: S1-14
              deadline: {days: 7, from: last_outage_end}
              channels: [portal]
              approval: {required: true}
              applied_to: next_invoice
        priorities:
          - {key: level-1, title: Level 1, clause: S1-3, definition: Total failure, classified_by: customer}
          - {key: level-2, title: Level 2, clause: S1-4, definition: Partial failure, classified_by: customer}
          - {key: level-3, title: Level 3, clause: S1-5, definition: General issues, classified_by: customer}
        support:
          - key: all
            title: Support
            clause: S1-3
            calendar: always
            targets:
              - {clause: S1-3, priority: level-1, measure: resolution, within: PT24H, strength: target}
              - {clause: S1-4, priority: level-2, measure: resolution, within: PT72H, strength: target}
              - {clause: S1-5, priority: level-3, measure: resolution, within: PT12H, strength: target}
        """
}

extension [LintFinding] {
    /// Codes and clauses, in order: `tier_gap S2-5.2`.
    var summary: [String] {
        map { "\($0.code.rawValue) \($0.clause ?? "-")" }
    }

    func only(_ code: LintCode) -> [LintFinding] {
        filter { $0.code == code }
    }
}
