import Contracts
import Terms

/// The days of a course as a row of bars, each with what happened on it as its title.
struct DayBars {
    private let course: PublicServices.Course
    private let name: String
    private let firstDay: LocalDate

    /// - Parameter firstDay: `yyyy-mm-dd`.
    init(_ course: PublicServices.Course, name: String, firstDay: String) {
        self.course = course
        self.name = name
        self.firstDay = LocalDate(firstDay) ?? LocalDate(epochDay: 0)
    }

    /// Bars of 4 units with gaps of 1: the browser stretches them to the page's width.
    private static let barWidth = 4
    private static let step = 5
    private static let height = 20
    /// Where bars begin: trouble stands out by its height, too, for those who do not tell red from green.
    private static let tops = ["u": 5, "n": 12]
    /// From one part in so many of a day on, a day counts as bad: a twentieth is 72 minutes.
    private static let badShare: Int64 = 20

    /// The picture.
    var svg: HTMLText {
        let bars = course.days.enumerated().map { index, day -> HTMLText in
            let title = "\(Self.label(firstDay.adding(days: Int64(index)))): \(Self.words(day))"
            let style = Self.style(day)
            let top = Self.tops[style] ?? 0
            return """
                <rect x="\(index * Self.step)" y="\(top)" width="\(Self.barWidth)" height="\(Self.height - top)" class="\(style)">\
                <title>\(title)</title></rect>
                """
        }
        let width = max(1, course.days.count * Self.step - (Self.step - Self.barWidth))
        return """
            <svg viewBox="0 0 \(width) \(Self.height)" preserveAspectRatio="none" role="img" aria-label="\(summary)">\(bars)</svg>
            """
    }

    /// What the picture says, for those who do not see it.
    private var summary: String {
        let bad = course.days.count { $0.downSeconds > 0 }
        let silent = course.days.count { $0.seconds > 0 && $0.unknownSeconds == $0.seconds }
        let known = silent == 0 ? "" : ", nothing measured on \(silent)"
        return "\(name), the last \(course.days.count) days: down on \(bad)\(known)"
    }

    private static func style(_ day: PublicServices.Day) -> String {
        if day.downSeconds > 0 { return day.downSeconds * badShare >= day.seconds ? "d" : "p" }
        return day.seconds == 0 || day.unknownSeconds * 2 > day.seconds ? "n" : "u"
    }

    private static func words(_ day: PublicServices.Day) -> String {
        if day.seconds > 0, day.unknownSeconds == day.seconds { return "nothing measured" }
        let unknown = day.unknownSeconds > 0 ? ", nothing measured for \(span(day.unknownSeconds))" : ""
        return (day.downSeconds > 0 ? "down for \(span(day.downSeconds))" : "no downtime") + unknown
    }

    /// `1 h 5 min`, or seconds where there is no whole minute.
    private static func span(_ seconds: Int64) -> String {
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds < 3600 ? seconds % 60 : 0, "s")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    private static func label(_ day: LocalDate) -> String {
        let (year, month, number) = day.parts
        return "\(number) \(LocalTimes.months[month - 1]) \(year)"
    }
}
