import Contracts
import Foundation
import Testing

@Suite struct IDTests {
    @Test func spellsAndReadsBack() {
        let id = CustomerID()
        #expect(id.description.hasPrefix("cus_0"))
        #expect(id.description.count == 30)
        #expect(CustomerID(id.description) == id)
    }

    @Test func knownSpelling() throws {
        let uuid = try #require(UUID(uuidString: "0190A5B8-7C00-7ABC-8123-456789ABCDEF"))
        #expect(TicketID(uuid).description == "tkt_01J2JVGZ00FAY828T5CY4TQKFF")
        #expect(TicketID("tkt_01J2JVGZ00FAY828T5CY4TQKFF")?.uuid == uuid)
    }

    @Test(arguments: [
        "", "cus_", "tkt_01J2JVGZ00FAY828T5CY4TQKFF", "cus_01j2jvgz00fay828t5cy4tqkff", "cus_81J2JVGZ00FAY828T5CY4TQKFF",
        "cus_01J2JVGZ00FAY828T5CY4TQKF", "cus_01J2JVGZ00FAY828T5CY4TQKFFF", "cus_01J2JVGZ00FAY828T5CY4TQKFI",
        "cus-01J2JVGZ00FAY828T5CY4TQKFF",
        "cus_01J2JVGZ00FAY828T5CY4TQKF\u{E9}",
    ])
    func refusesWhatIsNotExactlyAnID(_ text: String) {
        #expect(CustomerID(text) == nil)
    }

    @Test func sortsByTimeInBothSpellings() {
        let early = ID<IDKinds.Event>(UUIDv7.make(milliseconds: 1_700_000_000_000))
        let late = ID<IDKinds.Event>(UUIDv7.make(milliseconds: 1_700_000_000_001))
        #expect(early < late)
        #expect(early.description < late.description)
        #expect(UUIDv7.milliseconds(of: late.uuid) == 1_700_000_000_001)
    }

    @Test func isVersionSevenOfTheRightVariant() {
        for _ in 0..<100 {
            let bytes = UUIDv7.make().uuid
            #expect(bytes.6 >> 4 == 7)
            #expect(bytes.8 >> 6 == 2)
        }
    }

    @Test func derivedIDsAreTheSameEverywhere() {
        let a = UUIDv7.make(milliseconds: 1_772_323_200_000, high: 0xABC, low: 0x0123_4567_89AB_CDEF)
        #expect(a.uuidString == "019CA6B1-DC00-7ABC-8123-456789ABCDEF")
    }

    @Test func platformTenantIsTheDocumentedOne() {
        #expect(TenantID.platform.uuid.uuidString == "00000000-0000-7000-8000-000000000001")
    }

    @Test func encodesAsItsSpelling() throws {
        let id = MemberID()
        #expect(try PledgeJSON.encodeText([id]) == "[\"\(id)\"]")
        #expect(try PledgeJSON.decode([MemberID].self, from: "[\"\(id)\"]") == [id])
        #expect(throws: DecodingError.self) { try PledgeJSON.decode([MemberID].self, from: "[\"mem_x\"]") }
    }
}
