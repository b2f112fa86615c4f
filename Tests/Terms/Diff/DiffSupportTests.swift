import Testing

@testable import Terms

/// Changes of Infopromo's levels and claims, and of calendars.
@Suite struct DiffSupportTests {
    @Test(
        arguments: [
            ("within: PT24H", "within: PT12H", AgreementChange.Kind.improvement), ("within: PT24H", "within: PT25H", .reduction),
            ("measure: resolution, within: PT72H", "measure: resolution, within: PT72H, aim: PT4H", .improvement),
            ("days: 7", "days: 30", .improvement), ("days: 7", "days: 3", .reduction),
            ("from: last_outage_end", "from: window_end", .improvement),
            ("approval: {required: true}", "approval: {required: false}", .improvement),
            ("channels: [portal]", "channels: [portal, email]", .improvement),
            ("channels: [portal]", "channels: [email]", .mixed),
            (#"percent: "10", measured_from: downtime"#, #"percent: "10", measured_from: shortfall"#, .reduction),
            ("counting: pro_rata", "counting: complete", .reduction), ("counting: pro_rata", "counting: started", .improvement),
            ("classified_by: customer}", "classified_by: provider}", .reduction),
            ("      - {clause: S1-4, priority: level-2, measure: resolution, within: PT72H, strength: target}\n", "", .reduction),
            ("definition: Total failure", "definition: Any failure", .mixed),
            ("always: true", "weekly: {mon: [[\"09:00\", \"17:00\"]]}", .reduction),
        ])
    func byEffect(before: String, after: String, kind: AgreementChange.Kind) throws {
        let text = LintSamples.infopromo
        try #require(text.contains(before), "the excerpt has no '\(before)'")
        let old = try LintSamples.document(text)
        var replaced = text.replacing(before, with: after, maxReplacements: 1)
        if before.contains("S1-4") { replaced += "\ndeclarations:\n  - {clause: S1-4, title: Level 2}" }
        let new = try LintSamples.document(replaced)
        let changes = AgreementDiff.changes(from: old, to: new)
        #expect(changes.map(\.kind).filter { $0 != .neutral } == [kind], "\(changes)")
        let back = AgreementDiff.changes(from: new, to: old)
        #expect(changes.map(\.kind.fromTheOtherSide).sorted() == back.map(\.kind.rawValue).sorted())
    }

    @Test func aCalendarByAnotherNameIsTheSame() throws {
        let text = LintSamples.infopromo
        let renamed = text.replacing("key: always", with: "key: day-and-night").replacing(
            "calendar: always", with: "calendar: day-and-night")
        let changes = try AgreementDiff.changes(from: LintSamples.document(text), to: LintSamples.document(renamed))
        #expect(changes.allSatisfy { $0.kind == .neutral }, "\(changes)")
    }
}
