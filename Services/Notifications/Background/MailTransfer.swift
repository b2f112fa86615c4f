import Clibcurl

/// One mail handed to the server by libcurl, on the calling thread, which waits.
struct MailTransfer {
    /// Milliseconds that a connection may take to come up.
    private static let connectMilliseconds = 10_000
    /// Milliseconds that all of it may take.
    private static let totalMilliseconds = 30_000
    /// The last answer to DATA before the mail itself: the server waits for the mail.
    private static let serverWaits = 354

    /// Codes of which a line is kept: no server needs more.
    private static let codes = 32

    let server: MailServer
    let recipient: MailAddress
    let bytes: [UInt8]

    /// What libcurl's callbacks work on.
    private final class Exchange {
        let bytes: [UInt8]
        var sent = 0
        /// The server's last line with each code: the one that decides is not the last of all, which is the farewell.
        var answers: [Substring: String] = [:]

        init(_ bytes: [UInt8]) { self.bytes = bytes }
    }

    /// libcurl is set up once a process, before any thread uses it.
    private static let isSetUp: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Hands the mail over.
    func run() -> AttemptOutcome {
        guard Self.isSetUp, let handle = curl_easy_init() else { return AttemptOutcome(.failed, "libcurl could not be set up") }
        defer { curl_easy_cleanup(handle) }
        let recipients = curl_slist_append(nil, "<\(recipient)>")
        defer { curl_slist_free_all(recipients) }
        let exchange = Exchange(bytes)
        return withExtendedLifetime(exchange) {
            configure(handle, exchange)
            _ = pledge_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
            let result = curl_easy_perform(handle)
            return outcome(result, handle, exchange)
        }
    }

    private func configure(_ handle: UnsafeMutableRawPointer, _ exchange: Exchange) {
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_UPLOAD, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_CONNECTTIMEOUT_MS, Self.connectMilliseconds),
            (CURLOPT_TIMEOUT_MS, Self.totalMilliseconds), (CURLOPT_USE_SSL, useTLS),
        ]
        for (option, value) in numbers { _ = pledge_curl_set_number(handle, option, value) }
        // The path is what the server is greeted with.
        var texts: [(CURLoption, String)] = [
            (CURLOPT_URL, "\(server.url)/\(server.sender.domain)"), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            (CURLOPT_MAIL_FROM, "<\(server.sender)>"),
        ]
        if let user = server.user { texts.append((CURLOPT_USERNAME, user)) }
        if let password = server.password { texts.append((CURLOPT_PASSWORD, password)) }
        for (option, value) in texts { _ = pledge_curl_set_text(handle, option, value) }
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        _ = pledge_curl_set_pointer(handle, CURLOPT_READDATA, context)
        _ = pledge_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        _ = pledge_curl_set_callback(handle, CURLOPT_READFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            let part = exchange.bytes[exchange.sent...].prefix(size * count)
            let room = UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
            part.withUnsafeBytes { room.copyMemory(from: $0) }
            exchange.sent += part.count
            return part.count
        }
        _ = pledge_curl_set_callback(handle, CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            let line = UnsafeRawBufferPointer(start: buffer, count: size * count)
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            let answer = String(decoding: line, as: UTF8.self).filter { !$0.isNewline }
            if exchange.answers.count < MailTransfer.codes { exchange.answers[answer.prefix(3)] = answer }
            return size * count
        }
    }

    private var useTLS: Int {
        switch server.encryption {
        case .require: Int(CURLUSESSL_ALL.rawValue)
        case .offer: Int(CURLUSESSL_TRY.rawValue)
        case .none: Int(CURLUSESSL_NONE.rawValue)
        }
    }

    private func outcome(_ result: CURLcode, _ handle: UnsafeMutableRawPointer, _ exchange: Exchange) -> AttemptOutcome {
        let code = pledge_curl_response_code(handle)
        let words = String(cString: curl_easy_strerror(result))
        let answer = exchange.answers["\(code)"] ?? words
        if result == CURLE_OK { return AttemptOutcome(.taken, answer) }
        // All of the mail was read and the server said nothing more: it may have it.
        if exchange.sent == exchange.bytes.count, code == Self.serverWaits {
            return AttemptOutcome(.unanswered, "the mail was sent, and the server's answer was lost: \(words)")
        }
        // A wrong password is the installation's, and may be put right; a wrong recipient never.
        if (500...599).contains(code), result != CURLE_LOGIN_DENIED { return AttemptOutcome(.refused, answer) }
        return AttemptOutcome(.failed, code >= 400 ? answer : words)
    }
}
