import Foundation
import Postgres
import Testing

/// Every type there and back through the real server, with its extremes.
struct ValueTests {
    private struct Colour: PostgresRepresentable, Equatable {
        var name: String
        init(name: String) { self.name = name }
        var postgresRepresentation: String { name }
        init?(postgresRepresentation: String) {
            guard postgresRepresentation != "none" else { return nil }
            name = postgresRepresentation
        }
    }

    private enum Level: String, PostgresRepresentable, CaseIterable {
        case low, high
    }

    private func roundTrip<Value: PostgresBindable & PostgresDecodable & Equatable>(
        _ values: [Value], _ client: PostgresClient, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for value in values {
            let rows = try await client.query("select \(value)")
            #expect(try rows.decodeOne(Value.self) == value, sourceLocation: sourceLocation)
        }
    }

    @Test func scalarsComeBackAsTheyWent() async throws {
        try await Fixture.with { fixture in
            let client = fixture.client
            try await roundTrip([true, false], client)
            try await roundTrip([Int64.min, -1, 0, 1, .max], client)
            try await roundTrip([Int32.min, -1, 0, .max], client)
            try await roundTrip([Int16.min, -1, 0, .max], client)
            try await roundTrip([0 as UInt8, 255], client)
            try await roundTrip([0.0, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, 0.1], client)
            let result1 = try await client.query("select \(Double.nan)").decodeOne(Double.self)
            #expect(result1.isNaN)
            try await roundTrip(
                ["", " ", "a'b\"c\\d", "€ 𝄞 \u{1}\u{7f}\r\n\t", "$1 %s {}", String(repeating: "ä", count: 300_000)], client)
            try await roundTrip([UUID(), UUID(uuidString: "00000000-0000-0000-0000-000000000000")!], client)
            try await roundTrip([Data(), Data([0, 255, 0]), Data(repeating: 7, count: 1_000_000)], client)
            try await roundTrip([[UInt8](), [0, 1, 255]], client)
            try await roundTrip([Level.low, .high], client)
            try await roundTrip([Colour(name: "red")], client)
        }
    }

    @Test func instantsKeepTheirMicroseconds() async throws {
        try await Fixture.with { fixture in
            let values = [0, 1, -1, 946_684_800_000_000, 1_773_106_200_123_456, -62_135_596_800_000_000, .min, .max]
                .map { Timestamp(epochMicroseconds: $0) }
            try await roundTrip(values, fixture.client)
            let text = try await fixture.client.query("select \(Timestamp(epochSeconds: 1_773_106_200))::text").decodeOne(
                String.self)
            #expect(text == "2026-03-10 01:30:00+00")
            let infinite = try await fixture.client.query("select 'infinity'::timestamptz, '-infinity'::timestamptz")
            let (positive, negative) = try infinite.decodeOne((Timestamp, Timestamp).self)
            #expect(positive == .infinity && negative == .negativeInfinity)
            let edge = await postgresError { try await fixture.client.query("select \(Timestamp(epochMicroseconds: .min + 5))") }
            #expect(edge?.code == .invalidRequest)
            #expect(Timestamp(epochMicroseconds: -1).epochSeconds == -1)
        }
    }

