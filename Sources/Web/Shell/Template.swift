/// The templates by the names of their files, parts of pages among them.
enum Template: String, CaseIterable {
    case alert
    case alertLink = "alert-link"
    case alertPlaces = "alert-places"
    case alerts
    case customer
    case customers
    case dashboard
    case deliveries
    case error
    case export
    case gates
    case layout
    case noSnapshot = "no-snapshot"
    case panel
    case report
    case reportComparison = "report-comparison"
    case reports
    case routes
    case signIn = "sign-in"
    case table
}
