/// A file of SQL, taken apart into its statements: the protocol that is spoken carries one at a time.
enum SQLScript {
    /// The statements of a script, without comments around them. Quotes, dollar quotes and nested comments are honoured.
    static func statements(_ script: String) -> [String] {
        var scanner = Scanner(bytes: Array(script.utf8))
        return scanner.scan()
    }

    private struct Scanner {
        let bytes: [UInt8]
        var at = 0
        var start = 0
        /// Whether the current statement has anything but blanks and comments.
        var hasContent = false
        var found: [String] = []

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func scan() -> [String] {
            while at < bytes.count { step() }
            finish(at: bytes.count)
            return found
        }

        private mutating func step() {
            switch bytes[at] {
            case UInt8(ascii: "'"): skipQuoted(UInt8(ascii: "'"), escapes: isEscapeString)
            case UInt8(ascii: "\""): skipQuoted(UInt8(ascii: "\""), escapes: false)
            case UInt8(ascii: "$"): skipDollar()
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"): skipLine()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): skipBlockComment()
            case UInt8(ascii: ";"):
                finish(at: at)
                at += 1
                start = at
            case let byte:
                if !Self.isBlank(byte) { mark() }
                at += 1
            }
        }

        /// Comments before a statement are not part of it.
        private mutating func mark() {
            if !hasContent { start = at }
            hasContent = true
        }

        private mutating func finish(at end: Int) {
            if hasContent {
                var end = end
                while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
                found.append(String(decoding: bytes[start..<end], as: UTF8.self))
            }
            hasContent = false
        }

        /// `E'…'`, where a backslash escapes.
        private var isEscapeString: Bool {
            guard at > 0, bytes[at - 1] | 0x20 == UInt8(ascii: "e") else { return false }
            return at < 2 || !Self.isWord(bytes[at - 2])
        }

        private mutating func skipQuoted(_ quote: UInt8, escapes: Bool) {
            mark()
            at += 1
            while at < bytes.count {
                if escapes, bytes[at] == UInt8(ascii: "\\") {
                    at += 2
                } else if bytes[at] != quote {
                    at += 1
                } else if peek(1) == quote {
                    at += 2
                } else {
                    at += 1
                    return
                }
            }
        }

        private mutating func skipDollar() {
            mark()
            var end = at + 1
            while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
            // A parameter ($1), a variable (${app}) or a lone dollar, unless a second dollar closes the tag.
            guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), at == 0 || !Self.isWord(bytes[at - 1]) else {
                at += 1
                return
            }
            let tag = bytes[at...end]
            at = end + 1
            while at < bytes.count {
                if bytes[at] == UInt8(ascii: "$"), bytes[at...].starts(with: tag) {
                    at += tag.count
                    return
                }
                at += 1
            }
        }

        private mutating func skipLine() {
            while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
        }

        private mutating func skipBlockComment() {
            var depth = 0
            repeat {
                if bytes[at] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                    depth += 1
                    at += 2
                } else if bytes[at] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                    depth -= 1
                    at += 2
                } else {
                    at += 1
                }
            } while depth > 0 && at < bytes.count
            at = min(at, bytes.count)
        }

        private func peek(_ offset: Int) -> UInt8? { at + offset < bytes.count ? bytes[at + offset] : nil }

        private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

        private static func isWord(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
                || byte >= 128
        }
    }
}
