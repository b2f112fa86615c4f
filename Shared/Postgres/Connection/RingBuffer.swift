/// A first-in, first-out queue that keeps its memory. Not copyable: elements are moved in and out, so that a request costs
/// no counting of references on its way through.
struct RingBuffer<Element>: ~Copyable {
    private var slots: UnsafeMutablePointer<Element>
    /// A power of two.
    private var capacity: Int
    private var head = 0
    private(set) var count = 0

    /// `capacity` is rounded up to a power of two; it grows when needed.
    init(capacity: Int = 16) {
        var size = 4
        while size < capacity { size *= 2 }
        self.capacity = size
        slots = .allocate(capacity: size)
    }

    deinit {
        for offset in 0..<count { slot(offset).deinitialize(count: 1) }
        slots.deallocate()
    }

    var isEmpty: Bool { count == 0 }
    var first: Element? { count == 0 ? nil : slots[head] }

    /// The element at `offset` from the oldest; nil past the newest.
    subscript(offset: Int) -> Element? { offset < count ? slot(offset).pointee : nil }

    private func slot(_ offset: Int) -> UnsafeMutablePointer<Element> { slots + ((head + offset) & (capacity - 1)) }

    mutating func append(_ element: consuming Element) {
        if count == capacity { grow() }
        slot(count).initialize(to: element)
        count += 1
    }

    mutating func prepend(_ element: consuming Element) {
        if count == capacity { grow() }
        head = (head + capacity - 1) & (capacity - 1)
        slots.advanced(by: head).initialize(to: element)
        count += 1
    }

    mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let first = slots.advanced(by: head).move()
        head = (head + 1) & (capacity - 1)
        count -= 1
        return first
    }

    /// Empties the queue, oldest first.
    mutating func removeAll() -> [Element] {
        var all: [Element] = []
        all.reserveCapacity(count)
        while let element = popFirst() { all.append(element) }
        return all
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        for offset in 0..<count { (larger + offset).moveInitialize(from: slot(offset), count: 1) }
        slots.deallocate()
        slots = larger
        capacity *= 2
        head = 0
    }
}
