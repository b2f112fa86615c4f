/// Builds values out of what the protocol parser meets, without a tree of C objects in between.
///
/// The parser reports arrays by their announced length and then their elements, depth first; the builder keeps the arrays
/// that are not yet full and says when a top-level value is complete.
final class ReplyBuilder {
    /// Room made for an array before its elements come; who announces more has to send them first.
    private static let announcedMaximum = 1024

    /// The last complete top-level value, until it is taken.
    private var finished: RedisValue?
    private var open: [(missing: Int, values: [RedisValue])] = []

    /// A value without elements.
    func add(_ leaf: RedisValue) {
        var value = leaf
        while let last = open.indices.last {
            open[last].values.append(value)
            open[last].missing -= 1
            guard open[last].missing == 0 else { return }
            value = .array(open.removeLast().values)
        }
        finished = value
    }

    /// An array of `count` elements, which follow.
    func beginArray(count: Int) {
        guard count > 0 else { return add(.array([])) }
        var values: [RedisValue] = []
        values.reserveCapacity(min(count, Self.announcedMaximum))
        open.append((count, values))
    }

    /// Takes the complete value. Nil only when the parser breaks its promise.
    func take() -> RedisValue? {
        defer { finished = nil }
        return finished
    }
}
