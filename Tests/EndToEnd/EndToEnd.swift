import Testing

/// Stories of the whole installation, started as a user starts it; one at a time, for each has a stack of its own.
@Suite(.serialized) enum EndToEnd {}
