/// Both caches of a process; whatever changes access empties both.
struct Recognition: Sendable {
    let sessions = RecognitionCache<Session>()
    let tokens = RecognitionCache<TokenHolder>()

    func forgetAll() {
        sessions.forgetAll()
        tokens.forgetAll()
    }
}
