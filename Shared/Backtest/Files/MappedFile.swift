import Foundation

/// A file's bytes, mapped: the system reads ahead and takes back what was read, so that memory stays flat however large the
/// file is. The file must not be cut while it is read.
final class MappedFile {
    /// The path, as it was given.
    let path: String
    /// All bytes.
    let bytes: UnsafeRawBufferPointer

    /// After so many bytes the pages behind are given back, and progress is told: far less than memory, far more than a page.
    static let stride = 16 << 20

    private let told: (Int) -> Void
    private var released = 0

    /// Maps a regular file. `told` hears now and then how many bytes were read.
    init(_ path: String, told: @escaping (Int) -> Void = { _ in }) throws(TelemetryError) {
        self.path = path
        self.told = told
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw TelemetryError(file: path, detail: String(cString: strerror(errno))) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw TelemetryError(file: path, detail: "is not a regular file")
        }
        let size = Int(status.st_size)
        guard size > 0 else { throw TelemetryError(file: path, detail: "is empty") }
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
            throw TelemetryError(file: path, detail: String(cString: strerror(errno)))
        }
        madvise(start, size, Int32(MADV_SEQUENTIAL))
        bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    /// That everything before `offset` has been read.
    @inline(__always)
    func advance(to offset: Int) {
        if offset - released >= Self.stride { release(offset) }
    }

    /// That the file has been read.
    func finish() {
        told(bytes.count)
    }

    private func release(_ offset: Int) {
        let whole = offset / Self.stride * Self.stride
        if let base = bytes.baseAddress {
            madvise(UnsafeMutableRawPointer(mutating: base) + released, whole - released, Int32(MADV_DONTNEED))
        }
        released = whole
        told(offset)
    }

    /// The error for a place of this file.
    func error(_ place: String, _ detail: String) -> TelemetryError {
        TelemetryError(file: path, place: place, detail: detail)
    }
}
