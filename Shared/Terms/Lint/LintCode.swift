/// What kind of finding it is. The names are part of the API.
public enum LintCode: String, CaseIterable, Hashable, Sendable, Codable {
    /// Availabilities below the target that no tier names.
    case tierGap = "tier_gap"
    /// Availabilities that two tiers name, or a tier and the target.
    case tierOverlap = "tier_overlap"
    /// Less urgent before more urgent, or more credit for better availability.
    case invertedLevels = "inverted_levels"
    /// A date that does not exist.
    case impossibleDate = "impossible_date"
    /// A date that is one day to some readers, and another to others.
    case ambiguousDate = "ambiguous_date"
    /// A promise that nothing can break.
    case cannotBeMissed = "cannot_be_missed"
    /// A promise that nobody can keep.
    case cannotBeMet = "cannot_be_met"
    /// A commitment whose clause prints other percentages.
    case targetDiffersFromWords = "target_differs_from_words"
    /// More than one measuring window in the words of one commitment.
    case windowContradiction = "window_contradiction"
    /// No zone in the words, and no choice of one.
    case missingZone = "missing_zone"
    /// A claim that lapses before anybody can know whether it is founded.
    case earlyDeadline = "early_deadline"
    /// A part that can never apply.
    case unreachable
    /// A service that the catalogue does not have.
    case unknownService = "unknown_service"
    /// Credits that may come to more than the fee.
    case missingCap = "missing_cap"
    /// A printed allowance that the formula does not yield.
    case allowanceDiffers = "allowance_differs"
}
