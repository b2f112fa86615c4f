import Contracts

/// The configuration keys as tables.
enum ConfigurationTable {
    /// The keys of one service, for a terminal.
    static func text(for service: ServiceName) -> String {
        Settings.all.filter { $0.services.contains(service) }.map { setting in
            let value = setting.isSecret ? "secret; or \(setting.name)_FILE" : setting.defaultText(for: service) ?? "no default"
            return "\(setting.name)  [\(value)]\n    \(setting.summary)\n"
        }.joined()
    }

    /// All keys of all services, for docs/configuration.md.
    static func markdown() -> String {
        var text = "| key | default | services | meaning |\n|---|---|---|---|\n"
        for setting in Settings.all {
            text += "| `\(setting.name)` | \(defaults(setting)) | \(users(setting)) | \(meaning(setting)) |\n"
        }
        return text
    }

    private static func defaults(_ setting: any SettingDeclaration) -> String {
        let values = ServiceName.allCases.filter { setting.services.contains($0) }.map { ($0, setting.defaultText(for: $0)) }
        guard let first = values.first?.1 else { return "" }
        if values.allSatisfy({ $0.1 == first }) { return "`\(first)`" }
        return values.map { "`\($0.1 ?? "")`" }.joined(separator: " ")
    }

    private static func users(_ setting: any SettingDeclaration) -> String {
        let users = ServiceName.allCases.filter { setting.services.contains($0) }
        return users.count == ServiceName.allCases.count ? "all" : users.map(\.rawValue).joined(separator: ", ")
    }

    private static func meaning(_ setting: any SettingDeclaration) -> String {
        setting.isSecret ? "\(setting.summary) Secret; `\(setting.name)_FILE` names a file with it." : setting.summary
    }
}