    @Test func nullsAndArraysOfEveryKind() async throws {
        try await Fixture.with { fixture in
            let client = fixture.client
            try await roundTrip([nil, 5 as Int64?], client)
            try await roundTrip([nil, "" as String?, "x"], client)
            try await roundTrip([[Int64](), [1], [.min, .max]], client)
            try await roundTrip([[], ["", "a,b", "{}", "NULL", "\"\\"]], client)
            try await roundTrip([[true, false], []], client)
            try await roundTrip([[UUID(), UUID()]], client)
            try await roundTrip([[Data([0]), Data()]], client)
            try await roundTrip([[Timestamp(epochMicroseconds: 5)]], client)
            try await roundTrip([[1 as Int64?, nil, 3], [nil]], client)
            try await roundTrip([["a" as String?, nil]], client)
            try await roundTrip([[Level.low, .high]], client)
            try await roundTrip([[Int32.min, 7]], client)
            try await roundTrip([[0.5, .infinity]], client)
            let json = try await client.query("select \([JSONText("{\"a\":1}"), JSONText("[]")])")
            #expect(try json.decodeOne([JSONText].self).map(\.text) == ["{\"a\": 1}", "[]"])
        }
    }

    @Test func numericsAreExact() async throws {
        try await Fixture.with { fixture in
            let texts = [
                "0", "0.0", "1", "-1", "99.99", "100", "10000", "10001.5", "-0.0001", "0.00001234",
                "123456789012345678901234567890",
                "12345678.87654321", "NaN", "Infinity", "-Infinity", "1000000000000", "0.10", "9999.9999", "20000.0000",
            ]
            for text in texts {
                let result2 = try await fixture.client.query("select \(text)::numeric").decodeOne(String.self)
                #expect(result2 == text)
            }
            let result3 = try await fixture.client.query("select sum(x) from unnest(\([Int64.max - 1, 1])) x").decodeOne(
                Int64.self)
            #expect(result3 == Int64.max)
            let fraction = await postgresError { _ = try await fixture.client.query("select 1.5").decodeOne(Int.self) }
            #expect(fraction?.code == .decode)
        }
    }

    @Test func otherColumnTypesAreReadWhereThatIsExact() async throws {
        try await Fixture.with { fixture in
            let client = fixture.client
            let rows = try await client.query(
                "select 7::smallint, 8::int, count(*), 1.5::real, 'n'::name, '{\"a\": 1}'::json, '{\"b\":2}'::jsonb from (values (1)) v"
            )
            let (small, int, count, real, name, json, jsonb) = try rows.decodeOne(
                (Int, Int64, Int, Double, String, String, JSONText).self)
            #expect(small == 7 && int == 8 && count == 1 && real == 1.5 && name == "n")
            #expect(json == "{\"a\": 1}" && jsonb.text == "{\"b\": 2}")
            let tooBig = await postgresError { _ = try await client.query("select 70000").decodeOne(Int16.self) }
            #expect(tooBig?.code == .decode)
        }
    }

    @Test func mismatchesAreErrorsThatNameTheColumn() async throws {
        try await Fixture.with { fixture in
            let rows = try await fixture.client.query("select 1::bigint as number, null::text as word")
            for wrong in [
                await postgresError { _ = try rows.decodeOne((Int, String).self) },
                await postgresError { _ = try rows.decodeOne((String, String?).self) },
                await postgresError { _ = try rows.decodeOne(Int.self) },
                await postgresError { _ = try rows.decodeOne((Int, String?, Int).self) },
                await postgresError { _ = try rows[0].decode(column: "absent", as: Int.self) },
                await postgresError { _ = try rows[0].decode(column: "word", as: String.self) },
            ] {
                #expect(wrong?.code == .decode)
            }
            #expect(try rows[0].decode(column: "number", as: Int.self) == 1)
            #expect(try rows[0].decode(column: "word", as: String?.self) == nil)
            #expect(rows.columns == ["number", "word"])
            let twoDimensions = await postgresError {
                _ = try await fixture.client.query("select array[[1,2],[3,4]]").decodeOne([Int32].self)
            }
            #expect(twoDimensions?.code == .decode)
            let nullElement = await postgresError {
                _ = try await fixture.client.query("select array[1,null]").decodeOne([Int32].self)
            }
            #expect(nullElement?.code == .decode)
            let unknown = await postgresError { _ = try await fixture.client.query("select 'none'").decodeOne(Colour.self) }
            #expect(unknown?.code == .decode)
        }
    }

    @Test func affectedRowsAreCounted() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            let result4 = try await client.query("insert into items select generate_series(1, 5)").affected
            #expect(result4 == 5)
            let result5 = try await client.query("update items set name = 'x' where id > 3").affected
            #expect(result5 == 2)
            let result6 = try await client.query("select 1").affected
            #expect(result6 == 1)
            let result7 = try await client.query("delete from items where false").affected
            #expect(result7 == 0)
            let result8 = try await client.query("select id from items where id = 99").decodeFirst(Int.self)
            #expect(result8 == nil)
        }
    }
}
