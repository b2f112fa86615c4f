import Contracts
import Postgres

extension JSONText {
    /// A value as the database keeps it.
    init(encoding value: some Encodable) throws {
        self.init(try PledgeJSON.encodeText(value))
    }

    /// The value again.
    func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try PledgeJSON.decode(type, from: text)
    }
}
