import Hosting

/// Lets tests that want a database begin one after the other, as fast as the server bears.
///
/// All tests begin at once. Were they let in together, hundreds would hold connections and a thread each, more than there are, and
/// each would take so long that its time limit means nothing.
actor Admission {
    static let shared = Admission()

    /// Connections that may be open when another test begins: the server has 500, and a test may want a dozen.
    private static let connectionsMaximum = 200
    /// A test that makes its second database may be one of those that hold the connections: nobody waits for ever.
    private static let waitsMaximum = 300

    private var last: Task<Void, Never>?

    /// Runs `body` when everybody who came before is done.
    func inTurn<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let before = last
        let task = Task {
            await before?.value
            return try await body()
        }
        last = Task { _ = await task.result }
        return try await task.value
    }

    /// Waits until the server has room for one more test.
    static func room(on admin: AdminConnection) async throws {
        for _ in 0..<waitsMaximum {
            let count = try await admin.run("select count(*) from pg_stat_activity where backend_type = 'client backend'")
            guard let open = count.first?.first.flatMap({ $0 }).flatMap({ Int($0) }), open >= connectionsMaximum else { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
