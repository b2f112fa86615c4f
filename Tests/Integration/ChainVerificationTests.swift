import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import CLI

/// What was said in statements, verified as anybody can: by `pledge verify-chain`, and without our code.
@Suite("The chain", .timeLimit(.minutes(5)))
struct ChainVerificationTests {
    /// All that can be read of a tenant's statements and of their chain.
    private struct Reading {
        var keys: Node
        var entries: [Node]
        var revisions: [String: [Node]]
        var current: [String: Node]

        /// The first entry that is not intact.
        var fault: ChainFault? {
            var verification = ChainVerification(keys: ChainKeys(keys))
            for entry in entries {
                if let fault = verification.follow(entry) { return fault }
            }
            return revisions.keys.compactMap { id in
                verification.fault(in: id, revisions: revisions[id] ?? [], current: current[id] ?? Node(.null))
            }.min { $0.sequence < $1.sequence }
        }
    }

    /// A tenant with closed statements, one of which was restated.
    private func provider() async throws -> (Provider, statement: String) {
        let provider = try await Provider.make("chain")
        _ = try await provider.defineZectoService()
        _ = try await provider.publish("zecto.yaml")
        try await provider.declare("cpaas", "api", [("2026-01-10T01:00:00Z", "2026-01-10T01:50:00Z")])
        let first = try await provider.statement("cpaas", month: "2026-01", countedDown: 3_000)
        try await provider.declare("cpaas", "sms", [("2026-01-11T01:00:00Z", "2026-01-11T01:10:00Z")])
        _ = try await provider.statement("cpaas", month: "2026-01", countedDown: 3_600)
        return (provider, try #require(first["data", "0", "id"]?.text))
    }

    private func read(_ provider: Provider) async throws -> Reading {
        var reading = Reading(keys: try await provider.read("/v1/chain/keys").json(), entries: [], revisions: [:], current: [:])
        reading.entries = try await provider.read("/v1/chain?limit=200").json().list(at: "data")
        for id in Set(reading.entries.compactMap { $0.text(at: "content.statement") ?? $0.text(at: "content.objective") }) {
            let path = ChainReader.path(of: id)
            reading.revisions[id] = try await provider.read("\(path)/revisions").json().list(at: "data")
            reading.current[id] = try await provider.read(path).json()
        }
        return reading
    }

    @Test("the command finds it intact, and finds what was changed in the database")
    func command() async throws {
        let (provider, statement) = try await provider()
        let installation = provider.installation
        let reader = ChainReader(client: APIClient(base: installation.url(""), key: provider.admin))
        func fault(_ known: (sequence: Int64, hash: String)? = nil) async throws -> ChainFault? {
            var verification = ChainVerification(keys: ChainKeys(try await reader.keys()), known: known)
            if let fault = try await reader.follow(&verification) ?? verification.shortfall { return fault }
            return try await reader.fault(in: verification)
        }
        #expect(try await fault() == nil)
        let entries = try await read(provider).entries
        let mine = try #require(entries.first { $0.text(at: "content.statement") == statement })
        let place = try #require(mine["sequence"]?.integer)
        let last = try #require(entries.last?.text(at: "hash"))
        #expect(try await fault((Int64(entries.count), last)) == nil)
        #expect(try await fault((Int64(entries.count), ChainHash.none))?.sequence == Int64(entries.count))
        #expect(try await fault((Int64(entries.count) + 1, last))?.sequence == Int64(entries.count) + 1)

        // Whoever is at the database, and past its triggers, makes the first revision better than it was.
        let database = try #require(installation.databases[.availability])
        let admin = try await database.admin()
        try await admin.run("set session_replication_role = replica")
        let tenant = provider.tenant.uuid.uuidString
        try await admin.run(
            """
            update statement_revisions set body = replace(body, '"counted_down":3000', '"counted_down":2000')
            where tenant_id = '\(tenant)'
            """)
        let changed = try #require(try await fault())
        #expect(changed.reason.contains("was changed") && changed.sequence >= place)
        try await admin.run("delete from statement_chain where tenant_id = '\(tenant)' and sequence = \(entries.count - 1)")
        let removed = try #require(try await fault())
        #expect(removed.sequence == Int64(entries.count - 1) && removed.reason.contains("missing"))
    }

    @Test("nothing can be changed, removed, moved or signed by another without being found")
    func tampering() async throws {
        let (provider, statement) = try await provider()
        let intact = try await read(provider)
        #expect(intact.fault == nil && intact.entries.count > 3)
        let middle = intact.entries.count / 2

        var reading = intact
        let body = try #require(reading.revisions[statement]?.first)
        reading.revisions[statement]?[0] = body.replacing("verdict", with: Node(.string("met")))
        #expect(reading.fault?.reason.contains("was changed") == true)

        reading = intact
        reading.revisions[statement]?.removeLast()
        #expect(reading.fault?.reason.contains("is not there any more") == true)

        reading = intact
        reading.revisions[statement]?.append(body.replacing("revision", with: Node(.number("9"))).without("chain"))
        #expect(reading.fault?.reason.contains("is in no entry") == true)

        reading = intact
        reading.current[statement] = body.without("chain").replacing("verdict", with: Node(.string("met")))
        #expect(reading.fault?.reason.contains("is shown otherwise") == true)

        reading = intact
        reading.entries.remove(at: middle)
        #expect(reading.fault?.sequence == Int64(middle + 1))

        reading = intact
        reading.entries.swapAt(middle - 1, middle)
        #expect(reading.fault?.sequence == Int64(middle))

        // Places and hashes made to fit again: what is left is the signature.
        reading = intact
        let entry = intact.entries[middle]
        let content = try #require(entry["content"]).replacing("by", with: Node(.string("key_somebody")))
        let forged = entry.replacing("content", with: content)
            .replacing("content_hash", with: Node(.string(ChainHash.of(content))))
        reading.entries[middle] = forged.replacing("hash", with: Node(.string(ChainHash.of(ChainHash.link(forged)))))
        #expect(
            reading.fault
                == ChainFault(
                    sequence: Int64(middle + 1), reason: "its signature is not that of the key \(entry.text(at: "key") ?? "")"))
        reading.entries[middle] = entry.replacing("content", with: content)
        #expect(reading.fault?.reason == "what it records is not what was hashed")

        let other = try await Provider.make("other")
        reading = intact
        let key = try #require(intact.keys.list(at: "keys").first)
        let wrong = key.replacing("x", with: Node(.string("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")))
        reading.keys = Node(.map([.init("keys", Node(.list([wrong])))]))
        #expect(reading.fault?.sequence == 1 && reading.fault?.reason.contains("signature") == true)
        reading.keys = Node(.map([.init("keys", Node(.list([])))]))
        #expect(reading.fault?.reason.contains("not among the keys") == true)
        // An entry of this chain is none of another tenant's.
        reading = intact
        reading.entries[0] = intact.entries[0].replacing("tenant", with: Node(.string(other.tenant.description)))
        #expect(reading.fault?.sequence == 1)
    }

