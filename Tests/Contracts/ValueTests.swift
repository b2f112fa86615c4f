import Contracts
import Foundation
import Terms
import Testing

@Suite struct ValueTests {
    @Test func moneyIsSpelledWithItsExponent() throws {
        #expect(try #require(Money(amountMinor: 12500, currency: "PKR")).description == "125.00 PKR")
        #expect(try #require(Money(amountMinor: -5, currency: "USD")).description == "-0.05 USD")
        #expect(try #require(Money(amountMinor: 7, currency: "JPY")).description == "7 JPY")
        #expect(try #require(Money(amountMinor: 1234, currency: "KWD")).description == "1.234 KWD")
        #expect(Money(amountMinor: 1, currency: "XXX") == nil)
        #expect(Money(amountMinor: 1, currency: "pkr") == nil)
    }

    @Test func moneyInJSON() throws {
        let money = try #require(Money(amountMinor: 12500, currency: "PKR"))
        #expect(try PledgeJSON.encodeText(money) == #"{"amount_minor":12500,"currency":"PKR"}"#)
        #expect(try PledgeJSON.decode(Money.self, from: #"{"amount_minor":12500,"currency":"PKR"}"#) == money)
        #expect(throws: DecodingError.self) { try PledgeJSON.decode(Money.self, from: #"{"amount_minor":1,"currency":"ZZZ"}"#) }
        #expect(throws: DecodingError.self) { try PledgeJSON.decode(Money.self, from: #"{"amount_minor":1.5,"currency":"PKR"}"#) }
    }

    @Test func moneyAddsOnlyItsOwnKind() throws {
        let pkr = try #require(Money(amountMinor: 1, currency: "PKR"))
        let usd = try #require(Money(amountMinor: 1, currency: "USD"))
        let most = try #require(Money(amountMinor: .max, currency: "PKR"))
        #expect(pkr.adding(pkr)?.amountMinor == 2)
        #expect(pkr.adding(usd) == nil)
        #expect(pkr.adding(most) == nil)
        #expect(pkr.subtracting(pkr)?.amountMinor == 0)
    }

    @Test func partitionsAreStableAndEven() {
        #expect(Partition.of(.platform) == 5)
        let counts = (0..<16_000).reduce(into: [Int: Int]()) { counts, _ in counts[Partition.of(TenantID()), default: 0] += 1 }
        #expect(counts.count == Partition.count)
        #expect(counts.values.allSatisfy { (800...1200).contains($0) })
        #expect(Partition.streamKey(3, .availability) == "{3}:events:availability")
    }

    @Test func lastPageSaysSo() throws {
        #expect(try PledgeJSON.encodeText(ListPage(data: [1])) == #"{"data":[1],"next_cursor":null}"#)
        let page = try PledgeJSON.decode(ListPage<Int>.self, from: #"{"data":[1],"next_cursor":"x"}"#)
        #expect(page.nextCursor == "x")
    }

    @Test func problemsAreSpelledByRFC9457() throws {
        let problem = Problem.validation([FieldError(pointer: "#/a", detail: "is required")])
        let expected =
            ##"{"detail":"is required","errors":[{"detail":"is required","pointer":"#/a"}],"status":422,"##
            + #""title":"The body is not valid","type":"https://pledge.dev/problems/validation"}"#
        #expect(try PledgeJSON.encodeText(problem) == expected)
        let read = try PledgeJSON.decode(Problem.self, from: expected)
        #expect(read == problem)
        #expect(Problem.methodNotAllowed(["PUT", "GET"]).headers["allow"] == "GET, PUT")
        #expect(Problem.unauthorized().headers["www-authenticate"] == #"Bearer realm="pledge""#)
    }

    @Test func readersOfIDsAndMoneyNoteWhatIsWrong() throws {
        let id = CustomerID()
        let good = try Node(json: Data(#"{"customer":"\#(id)","fee":{"amount_minor":5,"currency":"PKR"}}"#.utf8))
        let (read, fee) = try good.read { ($0["customer"].id(CustomerID.self), $0["fee"].money()) }
        #expect(read == id)
        #expect(fee == Money(amountMinor: 5, currency: "PKR"))
        let bad = try Node(json: Data(#"{"customer":"cus_1","fee":{"amount_minor":-1,"currency":"pkr","x":1}}"#.utf8))
        let problems = #expect(throws: NodeProblems.self) {
            try bad.read { _ = ($0["customer"].id(CustomerID.self), $0["fee"].money()) }
        }
        #expect(problems?.problems.map(\.pointer) == ["#/customer", "#/fee/amount_minor", "#/fee/currency", "#/fee/x"])
    }
}
