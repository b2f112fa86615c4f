import Contracts

/// One configuration key: declared once, with all that an operator must know of it.
///
/// The environment gives `PLEDGE_HTTP_PORT`; the file named by `PLEDGE_CONFIG` gives `http_port`, or `port` inside `http`; a
/// secret may come from the file that `PLEDGE_…_FILE` names.
public struct Setting<Value: Sendable>: SettingDeclaration {
    /// The name in the environment.
    public let name: String
    /// What it is for, with its unit.
    public let summary: String
    /// Whether it must never be shown.
    public let isSecret: Bool
    /// The services that read it.
    public let services: Set<ServiceName>
    let defaultText: @Sendable (ServiceName) -> String?
    let parse: @Sendable (String) throws(BadSetting) -> Value

    /// Declares a key whose default may depend on the service.
    public init(
        _ name: String, _ summary: String, isSecret: Bool = false, services: Set<ServiceName> = Set(ServiceName.allCases),
        default defaultText: @escaping @Sendable (ServiceName) -> String?,
        parse: @escaping @Sendable (String) throws(BadSetting) -> Value
    ) {
        self.name = name
        self.summary = summary
        self.isSecret = isSecret
        self.services = services
        self.defaultText = defaultText
        self.parse = parse
    }

    /// Declares a key with the same default for every service, or none.
    public init(
        _ name: String, _ summary: String, isSecret: Bool = false, services: Set<ServiceName> = Set(ServiceName.allCases),
        default text: String?, parse: @escaping @Sendable (String) throws(BadSetting) -> Value
    ) {
        self.init(name, summary, isSecret: isSecret, services: services, default: { _ in text }, parse: parse)
    }

    /// The default for a service, as text; nil when there is none.
    public func defaultText(for service: ServiceName) -> String? { defaultText(service) }

    /// Reads a value, for its own sake.
    ///
    /// - Throws: ``BadSetting`` saying what is wrong with it.
    public func check(_ text: String) throws(BadSetting) -> any Sendable { try parse(text) }
}

/// A configuration key of any type.
public protocol SettingDeclaration: Sendable {
    /// The name in the environment.
    var name: String { get }
    /// What it is for, with its unit.
    var summary: String { get }
    /// Whether it must never be shown.
    var isSecret: Bool { get }
    /// The services that read it.
    var services: Set<ServiceName> { get }
    /// The default for a service, as text; nil when there is none.
    func defaultText(for service: ServiceName) -> String?
    /// Reads a value.
    func check(_ text: String) throws(BadSetting) -> any Sendable
}

/// A value that a key does not take.
public struct BadSetting: Error, Hashable, Sendable {
    /// What the key takes instead.
    public let expectation: String

    /// A value that is refused.
    public init(_ expectation: String) {
        self.expectation = expectation
    }
}
