import CustomerMetrics
import Domain

/// The address of a customer's page.
enum CustomerPath {
    static func page(of customer: Customer) -> String { page(ofID: part(customer)) }

    /// - Parameter id: as people know it, or the UUID.
    static func page(ofID id: String) -> String { "/customers/" + LocalPath.queryValue(id, keepsSlash: false) }

    /// The id people know, unless an address cannot hold it: browsers take two dots for the folder above, and nobody reads a page of letters.
    private static func part(_ customer: Customer) -> String {
        let shown = customer.id.shown
        return shown.isEmpty || [".", ".."].contains(shown) || shown.unicodeScalars.count > 200 ? customer.uuidText : shown
    }
}

extension Customer {
    /// What pages call a customer.
    var called: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? id.shown }
}
