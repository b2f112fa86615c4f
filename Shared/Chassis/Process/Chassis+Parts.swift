import Contracts
import Foundation
import Messaging
import Postgres
import Redis

extension Chassis {
    /// The relay of the service's outbox.
    func makeRelay() -> Relay {
        Relay(service: service, database: workers, redis: redis, logger: logger)
    }

    /// The subscriber of the service's subscriptions.
    ///
    /// - Throws: ``ConfigurationError`` when the installation's token is missing.
    func makeSubscriber(_ subscriptions: [Subscription]) throws(ConfigurationError) -> Subscriber {
        let source = HTTPEventSource(
            http: http, addresses: try configuration.require(Settings.services),
            token: try configuration.require(Settings.internalToken))
        return Subscriber(
            subscriptions: subscriptions, database: database, redis: redis, source: source, logger: logger)
    }

    /// The conditions of readiness of every service.
    func standardChecks(hasDatabase: Bool) -> [ReadinessCheck] {
        let always = [
            ReadinessCheck("keys") { [tokens] in
                // The file may come later than this process, and no token comes before it is ready.
                if !tokens.hasKeys { await tokens.load() }
                return tokens.hasKeys ? nil : "no key to verify access tokens with"
            },
            // Losing Redis loses nothing: events wait in the outbox.
            ReadinessCheck("redis", isRequired: false) { [redis] in
                do {
                    try await redis.ping()
                    return nil
                } catch {
                    return "does not answer"
                }
            },
        ]
        guard hasDatabase else { return always }
        return always + [
            ReadinessCheck("postgres") { [database] in
                do {
                    _ = try await database.query("select 1")
                    return nil
                } catch {
                    return "does not answer"
                }
            }
        ]
    }
}
