import Foundation
import NIOCore

/// Half a year of one-minute probe samples of some services, and the stretches that do not count, in the forms that each of those
/// takes that are asked about it.
struct LongHistory: Sendable {
    /// The days that are asked about.
    static let days = 180
    /// Stretches of a service that do not count, of two hours each: one a month.
    static let exclusionsEach = 6
    private static let exclusionSeconds = 7_200
    private static let monthSeconds = 30 * 86_400

    /// The services, s00, s01, …, each with the one component of its number.
    let services: Int
    /// The first sample's time, Unix seconds, a whole minute.
    let start: Int
    private let samples: Samples

    /// The half year that ends with a whole minute.
    init(services: Int, end: Int) {
        self.services = services
        start = end - Self.days * 86_400
        // A second after the minute at least: whoever looks once a minute, back to the minute before, then finds one of each.
        samples = Samples(components: services, each: Self.days * 1_440, start: start + 1)
    }

    /// Samples in all.
    var count: Int { samples.count }

    /// The key of a service.
    static func key(_ service: Int) -> String { "s\(service < 10 ? "0" : "")\(service)" }

    /// The stretches of a service that do not count. The first holds an outage of it.
    func exclusions(of service: Int) -> [Range<Int>] {
        (0..<Self.exclusionsEach).map { month in
            let from = start + month * Self.monthSeconds + samples.firstDown(component: service, after: service * 60) * 60 - 3_600
            return from..<from + Self.exclusionSeconds
        }
    }

    /// The definition of a service.
    func definition(of service: Int) -> String { samples.definition(service: Self.key(service), of: service...service) }

    /// Our CSV, a request a service.
    func request(of service: Int) -> ByteBuffer { samples.request(service: Self.key(service), of: service...service) }

    /// Lines of service, time and value, by metric: what is up, and what does not count.
    func csv() -> [(metric: String, lines: ByteBuffer)] {
        [("up_probe", all { lines, service, at, isUp in lines.writeString("\(service),\(at),\(isUp ? 1 : 0)\n") }), excludedCSV]
    }

    private var excludedCSV: (metric: String, lines: ByteBuffer) {
        var lines = ByteBuffer()
        for (service, at) in excludedMinutes { lines.writeString("\(service),\(at),1\n") }
        return ("excluded", lines)
    }

    /// The same as OpenMetrics.
    func writeOpenMetrics(to file: String) throws {
        var text = ByteBuffer(string: "# TYPE up_probe gauge\n")
        text.writeImmutableBuffer(
            all { lines, service, at, isUp in lines.writeString("up_probe{service=\"\(service)\"} \(isUp ? 1 : 0) \(at)\n") })
        text.writeString("# TYPE excluded gauge\n")
        for (service, at) in excludedMinutes { text.writeString("excluded{service=\"\(service)\"} 1 \(at)\n") }
        text.writeString("# EOF\n")
        try Data(text.readableBytesView).write(to: URL(filePath: file))
    }

    private func all(_ line: (inout ByteBuffer, String, Int, Bool) -> Void) -> ByteBuffer {
        var lines = ByteBuffer()
        for service in 0..<services {
            let key = Self.key(service)
            for index in 0..<samples.each {
                let sample = samples.sample(index, of: service)
                line(&lines, key, sample.at, sample.isUp)
            }
        }
        return lines
    }

    private var excludedMinutes: [(service: String, at: Int)] {
        (0..<services).flatMap { service in
            exclusions(of: service).flatMap { range in
                stride(from: range.lowerBound, to: range.upperBound, by: 60).map { (Self.key(service), $0) }
            }
        }
    }
}
