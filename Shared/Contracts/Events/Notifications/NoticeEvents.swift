/// A notice was given; recorded for ever.
public struct NoticeGiven: EventPayload, Equatable {
    /// `pledge.notifications.notice.given.v1`
    public static let type = "pledge.notifications.notice.given.v1"
    /// The notice, without its text.
    public var notice: NoticeResource

    /// Tells of `notice`.
    public init(notice: NoticeResource) {
        self.notice = notice
        self.notice.text = nil
    }
}
