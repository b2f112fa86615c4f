/// Times of requests as `curl` measures them. Our own client takes a quarter of a millisecond of each such time, which is as much
/// as some answers take.
enum Curl {
    /// The median of so many requests one after another over one connection, in milliseconds.
    static func medianMilliseconds(_ count: Int, _ url: String, token: String? = nil) async throws -> Double {
        let asked = Array(repeating: ["--output", "/dev/null", url], count: count).flatMap { $0 }
        let header = token.map { ["--header", "Authorization: Bearer \($0)"] } ?? []
        let output = try await Tool.run(
            "curl",
            [
                "--disable", "--silent", "--show-error", "--noproxy", "*", "--globoff", "--write-out",
                "%{http_code} %{time_total}\n",
            ]
                + header + asked)
        let times = try output.split(separator: "\n").map { line -> Double in
            let fields = line.split(separator: " ")
            guard fields.count == 2, fields[0] == "200", let time = Double(fields[1]) else {
                throw BenchError("curl said “\(line)” of \(url)")
            }
            return time * 1000
        }
        guard times.count == count else { throw BenchError("curl told of \(times.count) of \(count) requests to \(url)") }
        return percentile(times, 0.5)
    }
}
