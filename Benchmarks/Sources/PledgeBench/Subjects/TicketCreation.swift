import Foundation

/// Tickets opened at the service's API beside `pgbench` writing the same rows into the same database.
enum TicketCreation: Subject {
    static let name = "tickets"

    private static let clients = 32

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Stack.with(stand) { try await measure(stand, $0) }
    }

    private static func measure(_ stand: Stand, _ stack: Stack) async throws -> [Comparison] {
        stand.progress("tickets: a customer under an agreement")
        let customer = try await SupportCustomer.make(on: stack, home: stand.home)
        let peer = try await SameInserts(ticket: try await customer.open(token: try await stack.token()), stack, stand)
        let script = try requests(customer, stand)
        let (ours, theirs) = try await stand.moreRounds.inTurn {
            stand.progress("tickets: ours")
            let rate = try await load(stack.ticketing, script, try await stack.token(), stand)
            try await customer.drained()
            stand.progress("tickets: \(Int(rate)) a second")
            return rate
        } _: {
            stand.progress("tickets: pgbench")
            let rate = try await peer.run(clients: clients, seconds: stand.roundSeconds)
            stand.progress("tickets: pgbench \(Int(rate)) a second")
            return rate
        }
        return [
            .rate(
                "tickets opened, \(clients) at once", ours: ours, peer: theirs,
                peerName: "pgbench -c \(clients), the same inserts", unit: "tickets/s", atLeast: 0.5,
                note: "\(peer.rows) rows a ticket; ours also judges by the terms, and tells five services meanwhile")
        ]
    }

    /// The request for `wrk`, which sends it again and again.
    private static func requests(_ customer: SupportCustomer, _ stand: Stand) throws -> String {
        let file = "\(stand.folder)/tickets.lua"
        let script = """
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.body = [[\(customer.ticket)]]
            """
        try Data(script.utf8).write(to: URL(filePath: file))
        return file
    }

    private static func load(_ base: String, _ script: String, _ token: String, _ stand: Stand) async throws -> Double {
        let output = try await Tool.run(
            "wrk",
            [
                "-t", "1", "-c", "\(clients)", "-d", "\(stand.roundSeconds)s", "-s", script, "-H",
                "Authorization: Bearer \(token)",
                "\(base)/v1/tickets",
            ])
        if let failed = output.firstRange(of: "Non-2xx") {
            throw BenchError("tickets were refused: \(output[failed.lowerBound...].prefix(80))")
        }
        return try Tool.number(after: "Requests/sec:", in: output)
    }
}
