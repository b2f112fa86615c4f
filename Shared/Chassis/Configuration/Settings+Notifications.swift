import Contracts

/// The keys of Notifications.
extension Settings {
    /// Where webhooks may go besides public addresses.
    public static let webhookNetworks = Setting<String>.text(
        "PLEDGE_WEBHOOK_NETWORKS",
        "Networks that webhooks may go to although they are not public, and without TLS, as in 10.1.0.0/16,fd00::/8.",
        services: [.notifications], default: nil)

    /// The server that takes mail.
    public static let smtpURL = Setting<String>.text(
        "PLEDGE_SMTP_URL", "Server that takes mail, as in smtp://mail.example:587; without it nothing is mailed.",
        services: [.notifications], default: nil)
    /// Whose mail it is.
    public static let smtpSender = Setting<String>.text(
        "PLEDGE_SMTP_SENDER", "Address that mail is sent from.", services: [.notifications], default: nil)
    /// The account at the server.
    public static let smtpUser = Setting<String>.text(
        "PLEDGE_SMTP_USER", "Account at the mail server, if it asks for one.", services: [.notifications], default: nil)
    /// Its password.
    public static let smtpPassword = Setting<String>.text(
        "PLEDGE_SMTP_PASSWORD", "Password of that account.", isSecret: true, services: [.notifications], default: nil)
    /// Whether the way to the server is encrypted.
    public static let smtpEncryption = Setting<String>.text(
        "PLEDGE_SMTP_ENCRYPTION", "Whether the way to the mail server is encrypted: require, offer (when it can) or none.",
        services: [.notifications], default: "require")

    static let notifications: [any SettingDeclaration] = [
        webhookNetworks, smtpURL, smtpSender, smtpUser, smtpPassword, smtpEncryption,
    ]
}
