import ArgumentParser
import Contracts
import Foundation
import Terms

/// An agreement document in a file.
struct AgreementFile {
    /// The path, as it was typed.
    let name: String
    /// What it says.
    let document: AgreementDocument

    /// One byte more than the reader takes, so that it says so.
    private static let bytesMaximum = AgreementYAML.limits.bytesMaximum + 1

    /// Reads a file. What is wrong with it is printed, a line a problem as `file:line:column: error`, and ends the command.
    init(_ name: String) throws(ExitCode) {
        self.name = name
        guard let handle = try? FileHandle(forReadingFrom: URL(filePath: TypedPath.absolute(name))),
            let bytes = try? handle.read(upToCount: Self.bytesMaximum) ?? Data()
        else { throw Self.failure(["pledge: \(name) cannot be read"]) }
        do throws(NodeProblems) {
            document = try AgreementDocument(AgreementYAML.node(bytes))
        } catch {
            throw Self.failure(error.problems.map { "\(Self.place(name, $0.place)): error \($0.pointer): \($0.detail)" })
        }
    }

    private static func failure(_ lines: [String]) -> ExitCode {
        FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
        return .failure
    }

    /// Where something stands, as editors understand it: `file:line:column`.
    static func place(_ name: String, _ place: Node.Place?) -> String {
        place.map { "\(name):\($0.line):\($0.column)" } ?? name
    }
}
