import Foundation
import Testing

@testable import Postgres

/// How queries are written and put together.
struct QueryTests {
    private enum Colour: String { case red }

    @Test func interpolationsBecomeParameters() {
        let query: Query = "select \(1), \("two") where \(true) and \(Int?.none) is null"
        #expect(query.sql == "select $1, $2 where $3 and $4 is null")
        #expect(query.parameters.map(\.type) == [20, 25, 16, 20])
        #expect(query.parameters.map(\.length) == [8, 3, 1, -1])
        #expect(Array(query.bytes) == [0, 0, 0, 0, 0, 0, 0, 1] + Array("two".utf8) + [1])
    }

    @Test func hostileTextNeverReachesTheSQL() {
        let query: Query = "select \("'; drop table notes; --")"
        #expect(query.sql == "select $1")
    }

    @Test func enumsBindTheirRawValue() {
        let query: Query = "select \(Colour.red), \(Colour?.none)"
        #expect(query.parameters.map(\.type) == [25, 25])
        #expect(String(decoding: query.bytes, as: UTF8.self) == "red")
    }

    @Test func rawSQLStaysAsItIs() {
        let query: Query = "select * from \(raw: "notes") where id = \(5)"
        #expect(query.sql == "select * from notes where id = $1")
    }

    @Test func concatenationRenumbersPlaceholders() {
        let left: Query = "select \(1), \("a")"
        var many: Query = ""
        for number in 0..<12 { many += number == 0 ? "\(number)" : ", \(number)" }
        let sum: Query = left + " where x in (" + many + ") and y = \("z")"
        #expect(
            sum.sql == "select $1, $2 where x in ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) and y = $15")
        #expect(sum.parameters.count == 15)
        #expect(sum.bytes.suffix(1) == Array("z".utf8)[...])
        #expect(sum.parameters.map(\.start).elementsEqual(sum.parameters.map(\.start).sorted()))
    }

    @Test func aQueryInAQueryKeepsItsParameters() {
        let condition: Query = "é = \("ü") and b = \(2)"
        let query: Query = "select \(0) where \(condition) or c = \(3)"
        #expect(query.sql == "select $1 where é = $2 and b = $3 or c = $4")
        #expect(query.parameters.map(\.type) == [20, 25, 20, 20])
    }

    @Test func nulCharactersAreRefused() {
        let inText: Query = "select \("a\0b")"
        #expect(inText.refusal?.code == .invalidRequest)
        let inArray: Query = "select \(["a", "b\0"])"
        #expect(inArray.refusal?.code == .invalidRequest)
        let inJSON: Query = "select \(JSONText("\0"))"
        #expect(inJSON.refusal?.code == .invalidRequest)
        #expect(Query(raw: "select 1\0; drop").refusal?.code == .invalidRequest)
        #expect((Query("select 1 ") + inText).refusal?.code == .invalidRequest)
        let inBytes: Query = "select \([UInt8(0)])"
        #expect(inBytes.refusal == nil)
    }

    @Test func tooManyParametersAreRefused() {
        var query: Query = "select \(0)"
        for _ in 0..<Query.maximumParameters { query += ", \(1)" }
        #expect(query.refusal?.code == .invalidRequest)
    }

    @Test func descriptionsShowNoValues() {
        let query: Query = "select \("secret")"
        #expect("\(query)" == "select $1")
    }

    @Test func configurationsDoNotShowTheirPassword() {
        let configuration = PostgresConfiguration(host: "/run", database: "d", user: "u", password: "hunter2")
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect("\(configuration)" == "u@/run:5432/d" && !dumped.contains("hunter2"))
    }
}
