import Domain

/// A moment written as people write it; a wrong one fails the test that uses it.
func time(_ text: String) -> Moment {
    do {
        return try Moment(iso8601: text)
    } catch {
        preconditionFailure("\(text): \(error)")
    }
}
