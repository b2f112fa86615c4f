import ArgumentParser

/// The command line of Pledge.
@main
struct Pledge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pledge",
        abstract: "Keeps the promises in service level agreements.",
        subcommands: [
            Up.self, Down.self, Status.self, Logs.self, Stop.self, Start.self, DeadLetterCommands.self, Reset.self,
            AgreementCommands.self, BacktestCommands.self, Fuzz.self, MakeSecrets.self, VerifyChain.self, LoadDemo.self,
            Walk.self, RunTests.self,
            Bench.self,
        ])
}
