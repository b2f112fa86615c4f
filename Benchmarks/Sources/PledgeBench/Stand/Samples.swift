import NIOCore

/// Probe samples of a year, for the benchmarks: one a minute with some seconds of jitter, the same on every run.
struct Samples: Sendable {
    /// Components, named c00, c01, …
    let components: Int
    /// Samples of each component.
    let each: Int
    /// The first sample's time, Unix seconds.
    let start: Int
    /// About one sample in so many is down, in runs of three.
    var oneDownIn = 2_000

    /// How many in all.
    var count: Int { components * each }

    /// Lines `service,component,location,at,state`, in requests of so many components each.
    func requests(service: String, componentsEach: Int) -> [ByteBuffer] {
        stride(from: 0, to: components, by: componentsEach).map { first in
            request(service: service, of: first...min(first + componentsEach, components) - 1)
        }
    }

    /// The same rows as `COPY` takes them: `component,location,at,state`.
    func rows() -> ByteBuffer {
        var buffer = ByteBuffer()
        for component in 0..<components { append(component, prefix: "", to: &buffer) }
        return buffer
    }

    /// One request of some components.
    func request(service: String, of components: ClosedRange<Int>) -> ByteBuffer {
        var buffer = ByteBuffer(string: "service,component,location,at,state\n")
        for component in components { append(component, prefix: "\(service),", to: &buffer) }
        return buffer
    }

    /// A sample of a component: one a minute, some seconds late, and about one in 2,000 down, in runs of three.
    func sample(_ index: Int, of component: Int) -> (at: Int, isUp: Bool) {
        let jitter = (index &* 7 &+ component &* 13) % 5
        return (start + index * 60 + jitter, (index / 3 &+ component &* 31) % oneDownIn != oneDownIn - 1)
    }

    /// The number of the first sample that is down, of those from a number on.
    func firstDown(component: Int, after index: Int) -> Int {
        (index...).first { !sample($0, of: component).isUp } ?? index
    }

    private func append(_ component: Int, prefix: String, to buffer: inout ByteBuffer) {
        let name = "\(prefix)\(Self.key(component)),eu,"
        for index in 0..<each {
            let (at, isUp) = sample(index, of: component)
            buffer.writeString(name)
            buffer.writeString(String(at))
            buffer.writeString(isUp ? ",up\n" : ",down\n")
        }
    }

    private static func key(_ component: Int) -> String { "c\(component < 10 ? "0" : "")\(component)" }

    /// A definition of the service whose components are these.
    func definition(service: String) -> String { definition(service: service, of: 0...components - 1) }

    /// A definition of the service whose components are some of these.
    func definition(service: String, of components: ClosedRange<Int>) -> String {
        let names = components.map(Self.key)
        let list = names.map {
            #"{"key":"\#($0)","name":"\#($0)","source":{"kind":"probe","locations":["eu"],"quorum":1,"confirm":1,"stale_seconds":90}}"#
        }
        let leaves = names.map { #"{"component":"\#($0)"}"# }
        return """
            {"key":"\(service)","name":"\(service)","components":[\(list.joined(separator: ","))],\
            "tree":{"all":[\(leaves.joined(separator: ","))]}}
            """
    }
}
