public import Schema

/// Everything that can be seen of the running jobs; the program logs it, tests wait for it.
public enum JobEvent: OutageEvent, Sendable {
    case began(JobRun)
    /// With its outcome. A run of another server that is called abandoned here counts as well.
    case ended(JobRun)
    /// It took so long that another server called it abandoned and began it anew.
    case overtaken(JobRun)
    case databaseLost(cause: String)
    case databaseBack(outageSeconds: Double)
    /// Something else went wrong with the books; it is tried again.
    case failed(cause: String)
}
