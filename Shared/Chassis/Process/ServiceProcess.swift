import Contracts
import Foundation

/// The process of a service: `serve` (what it does unless told otherwise), `migrate`, `config`.
///
///     @main struct App {
///         static func main() async { await ServiceProcess.main(.agreements) }
///     }
public enum ServiceProcess {
    /// Runs the subcommand that the arguments name, and ends the process with its status: 0, 1 for a failure, 2 for a
    /// mistake in arguments or configuration.
    public static func main(_ definition: ServiceDefinition) async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        exit(await run(definition, arguments: arguments, environment: ProcessInfo.processInfo.environment))
    }

    /// Runs a subcommand and returns the status that the process should end with.
    public static func run(
        _ definition: ServiceDefinition, arguments: [String], environment: [String: String]
    ) async -> Int32 {
        do {
            switch arguments {
            case [], ["serve"]:
                try await serve(
                    definition, configuration: ServiceConfiguration(service: definition.name, environment: environment))
            case ["migrate"]:
                try await migrate(
                    definition, configuration: ServiceConfiguration(service: definition.name, environment: environment))
            case ["config"]:
                print(ConfigurationTable.text(for: definition.name), terminator: "")
            case ["config", "--markdown"]:
                print(ConfigurationTable.markdown(), terminator: "")
            default:
                complain("usage: pledge-\(definition.name.rawValue) [serve | migrate | config [--markdown]]")
                return 2
            }
            return 0
        } catch let error as ConfigurationError {
            complain(error.description)
            return 2
        } catch {
            complain("pledge-\(definition.name.rawValue): \(error)")
            return 1
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
