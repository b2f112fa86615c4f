import Chassis
import Contracts

/// The server that takes the installation's mail.
struct MailServer: Sendable {
    /// Whether the way to it is encrypted.
    enum Encryption: String, CaseIterable, Sendable {
        /// Always: no mail goes without.
        case require
        /// When the server offers it.
        case offer
        /// Never: for a server on the same machine.
        case none
    }

    /// `smtp://mail.example:587` or `smtps://…`.
    let url: String
    let sender: MailAddress
    let user: String?
    let password: String?
    let encryption: Encryption

    /// What the configuration says; nil when it names no server, and nothing is mailed.
    ///
    /// - Throws: ``ConfigurationError`` when it names one and something is wrong or missing.
    init?(_ configuration: ServiceConfiguration) throws(ConfigurationError) {
        guard let url = configuration[Settings.smtpURL] else { return nil }
        var problems: [String] = []
        if !url.hasPrefix("smtp://"), !url.hasPrefix("smtps://") {
            problems.append("\(Settings.smtpURL.name) must begin with smtp:// or smtps://")
        }
        let sender = configuration[Settings.smtpSender].flatMap { MailAddress($0) }
        if sender == nil { problems.append("\(Settings.smtpSender.name) must be an e-mail address when there is a mail server") }
        let encryption = Encryption(rawValue: configuration[Settings.smtpEncryption] ?? "")
        if encryption == nil { problems.append("\(Settings.smtpEncryption.name) must be require, offer or none") }
        guard let sender, let encryption, problems.isEmpty else { throw ConfigurationError(problems: problems) }
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.sender = sender
        self.encryption = encryption
        user = configuration[Settings.smtpUser]
        password = configuration[Settings.smtpPassword]
    }
}
