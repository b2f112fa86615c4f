import Contracts
import Telemetry
import Terms

/// What an Alertmanager tells a webhook (version 4 of its message), as far as outages follow from it. Members that are not
/// known are passed over: its maintainers add to the message without another version.
struct AlertMessage: Sendable, Equatable {
    /// The label of a rule that names the service, by key or id.
    static let serviceLabel = "pledge_service"
    /// The label of a rule that names the component by its key.
    static let componentLabel = "pledge_component"
    /// Characters of a fingerprint: it is sixteen today.
    private static let fingerprintLength = 64
    /// The only version that there is since 2017.
    private static let version = "4"

    /// A condition that holds, or held.
    struct Alert: Sendable, Equatable {
        /// What it says is down; nil for an alert that is not about a promise.
        let service: String?
        /// The part of it; nil for a service that has only one.
        let component: String?
        /// Names its labels.
        let fingerprint: String
        /// Epoch seconds since which it fires.
        let from: Int64
        /// Epoch seconds at which it was resolved; nil while it fires.
        let to: Int64?
    }

    /// The alerts, as they came.
    let alerts: [Alert]
    /// How many more there are that its `max_alerts` left out.
    let truncated: Int64

    /// Reads a body.
    ///
    /// - Throws: with everything that is wrong with it.
    init(_ body: Node) throws(IntakeError) {
        var errors: [FieldError] = []
        if body["version"]?.string != Self.version {
            errors.append(FieldError(pointer: "#/version", detail: "must be \"4\", which Alertmanager sends since 0.9"))
        }
        var alerts: [Alert] = []
        if case .list(let nodes)? = body["alerts"]?.value {
            for (index, node) in nodes.enumerated() {
                var reader = AlertReader(node, at: "#/alerts/\(index)")
                if let alert = reader.alert(Self.fingerprintLength) { alerts.append(alert) }
                errors += reader.errors
            }
        } else {
            errors.append(FieldError(pointer: "#/alerts", detail: "must be a list"))
        }
        let truncated = body["truncatedAlerts"].map { $0.integer ?? -1 } ?? 0
        if truncated < 0 { errors.append(FieldError(pointer: "#/truncatedAlerts", detail: "must be a whole number from 0")) }
        guard errors.isEmpty else {
            throw IntakeError(
                code: .shape, detail: "\(errors.count) errors in the alerts; nothing was stored",
                errors: Array(errors.prefix(IntakeLimits.listed)))
        }
        self.alerts = alerts
        self.truncated = truncated
    }
}

/// Reads one alert, and notes what is wrong with it.
private struct AlertReader {
    private let node: Node
    private let pointer: String
    private(set) var errors: [FieldError] = []

    init(_ node: Node, at pointer: String) {
        self.node = node
        self.pointer = pointer
    }

    mutating func alert(_ fingerprintLength: Int) -> AlertMessage.Alert? {
        let fingerprint = node["fingerprint"]?.string ?? ""
        if !(1...fingerprintLength).contains(fingerprint.utf8.count) || !fingerprint.utf8.allSatisfy(Self.isWord) {
            wrong("fingerprint", "must be 1 to \(fingerprintLength) letters and digits")
        }
        let from = time("startsAt")
        let status = node["status"]?.string
        if status != "firing" && status != "resolved" { wrong("status", "must be firing or resolved") }
        let end = time("endsAt")
        // While it fires its end is none yet, or a guess.
        let to = status == "resolved" ? end : nil
        if let labels = node["labels"] {
            if case .map = labels.value {} else { wrong("labels", "must be an object") }
        }
        let (service, component) = (label(AlertMessage.serviceLabel), label(AlertMessage.componentLabel))
        guard errors.isEmpty, let from else { return nil }
        return AlertMessage.Alert(
            service: service, component: component, fingerprint: fingerprint, from: from, to: to.map { max($0, from + 1) })
    }

    /// A label; nil where there is none of the name.
    private mutating func label(_ name: String) -> String? {
        guard let label = node["labels"]?[name] else { return nil }
        if label.string?.isEmpty ?? true { wrong("labels/\(name)", "must be a text that is not empty") }
        return label.string
    }

    private mutating func time(_ member: String) -> Int64? {
        var text = node[member]?.string ?? ""
        let at = text.withUTF8 { WallTime.rfc3339(UnsafeRawBufferPointer($0)) }
        if at == nil { wrong(member, "must be an RFC 3339 time, such as 2026-03-10T01:30:00Z") }
        return at
    }

    private mutating func wrong(_ member: String, _ detail: String) {
        errors.append(FieldError(pointer: "\(pointer)/\(member)", detail: detail))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension Node {
    /// The text of a string.
    fileprivate var string: String? {
        if case .string(let text) = value { return text }
        return nil
    }

    /// A whole number.
    fileprivate var integer: Int64? {
        if case .number(let text) = value { return Int64(text) }
        return nil
    }
}
