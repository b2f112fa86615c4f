import Testing

/// The short form of the fuzz run: always the same documents.
@Suite struct FuzzTests {
    @Test func nothingBreaks() throws {
        let program = try BacktestProgram()
        let result = try program.run(["fuzz", "--iterations", "400", "--seed", "20261121"])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("400 documents: "))
        #expect(result.output.contains("nothing broke"))
        let readable = result.output.split(separator: "400 documents: ").last?.split(separator: " ").first.flatMap { Int($0) }
        #expect(readable ?? 0 > 60, "too few could be read to have tested anything: \(result.output)")
    }
}
