import Contracts
import EventLoop
import Logging
import Postgres
import ServiceLifecycle

extension ServiceProcess {
    /// Brings the service's schema to its state, as its owner.
    ///
    /// - Throws: ``ConfigurationError``, ``MigrationError``, `PostgresError`.
    static func migrate(_ definition: ServiceDefinition, configuration: ServiceConfiguration) async throws {
        guard let folder = definition.migrations else { return }
        let writer = LogWriter()
        let level = try configuration.require(Settings.logLevel)
        LoggingSystem.bootstrap { JSONLogHandler(label: $0, service: definition.name.rawValue, level: level, writer: writer) }
        defer { writer.flush() }
        let logger = Logger(label: "pledge.migrate")
        let steps = try Migrator.steps(service: definition.name, folder: folder)
        var owner = try PostgresConfiguration(
            configuration, user: Settings.postgresOwnerUser, password: Settings.postgresOwnerPassword)
        // A large table takes its time.
        owner.statementTimeoutMilliseconds = 0
        owner.requestTimeoutMilliseconds = 0
        owner.idleInTransactionTimeoutMilliseconds = 0
        let database = PostgresClient(configuration: owner, eventLoop: EventLoop(name: "migrate"), logger: logger)
        let migrator = Migrator(
            database: database, steps: steps, app: try configuration.require(Settings.postgresUser),
            worker: try configuration.require(Settings.postgresWorkerUser), logger: logger)
        let count = try await migrator.run()
        logger.notice("the schema is up to date", metadata: ["applied": .stringConvertible(count)])
    }
}

extension PostgresConfiguration {
    /// How a service reaches its database in one of its roles.
    init(_ configuration: ServiceConfiguration, user: Setting<String>, password: Setting<String>) throws(ConfigurationError) {
        self.init(
            host: try configuration.require(Settings.postgresHost), port: try configuration.require(Settings.postgresPort),
            database: try configuration.require(Settings.postgresDatabase), user: try configuration.require(user),
            password: configuration[password])
        applicationName = "pledge-\(configuration.service.rawValue)"
        statementTimeoutMilliseconds = try configuration.require(Settings.postgresStatementMilliseconds)
        requestTimeoutMilliseconds = statementTimeoutMilliseconds + 5_000
    }
}
