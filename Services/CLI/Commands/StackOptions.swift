import ArgumentParser
import Foundation
import Hosting

/// The options of every command that deals with a stack.
struct StackOptions: ParsableArguments {
    @Option(help: "The folder that holds everything the stack makes.")
    var state = ".pledge"

    /// The source tree, as the launcher names it; without the launcher, the working folder.
    static var home: String {
        ProcessInfo.processInfo.environment["PLEDGE_HOME"] ?? FileManager.default.currentDirectoryPath
    }

    /// The state folder. The default one lies in the source tree; a path that was typed is taken from where it was typed.
    var statePath: String {
        TypedPath.absolute(state, from: state == ".pledge" ? Self.home : TypedPath.folder)
    }

    /// The layout of the stack in that folder, with the ports that it has, or had when it ran last.
    func layout(base: Int? = nil, configuration: String = "release") -> StackLayout {
        let remembered = try? String(contentsOfFile: "\(statePath)/config/base", encoding: .utf8)
        return StackLayout(
            home: Self.home, state: statePath, base: base ?? remembered.flatMap { Int($0) } ?? StackPorts.defaultBase,
            configuration: configuration)
    }

    /// The running stack.
    ///
    /// - Throws: a message when none runs.
    func running() throws -> RunningStack {
        guard let stack = RunningStack.find(in: statePath) else {
            throw HostingError(.notReady, "Nothing runs in \(statePath).", advice: "Start it: ./pledge up")
        }
        return stack
    }
}

extension AsyncParsableCommand {
    /// Runs `body`; a failure that has words for people is printed as those, and the exit code is 1.
    func reporting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as HostingError {
            FileHandle.standardError.write(Data("pledge: \(error)\n".utf8))
            throw ExitCode.failure
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            // Any small file may be the one that a full disk does not take.
            let full = HostingError(
                .storage, "\(error.filePath ?? "A file") could not be written: No space left on device.",
                advice: "Free some space on the disk, then run this again.")
            FileHandle.standardError.write(Data("pledge: \(full)\n".utf8))
            throw ExitCode.failure
        }
    }
}
