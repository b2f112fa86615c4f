import Foundation
import NIOCore

extension APIRequest {
    /// The body as it came, for services that do not speak of buffers; empty when there is none.
    public var data: Data { Data(bytes.readableBytesView) }
}
