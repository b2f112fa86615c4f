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
            var buffer = ByteBuffer(string: "service,component,location,at,state\n")
            for component in first..<min(first + componentsEach, components) {
                append(component, prefix: "\(service),", to: &buffer)
            }
            return buffer
        }
    }

    /// The same rows as `COPY` takes them: `component,location,at,state`.
    func rows() -> ByteBuffer {
        var buffer = ByteBuffer()
        for component in 0..<components { append(component, prefix: "", to: &buffer) }
        return buffer
    }

    private func append(_ component: Int, prefix: String, to buffer: inout ByteBuffer) {
        let name = "\(prefix)c\(component < 10 ? "0" : "")\(component),eu,"
        for index in 0..<each {
            let jitter = (index &* 7 &+ component &* 13) % 5
            let down = (index / 3 &+ component &* 31) % oneDownIn == oneDownIn - 1
            buffer.writeString(name)
            buffer.writeString(String(start + index * 60 + jitter))
            buffer.writeString(down ? ",down\n" : ",up\n")
        }
    }

    /// A definition of the service whose components are these.
    func definition(service: String) -> String {
        let names = (0..<components).map { "c\($0 < 10 ? "0" : "")\($0)" }
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
