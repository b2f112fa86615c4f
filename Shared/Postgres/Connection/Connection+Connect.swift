import Clibpq
import EventLoop
import Glibc
import Logging

extension Connection {
    /// Begins to connect. `opened` or `lost` follows, within the connect timeout.
    func connect() {
        phase = .connecting
        // Retained by the timer until it fires or is cancelled, as it is on every way out.
        connectTimer = loop.schedule(afterMilliseconds: UInt64(max(1, configuration.connectTimeoutMilliseconds))) { [self] in
            broken(PostgresError(.timeout, "no connection within \(configuration.connectTimeoutMilliseconds) ms"))
        }
        guard HostKind(configuration.host) == .name else { return start(address: nil) }
        let box = LoopConfined(self)
        loop.resolve(configuration.host) { result in box.value.resolved(result) }
    }

    private func resolved(_ result: Result<[String], EventLoopError>) {
        guard phase == .connecting else { return }
        switch result {
        case .success(let addresses) where !addresses.isEmpty: start(address: addresses.joined(separator: ","))
        case .success: broken(PostgresError(.notConnected, "\(configuration.host) has no address"))
        case .failure(let error): broken(PostgresError(.notConnected, "\(error)"))
        }
    }

    private func start(address: String?) {
        let settings = configuration.connectionSettings(address: address)
        let keywords = CStrings(settings.map(\.0))
        let values = CStrings(settings.map(\.1))
        pq = PQconnectStartParams(keywords.pointers, values.pointers, 0)
        guard let pq else { return broken(PostgresError(.notConnected, "libpq has no memory")) }
        guard PQstatus(pq) != CONNECTION_BAD else { return broken(lastError()) }
        // The context outlives the connection: tearDown calls PQfinish before this object goes.
        PQsetNoticeReceiver(pq, receiveNotice, Unmanaged.passUnretained(self).toOpaque())
        watch(.writable)
    }

    /// The descriptor may be another after every step of connecting (several addresses, TLS refused): watch it anew.
    private func watch(_ wanted: PollEvents) {
        poll?.close()
        poll = nil
        let descriptor = PQsocket(pq)
        guard descriptor >= 0 else { return broken(lastError()) }
        do {
            let poll = try LoopPoll(loop: loop, descriptor: descriptor) { [unowned self] events in ready(events) }
            poll.watch(wanted)
            self.poll = poll
        } catch {
            broken(PostgresError(.notConnected, "\(error)"))
        }
    }

    private func ready(_ ready: PollEvents) {
        switch phase {
        case .connecting: continueConnecting()
        case .open:
            if ready.contains(.writable) { flush() }
            if ready.contains(.readable), phase == .open { receive() }
        case .new, .closed: break
        }
    }

    private func continueConnecting() {
        switch PQconnectPoll(pq) {
        case PGRES_POLLING_READING: watch(.readable)
        case PGRES_POLLING_WRITING: watch(.writable)
        case PGRES_POLLING_OK: opened()
        default: broken(lastError())
        }
    }

    private func opened() {
        connectTimer?.cancel()
        connectTimer = nil
        guard PQsetnonblocking(pq, 1) == 0, PQenterPipelineMode(pq) == 1 else { return broken(lastError()) }
        watch(.readable)
        guard phase == .connecting else { return }
        phase = .open
        events?.opened()
    }
}

/// What a configured host is.
enum HostKind {
    case socketDirectory
    case address
    case name

    init(_ host: String) {
        if host.hasPrefix("/") || host.hasPrefix("@") {
            self = .socketDirectory
        } else if host.contains(":") || host.allSatisfy({ $0.isNumber || $0 == "." }) {
            self = .address
        } else {
            self = .name
        }
    }
}

extension PostgresConfiguration {
    /// Keywords and values for libpq. `address` is what a name was resolved to, off the loop: libpq's own look-up blocks.
    func connectionSettings(address: String?) -> [(String, String)] {
        var settings: [(String, String)] = []
        var port = "\(self.port)"
        switch HostKind(host) {
        case .socketDirectory: settings.append(("host", host))
        case .address: settings.append(("hostaddr", host))
        case .name:
            let addresses = address ?? ""
            let count = addresses.split(separator: ",").count
            // One name and one port for each address, as libpq pairs them.
            settings.append(("host", Array(repeating: host, count: max(1, count)).joined(separator: ",")))
            settings.append(("hostaddr", addresses))
            port = Array(repeating: port, count: max(1, count)).joined(separator: ",")
        }
        settings += [
            ("port", port), ("dbname", database), ("user", user), ("application_name", applicationName),
            ("client_encoding", "UTF8"), ("sslmode", sslMode),
            // Kerberos would cost a round trip that is refused.
            ("gssencmode", "disable"),
            // A peer that is gone without a word is noticed in a minute, also while nothing is sent.
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "\(max(10_000, requestTimeoutMilliseconds))"),
            ("options", sessionOptions),
        ]
        if let password { settings.append(("password", password)) }
        return settings
    }

    /// The settings of every session, as libpq's `options` has them. Text forms are fixed so that casts to text mean the same
    /// everywhere; the planner's compiler is off because statements here are short.
    public var sessionOptions: String {
        "-c statement_timeout=\(statementTimeoutMilliseconds)"
            + " -c idle_in_transaction_session_timeout=\(idleInTransactionTimeoutMilliseconds)"
            + " -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c jit=off"
    }
}

/// The server's notices and warnings go to the log: by default libpq writes them to standard error.
private func receiveNotice(_ context: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {
    guard let context, let result, let notice = ServerError(result) else { return }
    let connection = Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
    let level: Logger.Level = notice.severity == "WARNING" ? .warning : .debug
    connection.logger.log(
        level: level, "\(notice.message)",
        metadata: ["severity": "\(notice.severity)", "sqlstate": "\(notice.sqlState.rawValue)"])
}

/// Null-terminated array of C strings that lives as long as this object.
private final class CStrings {
    private let strings: [UnsafeMutablePointer<CChar>?]
    private let storage: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ texts: [String]) {
        strings = texts.map { strdup($0) }
        storage = .allocate(capacity: texts.count + 1)
        for (index, string) in strings.enumerated() { (storage + index).initialize(to: UnsafePointer(string)) }
        (storage + texts.count).initialize(to: nil)
    }

    var pointers: UnsafePointer<UnsafePointer<CChar>?> { UnsafePointer(storage) }

    deinit {
        for string in strings { free(string) }
        storage.deallocate()
    }
}

/// Carries something confined to a loop through a callback that comes back on that loop.
struct LoopConfined<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
