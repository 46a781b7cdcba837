import Domain

/// A time as tests write it; a misspelt one ends the test.
func time(_ text: String) -> Moment {
    guard let moment = try? Moment(iso8601: text) else { preconditionFailure("not a time: \(text)") }
    return moment
}
