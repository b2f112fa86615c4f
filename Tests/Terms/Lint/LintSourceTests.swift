import Contracts
import Foundation
import Testing

@testable import Terms

/// What lint finds in the source agreements, and that it finds nothing in a sound one.
@Suite struct LintSourceTests {
    @Test func aSoundAgreementHasNothingToDecide() throws {
        let findings = try AgreementLint.findings(LintSamples.example(), catalogue: ["api"])
        #expect(findings.allSatisfy { $0.severity == .note }, "\(findings.map(\.sentence))")
    }

    @Test func zectosFindingsAreAllSettled() throws {
        let findings = try AgreementLint.findings(Demo.document("zecto"), catalogue: ["cpaas"])
        let gap = try #require(findings.only(.tierGap).first)
        #expect(gap.sentence == "Availability between 98.9% and 99.0% lies in no row of the table.")
        #expect(gap.clause == "S2-5.2")
        #expect(gap.settledBy == "tier-gap")
        #expect(gap.place != nil)
        let proposal = try #require(gap.proposal)
        #expect(proposal.choice == "Rows are half open; from 95.0% up to but not including 99.0% the credit is 25%.")
        #expect(findings.only(.tierOverlap).map(\.settledBy) == ["target-edge"])
        #expect(findings.only(.impossibleDate).map(\.clause) == ["S2-10.3"])
        #expect(findings.only(.impossibleDate).map(\.settledBy) == ["history-date"])
        #expect(findings.only(.earlyDeadline).map(\.settledBy) == ["claim-deadline"])
        #expect(findings.only(.allowanceDiffers).map(\.settledBy) == ["printed-allowance"])
        #expect(findings.filter(\.isOpen).isEmpty, "\(findings.filter(\.isOpen).map(\.sentence))")
        #expect(findings.count == 5, "\(findings.map(\.sentence))")
    }

    /// What its import warnings say of a printed figure and a date stays settled.
    @Test func zectosFindingsAreOpenWithoutItsInterpretations() throws {
        let document = try Demo.document("zecto").with(interpretations: [])
        let findings = AgreementLint.findings(document)
        #expect(
            findings.filter(\.isOpen).summary == ["tier_gap S2-5.2", "tier_overlap S2-5.2", "early_deadline S2-5.3d"])
        let settled = findings.filter { !$0.isOpen }
        #expect(settled.summary == ["allowance_differs S2-2.2", "impossible_date S2-10.3"])
        #expect(settled.map(\.settledBy) == ["#/import_warnings/1", "#/import_warnings/0"])
    }

    @Test func zadarmasFormulaAndWindowAreFound() throws {
        let findings = try AgreementLint.findings(LintSamples.document(LintSamples.zadarma))
        let formula = try #require(findings.only(.cannotBeMissed).first)
        #expect(formula.clause == "S0-3")
        #expect(formula.sentence.contains("unplanned downtime never lowers it"))
        #expect(formula.sentence.contains("excluded monthly times can push it over 100%"))
        let window = try #require(findings.only(.windowContradiction).first)
        #expect(window.sentence == "The words name 3 windows: the last 180 days, month, 6 months.")
        let date = try #require(findings.only(.ambiguousDate).first)
        #expect(date.pointer == "#/published_as_written")
        #expect(date.clause == "S0-12")
        #expect(date.proposal?.choice == "The printed date 02.11.2022 is 2022-11-02.")
        #expect(findings.only(.missingZone).map(\.severity) == [.note])
        #expect(findings.count == 4, "\(findings.map(\.sentence))")
    }

    @Test func infopromosInvertedLevelIsFound() throws {
        let findings = try AgreementLint.findings(LintSamples.document(LintSamples.infopromo))
        let inverted = try #require(findings.only(.invertedLevels).first)
        #expect(inverted.clause == "S1-5")
        #expect(
            inverted.sentence
                == "Level 3 is less urgent, and its resolution is promised within PT12H, sooner than that of Level 1 (PT24H) and Level 2 (PT72H)."
        )
        #expect(inverted.pointer == "#/support/0/targets/2/within")
        #expect(findings.filter(\.isOpen).summary == ["missing_cap S1-12", "early_deadline S1-14", "inverted_levels S1-5"])
    }

    @Test(arguments: ["zecto", "zadarma", "infopromo"])
    func everyProposalSettlesItsFinding(name: String) throws {
        let document =
            switch name {
            case "zadarma": try LintSamples.document(LintSamples.zadarma)
            case "infopromo": try LintSamples.document(LintSamples.infopromo)
            default: try Demo.document(name).with(interpretations: [])
            }
        let proposals = AgreementLint.findings(document).compactMap(\.proposal)
        #expect(!proposals.isEmpty)
        let settled = try AgreementLint.findings(document.with(interpretations: proposals))
        #expect(settled.filter { $0.settledBy == nil }.isEmpty)
        #expect(settled.count == proposals.count)
    }

    /// What is known to be odd in the four sources, and how the demo's documents settle it.
    @Test(
        arguments: [
            ("connect-engage", []),
            (
                "infopromo",
                [
                    "missing_zone S1-2: time-zone", "early_deadline S1-14: claim-deadline",
                    "inverted_levels S1-5: inverted-level-3",
                ]
            ),
            (
                "zadarma",
                [
                    "ambiguous_date S0-12: #/import_warnings/0", "missing_zone S0-2: time-zone", "cannot_be_missed S0-3: formula",
                    "window_contradiction S0-2: period",
                ]
            ),
            (
                "zecto",
                [
                    "allowance_differs S2-2.2: printed-allowance", "tier_gap S2-5.2: tier-gap",
                    "tier_overlap S2-5.2: target-edge",
                    "early_deadline S2-5.3d: claim-deadline", "impossible_date S2-10.3: history-date",
                ]
            ),
        ])
    func theSourcesOddities(name: String, expected: [String]) throws {
        let findings = try AgreementLint.findings(Demo.document(name))
        #expect(zip(findings.summary, findings).map { "\($0): \($1.settledBy ?? "open")" } == expected)
    }

    @Test func placesAreKnownWhereTheTextIs() throws {
        let document = try Demo.document("zecto")
        let findings = AgreementLint.findings(document)
        #expect(findings.allSatisfy { $0.place != nil })
        let places = findings.compactMap { $0.place.map { ($0.line, $0.column) } }
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 })
        let stored = try PledgeJSON.decode(AgreementDocument.self, from: PledgeJSON.encode(document))
        let again = AgreementLint.findings(stored)
        #expect(again.allSatisfy { $0.place == nil })
        #expect(Set(again.map(\.sentence)) == Set(findings.map(\.sentence)))
    }
}

extension AgreementDocument {
    /// The same document with other interpretations.
    func with(interpretations: [ProposedInterpretation]) throws -> AgreementDocument {
        guard case .map(let members) = node.value else { return self }
        let list = interpretations.enumerated().map { index, one in
            Node(
                .map([
                    .init("id", Node(.string("i-\(index)"))), .init("clause", Node(.string(one.clause))),
                    .init("choice", Node(.string(one.choice))), .init("alternative", Node(.string(one.alternative))),
                    .init("why", Node(.string(one.why))),
                ]))
        }
        let others = members.filter { $0.key != "interpretations" }
        return try AgreementDocument(Node(.map(others + [.init("interpretations", Node(.list(list)))])))
    }
}
