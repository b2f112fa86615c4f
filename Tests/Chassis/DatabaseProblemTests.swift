import Contracts
import Postgres
import Testing

@testable import Chassis

/// What a client is told when the database cannot do what it should.
@Suite struct DatabaseProblemTests {
    @Test(arguments: [SQLState.diskFull, SQLState(rawValue: "53200"), SQLState(rawValue: "53300")])
    func aDatabaseWithoutResourcesIs503AndMayBeAskedAgain(_ state: SQLState) throws {
        let words = "could not extend file \"base/5/1\": No space left on device"
        let error = PostgresError(.server, words, server: ServerError(sqlState: state, message: words))
        #expect(error.isRetryable)
        let problem = Problem.of(error, logger: TestClients.quiet)
        #expect(problem.status == 503)
        #expect(problem.slug == "unavailable")
        #expect(problem.headers["retry-after"].flatMap { Int($0) }.map { $0 > 1 } == true)
        #expect(problem.detail?.contains("base/5") == false)
    }

    @Test func whatTheServerRefusesForAnotherReasonIsNot() {
        let error = PostgresError(
            .server, "x", server: ServerError(sqlState: SQLState(rawValue: "22012"), message: "division by zero"))
        #expect(!error.isRetryable)
        #expect(Problem.of(error, logger: TestClients.quiet).status == 500)
    }
}
