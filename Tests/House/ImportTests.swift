import Testing

/// Who may import whom. A room that is not in the table may import none of the others.
@Suite struct ImportTests {
    /// What each room of the house may import of the house.
    static let allowed: [String: Set<String>] = [
        "Shared/Terms": [],
        "Shared/Contracts": ["Terms"],
        "Shared/Telemetry": ["Terms"],
        "Shared/Backtest": ["Terms", "Contracts", "Telemetry"],
        "Shared/EventLoop": ["Clibuv"],
        "Shared/Postgres": ["EventLoop", "Clibuv", "Clibpq"],
        "Shared/Redis": ["EventLoop", "Clibuv", "Chiredis"],
        "Shared/Hosting": ["Clibpq", "Clinux"],
        "Shared/Messaging": ["Terms", "Contracts", "EventLoop", "Postgres", "Redis"],
        "Shared/Chassis": ["Terms", "Contracts", "EventLoop", "Postgres", "Redis", "Messaging"],
        "Services/Agreements": service,
        "Services/Availability": service.union(["Csnappy", "Telemetry", "Backtest"]),
        "Services/Ticketing": service,
        "Services/Claims": service,
        "Services/Notifications": service.union(["EventLoop", "Clibcurl"]),
        // The gateway has no database; live events and rate limits are in Redis.
        "Services/Gateway": ["Chassis", "Messaging", "Contracts", "Terms", "Redis"],
        "Services/CLI": ["Contracts", "Terms", "Backtest", "Hosting"],
    ]

    private static let service: Set = ["Chassis", "Messaging", "Contracts", "Terms", "Postgres"]

    /// The modules of the house.
    static let house: Set = [
        "Terms", "Contracts", "Telemetry", "Backtest", "EventLoop", "Postgres", "Redis", "Hosting", "Messaging", "Chassis",
        "Agreements", "Availability", "Ticketing", "Claims", "Notifications", "Gateway", "CLI", "Clibuv", "Clibpq", "Chiredis",
        "Csnappy", "Clibcurl", "Clinux",
        "TestSupport",
    ]

    static let rooms = SourceFile.swift.filter { $0.path.hasPrefix("Shared/") || $0.path.hasPrefix("Services/") }

    @Test func theTreeIsThere() {
        #expect(Self.rooms.count > 100)
        #expect(Set(Self.rooms.map { $0.folders.prefix(2).joined(separator: "/") }) == Set(Self.allowed.keys))
    }

    @Test func everyRoomImportsOnlyWhatItMay() {
        for file in Self.rooms {
            let may = Self.allowed[file.folders.prefix(2).joined(separator: "/")] ?? []
            for module in file.imports where Self.house.contains(module) {
                #expect(may.contains(module), "\(file) imports \(module)")
            }
        }
    }

    @Test func termsStandOnFoundationAlone() {
        for file in Self.rooms where file.path.hasPrefix("Shared/Terms/") {
            #expect(Set(file.imports).isSubset(of: ["Foundation"]), "\(file) imports \(file.imports)")
        }
    }

    @Test func contractsStandOnTermsAndYams() {
        for file in Self.rooms where file.path.hasPrefix("Shared/Contracts/") {
            #expect(Set(file.imports).isSubset(of: ["Foundation", "Terms", "Yams"]), "\(file) imports \(file.imports)")
        }
    }

    /// Routes decode, authorise, call and encode.
    @Test func noSQLInRoutes() {
        let sql = #/"\s*(select|insert into|update|delete from|with)\s/#
        for file in Self.rooms where file.path.hasPrefix("Services/") && file.folders.contains("Routes") {
            for (number, line) in file.lines.enumerated() where line.contains(sql) {
                Issue.record("\(file):\(number + 1): SQL belongs in Store")
            }
        }
    }

    /// The rules of a service are pure: no database, no network, no clock but the one that is handed in.
    @Test func modelsArePure() {
        let outside: Set = ["Postgres", "Redis", "Messaging", "AsyncHTTPClient", "Hummingbird", "ServiceLifecycle"]
        for file in Self.rooms where file.path.hasPrefix("Services/") && file.folders.contains("Model") {
            #expect(outside.isDisjoint(with: file.imports), "\(file) imports \(file.imports)")
        }
    }

    /// The scan itself: it must see what is written in every way.
    @Test func theScanSeesImports() {
        let file = SourceFile(
            path: "x.swift",
            lines: [
                "import A", "@testable import B", "public import C", "import struct D.Thing", "// import E", "important",
                "import F.Sub",
            ])
        #expect(file.imports == ["A", "B", "C", "D", "F"])
    }
}
