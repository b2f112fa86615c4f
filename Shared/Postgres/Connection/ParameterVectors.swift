import Clibpq

/// The parallel arrays in which libpq wants parameters. One set a connection, grown when needed, never freed in between.
struct ParameterVectors: ~Copyable {
    private(set) var types: UnsafeMutablePointer<Oid>
    private(set) var values: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private(set) var lengths: UnsafeMutablePointer<Int32>
    /// All ones: every value goes in binary form.
    private(set) var formats: UnsafeMutablePointer<Int32>
    private var capacity: Int

    /// What a value of no bytes points to: a null pointer would make it null.
    nonisolated(unsafe) private static let empty: UnsafePointer<CChar> = {
        let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()

    /// Room for `capacity` parameters, to begin with.
    init(capacity: Int = 16) {
        self.capacity = capacity
        types = .allocate(capacity: capacity)
        values = .allocate(capacity: capacity)
        lengths = .allocate(capacity: capacity)
        formats = .allocate(capacity: capacity)
        formats.initialize(repeating: 1, count: capacity)
    }

    deinit {
        types.deallocate()
        values.deallocate()
        lengths.deallocate()
        formats.deallocate()
    }

    /// Fills the arrays. Values point into `bytes`.
    mutating func load(_ parameters: [Query.Parameter], bytes: UnsafeBufferPointer<UInt8>) {
        if parameters.count > capacity { self = ParameterVectors(capacity: max(parameters.count, capacity * 2)) }
        let base = bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) } ?? Self.empty
        for index in parameters.indices {
            let parameter = parameters[index]
            types[index] = parameter.type
            values[index] = parameter.length < 0 ? nil : parameter.length == 0 ? Self.empty : base + parameter.start
            lengths[index] = Int32(max(0, parameter.length))
        }
    }
}
