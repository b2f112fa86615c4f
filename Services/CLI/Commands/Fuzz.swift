import ArgumentParser
import Foundation

/// For maintainers: agreements that nobody would write, and measurements that nobody would make.
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz", abstract: "For maintainers: put broken agreements and random measurements through the kernel.",
        discussion: """
            Takes the demo's agreements, changes bytes, words, lines or parts of them, and puts the result through the decoder,
            lint, diff and the evaluator. Whatever can be read must be judged without a crash, and so that seconds add up to the
            window, availability lies in 0 to 1, no longer outage raises it, and no credit exceeds its cap.

            Examples:
              ./pledge fuzz --minutes 10
              ./pledge fuzz --seed 7 --first 12345 --iterations 1
            The document of the iteration that is under way stands in the file that is named first, should it crash.
            """)

    @Option(help: "How long, in minutes.")
    var minutes: Int?
    @Option(help: "How many documents; without it and without --minutes, 1000.")
    var iterations: UInt64?
    @Option(help: "Where the random numbers begin; the same seed makes the same documents.")
    var seed: UInt64 = 1
    @Option(help: "The first document of the seed's sequence.")
    var first: UInt64 = 0
    @Option(help: "The folder with the agreements to begin from.")
    var documents = "deploy/demo/agreements"

    func validate() throws {
        if let minutes, !(1...1440).contains(minutes) { throw ValidationError("--minutes is 1 to 1440.") }
    }

    func run() throws {
        let folder = documents == "deploy/demo/agreements" ? "\(StackOptions.home)/\(documents)" : TypedPath.absolute(documents)
        let current = FileManager.default.temporaryDirectory.appending(
            path: "pledge-fuzz-\(ProcessInfo.processInfo.processIdentifier).yaml")
        print("seed \(seed); the document under way: \(current.path)")
        var fuzz = try FuzzRun(folder: folder, seed: seed, current: current)
        let end = minutes.map { ContinuousClock.now + .seconds($0 * 60) }
        let last = iterations ?? (minutes == nil ? 1000 : .max)
        var number = first
        while number - first < last, end.map({ ContinuousClock.now < $0 }) ?? true {
            if let broken = fuzz.iterate(number) {
                print(
                    "iteration \(number): \(broken)\nseen again with: ./pledge fuzz --seed \(seed) --first \(number) --iterations 1"
                )
                throw ExitCode.failure
            }
            number += 1
        }
        try? FileManager.default.removeItem(at: current)
        print(
            "\(fuzz.tally.documents) documents: \(fuzz.tally.readable) could be read, \(fuzz.tally.statements) statements and "
                + "\(fuzz.tally.credits) credits worked out; nothing broke")
    }
}
