import Testing

@testable import Terms

/// Each rule on the guide's example with one thing changed.
@Suite struct LintRuleTests {
    private func found(_ replacements: (String, String), catalogue: Set<String>? = nil) throws -> [LintFinding] {
        try AgreementLint.findings(LintSamples.example(replacements), catalogue: catalogue).filter { $0.severity != .note }
    }

    @Test func lessForWorse() throws {
        let findings = try found((#"{below: "99", percent: "25"}"#, #"{below: "99", percent: "5"}"#))
        #expect(findings.summary == ["inverted_levels A-3"])
        #expect(findings.first?.pointer == "#/remedies/0/schedule/tiers/1")
    }

    @Test func aTierThatNeverDecides() throws {
        let findings = try found((#"{below: "99", percent: "25"}"#, #"{below: "99", percent: "10"}"#))
        #expect(findings.summary == ["unreachable A-3"])
    }

    @Test func aTierTwice() throws {
        let line = #"- {below: "99", percent: "25"}"#
        let findings = try found((line, "\(line)\n        \(line)"))
        #expect(findings.map(\.pointer) == ["#/remedies/0/schedule/tiers/2"])
    }

    @Test func aTierAboveTheTarget() throws {
        let findings = try found((#"{below: "99.95", percent: "10"}"#, #"{below: "99.99", percent: "10"}"#))
        #expect(findings.summary == ["unreachable A-3"])
    }

    @Test func nothingBelowTheTarget() throws {
        let findings = try found((#"{below: "99.95", percent: "10"}"#, #"{below: "99.5", percent: "10"}"#))
        #expect(findings.summary == ["tier_gap A-3"])
    }

    @Test func aTargetThatIsAlwaysMet() throws {
        let findings = try found((#"target: "99.95""#, #"target: "0""#))
        #expect(findings.only(.cannotBeMissed).map(\.pointer) == ["#/commitments/0/target"])
    }

    @Test func aTargetThatCannotBeMet() throws {
        let document = try LintSamples.example(
            (#"target: "99.95""#, #"target: "100""#), ("unknown_time: excluded", "unknown_time: down"))
        #expect(AgreementLint.findings(document).only(.cannotBeMet).count == 1)
        let excluded = try LintSamples.example((#"target: "99.95""#, #"target: "100""#))
        #expect(AgreementLint.findings(excluded).only(.cannotBeMet).isEmpty)
    }

    @Test func aTargetThatItsClauseDoesNotPrint() throws {
        let findings = try found((#"target: "99.95""#, #"target: "99.99""#)).only(.targetDiffersFromWords)
        #expect(findings.map(\.sentence) == ["The target is 99.99%, and its clause prints 99.95%."])
    }

    @Test func anotherWindowThanTheWords() throws {
        let findings = try found(("{kind: month}", "{kind: quarter}"))
        #expect(findings.map(\.sentence) == ["The words name the month, and the window is quarter."])
        #expect(findings.first?.place?.line == 36)
    }

    @Test func aServiceThatTheCatalogueDoesNotHave() throws {
        let change = ("title: Acme Service", "title: Acme Service")
        #expect(try found(change, catalogue: ["web"]).summary == ["unknown_service A-1"])
        #expect(try found(change, catalogue: ["web", "api"]).isEmpty)
        #expect(try found(change, catalogue: nil).isEmpty)
    }

    @Test func aRemedyThatNothingGrants() throws {
        #expect(try found(("    remedy: credits\n", "")).summary == ["unreachable A-3"])
        #expect(try found(("strength: guarantee", "strength: target")).summary == ["unreachable A-3"])
    }

    @Test func aBudgetOfNothing() throws {
        let findings = try found(
            (
                "ground: scheduled_maintenance\n    clause: A-2\n    title: Announced maintenance\n    notice: PT48H",
                "ground: emergency_maintenance\n    clause: A-2\n    title: Repairs\n    cap: PT0S"
            ))
        #expect(findings.map(\.sentence) == ["\"Repairs\" has a budget of no time, and excludes nothing."])
    }

    @Test func moreThanTheWholeFee() throws {
        let tiers = "tiers:\n        - {below: \"99.95\", percent: \"10\"}\n        - {below: \"99\", percent: \"25\"}"
        let steps = #"proportional: {every: "1", percent: "5", measured_from: shortfall, counting: complete}"#
        let findings = try found((tiers, steps))
        #expect(
            findings.map(\.sentence) == ["No cap is stated, and with nothing available the credit comes to 495% of the fees."])
        #expect(try found((tiers, "\(steps)\n    cap: {percent: \"100\"}")).isEmpty)
    }

    @Test func anInterpretationOfSomethingElseSettlesNothing() throws {
        let findings = try found(("{kind: month}", "{kind: quarter}"))
        // The example interprets A-1, but says nothing of its window.
        #expect(findings.map(\.settledBy) == [nil])
        let document = try LintSamples.example(
            ("{kind: month}", "{kind: quarter}"), ("choice: Time without", "choice: The window is the quarter. Time without"))
        #expect(AgreementLint.findings(document).only(.windowContradiction).map(\.settledBy) == ["no-data"])
    }
}
