import Testing

@testable import Terms

/// What lint reads out of the words of clauses.
@Suite struct LintWordsTests {
    @Test(arguments: [
        ("99.0% - 99.9% | 10% of fees", "99.0-99.9=:10"), ("95.0 – 98.9 % earns 25 percent", "95.0-98.9=:25"),
        ("Below 95.0% | 50%", "0-95.0:50"), ("less than 90% : 100%", "0-90:100"), ("95,0% to 98,99% 5%", "95.0-98.99=:5"),
        ("≥ 99.0% but < 99.95%: 10%", "99.0-99.95:10"), ("at least 95% but less than 99%: 10%", "95-99:10"),
        ("99% or more, and 5% of fees", ""), ("We guarantee 99.9% uptime.", ""), ("from 10 to 20 days", ""),
    ])
    func ranges(text: String, expected: String) {
        let ranges = PrintedRange.all(in: Word.words(of: text)).map { range in
            "\(range.lower?.text ?? "0")-\(range.upper.text)\(range.includesUpper ? "=" : ""):\(range.credit ?? "")"
        }
        #expect(ranges.joined(separator: " ") == expected)
    }

    @Test(arguments: [
        ("[17/111/2025]", "17/111/2025 nil nil"), ("on 02.11.2022.", "02.11.2022 2022-11-02 2022-02-11"),
        ("31/12/2025", "31/12/2025 2025-12-31 nil"), ("2025-02-30", "2025-02-30 nil nil"), ("2025-11-17", ""),
        ("192.168.10.2022", ""), ("version 1.2.3", ""), ("24/7/365", ""), ("9.00-18.00", ""),
        ("30.02.2024", "30.02.2024 nil nil"),
    ])
    func dates(text: String, expected: String) {
        let dates = PrintedDate.all(in: Word.words(of: text)).map { date in
            "\(date.text) \(date.dayFirst?.description ?? "nil") \(date.monthFirst?.description ?? "nil")"
        }
        #expect(dates.joined(separator: " ") == expected)
    }

    @Test(arguments: [
        ("on a monthly basis", [PrintedWindow.month]), ("a 30-day month: 43.2 minutes", []),
        ("the last 180 days (six months)", [.days(180), .months(6)]), ("within 30 days of the incident", []),
        ("each calendar quarter of a year", [.quarter, .year]), ("a 12-month term", []),
    ])
    func windows(text: String, expected: [PrintedWindow]) {
        #expect(PrintedWindow.all(in: Word.words(of: text)) == Set(expected))
    }

    @Test func formulas() throws {
        let quarterly = try #require(
            PrintedFormula(
                Word.words(of: "(total minutes - excluded duration - unavailability duration) / (total - excluded) x 100%")))
        #expect(quarterly.subtracted == ["excluded duration", "unavailability duration"])
        let letters = try #require(PrintedFormula(Word.words(of: "U = (A-B+C)/A\nA = All, B = Scheduled Downtime, C = Excluded")))
        #expect(letters.subtracted == ["scheduled downtime"])
        #expect(letters.added == ["excluded"])
        #expect(PrintedFormula(Word.words(of: "(we are available) / always")) == nil)
        #expect(PrintedFormula([]) == nil)
    }
}
