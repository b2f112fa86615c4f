import Clibuv
import Glibc

extension EventLoop {
    /// The numeric addresses of `host`, in the resolver's order, without blocking the loop (libuv's thread pool asks).
    /// `done` runs on the loop. Numeric hosts come back as they are.
    public func resolve(_ host: String, then done: @escaping @Sendable (Result<[String], EventLoopError>) -> Void) {
        execute { [self] in
            let request = UnsafeMutablePointer<uv_getaddrinfo_t>.allocate(capacity: 1)
            request.pointee.data = Unmanaged.passRetained(Resolution(done)).toOpaque()
            var hints = addrinfo()
            hints.ai_family = AF_UNSPEC
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            let code = uv_getaddrinfo(
                uv, request,
                { request, status, addresses in
                    let resolution = Unmanaged<Resolution>.fromOpaque(request!.pointee.data).takeRetainedValue()
                    request!.deallocate()
                    resolution.finish(status: status, addresses: addresses)
                    uv_freeaddrinfo(addresses)
                }, host, nil, &hints)
            guard code != 0 else { return }
            Unmanaged<Resolution>.fromOpaque(request.pointee.data).release()
            request.deallocate()
            done(.failure(EventLoopError(code: code, operation: "uv_getaddrinfo(\(host))")))
        }
    }

    /// The numeric addresses of `host`, in the resolver's order.
    public func resolve(_ host: String) async throws(EventLoopError) -> [String] {
        try await withCheckedContinuation { continuation in
            resolve(host) { continuation.resume(returning: $0) }
        }.get()
    }
}

private final class Resolution: Sendable {
    private let done: @Sendable (Result<[String], EventLoopError>) -> Void

    init(_ done: @escaping @Sendable (Result<[String], EventLoopError>) -> Void) { self.done = done }

    func finish(status: Int32, addresses: UnsafeMutablePointer<addrinfo>?) {
        guard status == 0 else { return done(.failure(EventLoopError(code: status, operation: "uv_getaddrinfo"))) }
        var found: [String] = []
        var next = addresses
        while let address = next {
            next = address.pointee.ai_next
            // Long enough for any IPv6 address with a scope.
            var text = [CChar](repeating: 0, count: 64)
            guard let socketAddress = address.pointee.ai_addr else { continue }
            let code: Int32
            switch address.pointee.ai_family {
            case AF_INET:
                code = UnsafeRawPointer(socketAddress).withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    uv_ip4_name($0, &text, text.count)
                }
            case AF_INET6:
                code = UnsafeRawPointer(socketAddress).withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                    uv_ip6_name($0, &text, text.count)
                }
            default: continue
            }
            guard code == 0 else { continue }
            let name = text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
            if !found.contains(name) { found.append(name) }
        }
        done(.success(found))
    }
}
