import Domain

/// How long a browser stays signed in.
enum SessionTerms {
    /// A session that nobody uses for a working day ends; so a forgotten one does not wait for its finder overnight.
    static let idleSeconds: Int64 = 8 * 3_600
    /// However busy it is, after a week somebody proves again who it is.
    static let absoluteSeconds: Int64 = 7 * 86_400
    /// Use is written down at most this often, so that reading pages does not mean writing rows. Idle expiry is as exact as that.
    static let seenEverySeconds: Int64 = 60
}
