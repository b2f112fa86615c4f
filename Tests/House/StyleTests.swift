import Foundation
import TestSupport
import Testing

/// How files are to be written, as far as it can be checked.
@Suite struct StyleTests {
    /// Lines that nobody reads at one sitting.
    static let maximumLines = 350
    /// Half of all files are to be shorter than this.
    static let medianLines = 120

    /// Folders whose files are made by machines or taken from outside as they are.
    static func isGenerated(_ file: SourceFile) -> Bool { file.path.contains("/Vectors/") }

    @Test func filesAreShort() {
        let sizes = SourceFile.swift.filter { !Self.isGenerated($0) }.map { ($0.path, $0.lines.count) }
        for (path, lines) in sizes { #expect(lines <= Self.maximumLines, "\(path) has \(lines) lines") }
        let sorted = sizes.map(\.1).sorted()
        #expect(sorted[sorted.count / 2] < Self.medianLines)
    }

    /// Names of places on one machine say nothing on another.
    @Test func noFileNamesAPlaceOnOneMachine() {
        let places = ["work", "root", "home/user"].map { "/" + $0 + "/" }
        for file in SourceFile.all {
            for (number, line) in file.lines.enumerated() {
                for place in places where line.contains(place) && !Self.isPath(line, place) {
                    Issue.record("\(file):\(number + 1) names \(place)")
                }
            }
        }
    }

    /// `docs/work/` or `https://host/work/` is no place on a machine.
    private static func isPath(_ line: Substring, _ place: String) -> Bool {
        guard let range = line.range(of: place), range.lowerBound > line.startIndex else { return false }
        let before = line[line.index(before: range.lowerBound)]
        return before.isLetter || before.isNumber || "._-}".contains(before)
    }

    /// What ends the process, or hides that something could fail, has no place where input can reach it.
    @Test func nothingTrapsOnInput() {
        let traps = ["try" + "! ", " as" + "! ", "fatal" + "Error("]
        for file in SourceFile.swift where file.path.hasPrefix("Shared/") || file.path.hasPrefix("Services/") {
            for (number, line) in file.lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                for trap in traps where line.contains(trap) { Issue.record("\(file):\(number + 1) has \(trap)") }
            }
        }
    }

    /// Nothing is left for later, and nothing pretends to be there.
    @Test func nothingIsHalfDone() {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:"]
        for file in SourceFile.swift {
            for (number, line) in file.lines.enumerated() {
                for mark in marks where line.contains(mark) { Issue.record("\(file):\(number + 1) has \(mark)") }
            }
        }
    }

    /// Time, percent and money are exact.
    @Test func termsHaveNoFloatingPoint() {
        for file in SourceFile.swift where file.path.hasPrefix("Shared/Terms/") {
            for (number, line) in file.lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                #expect(!words.contains("Double") && !words.contains("Float"), "\(file):\(number + 1)")
            }
        }
    }

    @Test func everyFileIsFormatted() async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "format", "lint", "--strict", "--parallel", "-r", "Shared", "Services", "Tests", "Package.swift",
        ]
        process.currentDirectoryURL = SourceTree.root
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: output.prefix(4000), as: UTF8.self))")
    }
}
