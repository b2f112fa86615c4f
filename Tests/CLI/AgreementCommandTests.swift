import Contracts
import Foundation
import Terms
import Testing

/// Lint and diff through the program, as a person types them.
@Suite struct AgreementCommandTests {
    private let program: BacktestProgram

    init() throws { program = try BacktestProgram() }

    private func zecto() throws -> String {
        try String(contentsOfFile: "\(program.folder)/\(BacktestProgram.agreement("zecto"))", encoding: .utf8)
    }

    /// Zecto's agreement without any interpretation or import warning.
    private func bare() throws -> String {
        var text = try zecto()
        for (start, end) in [("\ninterpretations:", nil), ("\nimport_warnings:", "\ndeclarations:")] {
            let from = try #require(text.range(of: start)).lowerBound
            text.removeSubrange(from..<(try end.map { try #require(text.range(of: $0)).lowerBound } ?? text.endIndex))
        }
        return text + "\n"
    }

    @Test(arguments: ["connect-engage", "infopromo", "zadarma", "zecto"])
    func theDemosAgreementsAreSettled(name: String) throws {
        let result = try program.run(["agreement", "lint", BacktestProgram.agreement(name)])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains(": 0 to decide, "))
    }

    @Test func findingsAreLinesWithPlacesAndProposals() throws {
        let file = try program.write("bare.yaml", bare())
        let result = try program.run(["agreement", "lint", file])
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n").map(String.init)
        let gap = try #require(lines.firstIndex { $0.contains("98.9% and 99.0%") })
        #expect(lines[gap].hasPrefix("\(file):"))
        #expect(lines[gap].hasSuffix(": warning tier_gap: Availability between 98.9% and 99.0% lies in no row of the table."))
        let place = lines[gap].dropFirst(file.count + 1).split(separator: ":").prefix(2).compactMap { Int($0) }
        #expect(place.count == 2)
        #expect(lines[gap + 1] == "    proposed interpretation:")
        #expect(lines[gap + 2] == "      - clause: S2-5.2")
        #expect(lines.contains { $0.contains("error impossible_date: 17/111/2025") })
        #expect(lines.last == "\(file): 5 to decide, 0 settled, 0 notes")
    }

    @Test func findingsAreAlsoJSON() throws {
        let result = try program.run(["agreement", "lint", "--json", "--service", "voice", BacktestProgram.agreement("zecto")])
        #expect(result.status == 1)
        let findings = try PledgeJSON.decode(LintResource.self, from: result.output).findings
        #expect(findings.contains { $0.code == .tierGap && $0.settledBy == "tier-gap" && $0.line != nil })
        #expect(findings.filter { $0.code == .unknownService }.map(\.pointer) == ["#/services/0/key"])
    }

    @Test func whatCannotBeReadIsToldWithItsPlaces() throws {
        let file = try program.write("broken.yaml", zecto().replacing("target: \"99.9\"", with: "target: \"999\""))
        for command in [["agreement", "lint", file], ["agreement", "diff", file, file]] {
            let result = try program.run(command)
            #expect(result.status == 1)
            #expect(result.errors.contains(": error #/commitments/0/target: "))
            #expect(result.output.isEmpty)
        }
        #expect(try program.run(["agreement", "lint", "nowhere.yaml"]).errors == "pledge: nowhere.yaml cannot be read\n")
    }

    @Test func changesAreToldByTheirEffect() throws {
        let old = BacktestProgram.agreement("zecto")
        let same = try program.run(["agreement", "diff", old, old])
        #expect(same.status == 0)
        #expect(same.output == "Nothing differs.\n")
        let better = try program.write("better.yaml", zecto().replacing("target: \"99.9\"", with: "target: \"99.95\""))
        #expect(try program.run(["agreement", "diff", old, better]).status == 0)
        let result = try program.run(["agreement", "diff", better, old])
        #expect(result.status == 1)
        #expect(result.output.contains("reduction Uptime Guarantee: target (S2-2.1): Less availability is promised."))
        #expect(result.output.contains("    - 99.95\n    + 99.9\n1 reduction\n"))
        let json = try program.run(["agreement", "diff", "--json", better, old])
        let diff = try PledgeJSON.decode(AgreementDiffResource.self, from: json.output)
        #expect(diff.isReduction)
        #expect(diff.changes.map(\.from) == ["#/commitments/0/target"])
    }

    /// Whatever `docs/agreements.md` tells people to type.
    @Test func theDocumentedCommandsWork() throws {
        let text = try String(contentsOfFile: "\(program.folder)/docs/agreements.md", encoding: .utf8)
        let commands = text.split(separator: "\n").filter { $0.hasPrefix("./pledge agreement") }
        #expect(commands.count == 3)
        _ = try program.write("draft.yaml", zecto().replacing("target: \"99.9\"", with: "target: \"99.95\""))
        for command in commands {
            let result = try program.run(command.split(separator: " ").dropFirst().map(String.init))
            #expect(result.status == 0, "\(command): \(result.output)\(result.errors)")
        }
    }
}
