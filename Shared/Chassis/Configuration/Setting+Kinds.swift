import Contracts

extension Setting where Value == String {
    /// A text that must not be empty.
    public static func text(
        _ name: String, _ summary: String, isSecret: Bool = false, services: Set<ServiceName> = Set(ServiceName.allCases),
        default text: String?
    ) -> Setting {
        .text(name, summary, isSecret: isSecret, services: services) { _ in text }
    }

    /// A text that must not be empty, with a default that depends on the service.
    public static func text(
        _ name: String, _ summary: String, isSecret: Bool = false, services: Set<ServiceName> = Set(ServiceName.allCases),
        default text: @escaping @Sendable (ServiceName) -> String?
    ) -> Setting {
        Setting(name, summary, isSecret: isSecret, services: services, default: text) { text throws(BadSetting) in
            guard !text.isEmpty else { throw BadSetting("a text that is not empty") }
            return text
        }
    }
}

extension Setting where Value == Int {
    /// A whole number within a range.
    public static func int(
        _ name: String, _ summary: String, in range: ClosedRange<Int>, services: Set<ServiceName> = Set(ServiceName.allCases),
        default number: Int?
    ) -> Setting {
        .int(name, summary, in: range, services: services) { _ in number }
    }

    /// A whole number within a range, with a default that depends on the service.
    public static func int(
        _ name: String, _ summary: String, in range: ClosedRange<Int>, services: Set<ServiceName> = Set(ServiceName.allCases),
        default number: @escaping @Sendable (ServiceName) -> Int?
    ) -> Setting {
        Setting(name, summary, services: services, default: { number($0).map(String.init) }) { text throws(BadSetting) in
            guard let number = Int(text), range.contains(number) else {
                throw BadSetting("a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }
}

extension Setting where Value == Bool {
    /// `true` or `false`.
    public static func bool(
        _ name: String, _ summary: String, services: Set<ServiceName> = Set(ServiceName.allCases), default value: Bool
    ) -> Setting {
        Setting(name, summary, services: services, default: String(value)) { text throws(BadSetting) in
            guard let value = Bool(text) else { throw BadSetting("true or false") }
            return value
        }
    }
}

extension Setting {
    /// One of the raw values of an enumeration.
    public static func choice(
        _ name: String, _ summary: String, services: Set<ServiceName> = Set(ServiceName.allCases), default value: Value
    ) -> Setting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
        Setting(name, summary, services: services, default: value.rawValue) { text throws(BadSetting) in
            guard let value = Value(rawValue: text) else {
                throw BadSetting("one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return value
        }
    }
}
