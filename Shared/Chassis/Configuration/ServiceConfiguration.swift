import Contracts
import Foundation

/// The configuration of one service: every key read, checked and kept; nothing is read later.
public struct ServiceConfiguration: Sendable {
    /// Whose configuration it is.
    public let service: ServiceName
    /// What an operator should know: unknown keys, a default that is not for production.
    public let warnings: [String]
    private let values: [String: any Sendable]

    /// Reads the configuration of a service.
    ///
    /// - Parameters:
    ///   - environment: variables, which come before the file.
    ///   - service: whose configuration.
    /// - Throws: ``ConfigurationError`` naming every key that is wrong.
    public init(service: ServiceName, environment: [String: String]) throws(ConfigurationError) {
        var problems: [String] = []
        var warnings: [String] = []
        let file = ConfigurationFile.load(environment["PLEDGE_CONFIG"], problems: &problems)
        var values: [String: any Sendable] = [:]
        for setting in Settings.all where setting.services.contains(service) {
            let given = Self.text(of: setting, environment: environment, file: file, problems: &problems)
            guard let text = given ?? setting.defaultText(for: service) else { continue }
            do {
                values[setting.name] = try setting.check(text)
            } catch {
                let shown = setting.isSecret ? "" : ", not \"\(text)\""
                problems.append("\(setting.name) must be \(error.expectation)\(shown)")
            }
        }
        warnings += Self.unknown(environment: environment, file: file)
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        self.service = service
        self.warnings = warnings
        self.values = values
    }

    /// The value of a key; nil when it is not given and has no default.
    public subscript<Value>(setting: Setting<Value>) -> Value? {
        values[setting.name] as? Value
    }

    /// The value of a key that the service cannot do without.
    ///
    /// - Throws: ``ConfigurationError`` when it is not given and has no default.
    public func require<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value {
        guard let value = self[setting] else { throw ConfigurationError(problems: ["\(setting.name) is required"]) }
        return value
    }

    private static func text(
        of setting: any SettingDeclaration, environment: [String: String], file: [String: String], problems: inout [String]
    ) -> String? {
        if let text = environment[setting.name] { return text }
        guard setting.isSecret else { return file[setting.name] }
        let fileKey = setting.name + "_FILE"
        if let path = environment[fileKey] ?? file[fileKey] {
            do {
                return try String(contentsOf: URL(filePath: path), encoding: .utf8).trimmingCharacters(
                    in: .whitespacesAndNewlines)
            } catch {
                problems.append("\(fileKey) names a file that cannot be read: \(path)")
                return nil
            }
        }
        return file[setting.name]
    }

    private static func unknown(environment: [String: String], file: [String: String]) -> [String] {
        // The launcher and the image tell the command line where the installation's files lie, and services beside it see that, too.
        var known: Set<String> = ["PLEDGE_CONFIG", "PLEDGE_HOME"]
        for setting in Settings.all {
            known.insert(setting.name)
            if setting.isSecret { known.insert(setting.name + "_FILE") }
        }
        let given = Set(environment.keys.filter { $0.hasPrefix("PLEDGE_") }).union(file.keys)
        return given.subtracting(known).sorted().map { "unknown configuration key \($0)" }
    }
}

/// What is wrong with the configuration, all of it.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line a problem, each naming its key.
    public let problems: [String]

    /// Mistakes, a line each.
    public init(problems: [String]) {
        self.problems = problems
    }

    /// The problems in lines.
    public var description: String { problems.joined(separator: "\n") }
}
