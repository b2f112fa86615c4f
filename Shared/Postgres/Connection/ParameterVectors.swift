import Clibpq

/// The parallel arrays in which libpq wants parameters. One set a connection, grown when needed, never freed in between.
struct ParameterVectors {
    private(set) var types: [Oid] = []
    private(set) var values: [UnsafePointer<CChar>?] = []
    private(set) var lengths: [Int32] = []
    /// All ones: every value goes in binary form.
    private(set) var formats: [Int32] = []

    /// What a value of no bytes points to: a null pointer would make it null.
    nonisolated(unsafe) private static let empty: UnsafePointer<CChar> = {
        let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()

    /// Fills the arrays. Values point into `bytes`.
    mutating func load(_ query: Query, bytes: UnsafeBufferPointer<UInt8>) {
        types.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        let base = bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) } ?? Self.empty
        for parameter in query.parameters {
            types.append(parameter.type)
            values.append(parameter.length < 0 ? nil : parameter.length == 0 ? Self.empty : base + parameter.start)
            lengths.append(Int32(max(0, parameter.length)))
        }
        while formats.count < values.count { formats.append(1) }
    }
}
