/// What is said on a new connection before any command, and what the answers mean.
enum Greeting {
    enum Outcome: Equatable {
        case ready
        /// Not now: the server is starting. Try again.
        case later(String)
        /// Never with this configuration.
        case refused(RedisError)
    }

    static func commands(_ configuration: RedisConfiguration) -> [RedisCommand] {
        var commands: [[RedisArgument]] = []
        if let password = configuration.password {
            commands.append(["AUTH"] + (configuration.username.map { [.string($0)] } ?? []) + [.string(password)])
        }
        commands.append(["PING"])
        commands.append(["SELECT", .integer(Int64(configuration.database))])
        commands.append(["CLIENT", "SETNAME", .string(configuration.clientName)])
        commands.append(["CONFIG", "GET", "maxmemory-policy"])
        return commands.map { RedisCommand($0) }
    }

    static func outcome(_ answers: [RedisValue], _ configuration: RedisConfiguration) -> Outcome {
        for answer in answers.prefix(configuration.password == nil ? 2 : 3) {
            guard let words = answer.errorMessage else { continue }
            if words.hasPrefix("LOADING") || words.hasPrefix("MASTERDOWN") || words.hasPrefix("BUSY") { return .later(words) }
            if words.hasPrefix("WRONGPASS") || words.hasPrefix("NOAUTH") || words.hasPrefix("ERR AUTH")
                || words.hasPrefix("ERR invalid password") || words.hasPrefix("ERR Client sent AUTH")
            {
                return .refused(RedisError(.authentication, words))
            }
            return .refused(RedisError(.server, words))
        }
        guard configuration.refusesEviction, let policy = setting(answers.last), policy != "noeviction" else {
            // A server that forbids CONFIG (managed ones do) cannot be asked.
            return .ready
        }
        return .refused(
            RedisError(
                .evictingPolicy,
                "Redis at \(configuration.host):\(configuration.port) has maxmemory-policy \"\(policy)\", which may evict streams"
                    + " of events without a trace. Set maxmemory-policy noeviction."))
    }

    private static func setting(_ answer: RedisValue?) -> String? {
        guard let pair = answer?.array, pair.count == 2 else { return nil }
        return pair[1].string
    }
}