    @Test("somebody else's program verifies it by what docs/statements.md says")
    func independent() async throws {
        let (provider, _) = try await provider()
        let reading = try await read(provider)
        let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-chain-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func verdict(_ reading: Reading) async throws -> String {
            let revisions = Node(.map(reading.revisions.map { .init($0.key, Node(.list($0.value))) }))
            let whole = Node(
                .map([.init("keys", reading.keys), .init("entries", Node(.list(reading.entries))), .init("revisions", revisions)])
            )
            try Data(whole.json.utf8).write(to: folder.appending(path: "chain.json"))
            return try await Python.run(["-c", Self.program, folder.path]).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(try await verdict(reading) == "\(reading.entries.count) entries, intact")
        var forged = reading
        let stolen = try #require(reading.entries[0]["signature"])
        forged.entries[1] = reading.entries[1].replacing("signature", with: stolen)
        #expect(try await verdict(forged) == "2: the signature is wrong")
    }

    /// A verifier of nothing but Python's own library and openssl.
    private static let program = """
        import base64, hashlib, json, pathlib, subprocess, sys
        folder = pathlib.Path(sys.argv[1])
        read = json.loads((folder / "chain.json").read_text())

        def canonical(value):
            return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

        def sha256(value):
            return hashlib.sha256(canonical(value)).hexdigest()

        def decoded(text):
            return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

        def stop(entry, why):
            sys.exit(print(f"{entry['sequence']}: {why}"))

        for key in read["keys"]["keys"]:
            der = bytes.fromhex("302a300506032b6570032100") + decoded(key["x"])
            pem = "-----BEGIN PUBLIC KEY-----\\n" + base64.b64encode(der).decode() + "\\n-----END PUBLIC KEY-----\\n"
            (folder / key["kid"]).write_text(pem)

        before = {"sequence": 0, "hash": "0" * 64}
        for entry in read["entries"]:
            link = {n: entry[n] for n in ("tenant", "sequence", "previous_hash", "content_hash", "signed_at", "key")}
            if entry["sequence"] != before["sequence"] + 1 or entry["previous_hash"] != before["hash"]:
                stop(entry, "it does not follow")
            if entry["content_hash"] != sha256(entry["content"]) or entry["hash"] != sha256(link):
                stop(entry, "a hash is wrong")
            (folder / "signed").write_bytes(canonical(link))
            (folder / "signature").write_bytes(decoded(entry["signature"]))
            verified = subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", folder / entry["key"], "-rawin",
                 "-in", folder / "signed", "-sigfile", folder / "signature"], capture_output=True)
            if verified.returncode != 0:
                stop(entry, "the signature is wrong")
            content = entry["content"]
            kept = read["revisions"][content.get("statement") or content["objective"]]
            revision = next(r for r in kept if r["revision"] == content["revision"])
            body = {n: v for n, v in revision.items() if n != "chain"} | {"state": content["state"]}
            if content["body_hash"] != sha256(body):
                stop(entry, "the revision was changed")
            before = entry
        print(f"{len(read['entries'])} entries, intact")
        """
}
