import Foundation
import Testing

@testable import Gateway

@Suite("The members of an object, as they were spelled")
struct JSONMembersTests {
    private func text(_ json: String, _ name: String) -> String? {
        JSONMembers(Data(json.utf8))[name].map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("are found whatever stands in them")
    func found() {
        let json = #" { "a" : {"x":[1,{"a":2}],"s":"},\"{"} , "b":[],"c":"\\","d":1.50 , "e":null} "#
        #expect(text(json, "a") == #"{"x":[1,{"a":2}],"s":"},\"{"} "#)
        #expect(text(json, "b") == "[]" && text(json, "c") == #""\\""#)
        #expect(text(json, "d") == "1.50 " && text(json, "e") == "null")
        #expect(text(json, "x") == nil && text("{}", "a") == nil)
    }

    @Test(
        "of what is no whole object there are none",
        arguments: [
            "", "[]", "null", "not json", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":"x}"#, #"{"a":[1}"#, #"{"a":1}{}"#,
            #"{"a":1}x"#, #"{a:1}"#, #"{"a":1,}"#, #"{"a":{"#, #"{"\u0061":1}"#, "{\"a\":\"\\",
        ])
    func broken(_ json: String) {
        #expect(text(json, "a") == nil)
    }
}
