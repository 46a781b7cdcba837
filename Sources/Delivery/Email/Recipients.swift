import Foundation

/// Those whom a target names: one address, or several separated by commas. Each is read by itself, so that one that is none keeps the mail from
/// nobody else.
struct Recipients: Sendable, Hashable {
    private(set) var addresses: [MailAddress] = []
    /// What stands among them and is no address; never empty where there is no address at all.
    private(set) var faults: [String] = []

    init(_ target: String) {
        for part in target.split(separator: ",") where !part.allSatisfy(\.isWhitespace) {
            if let address = MailAddress(String(part)) {
                addresses.append(address)
            } else {
                faults.append(part.trimmingCharacters(in: .whitespaces))
            }
        }
        if addresses.isEmpty, faults.isEmpty { faults = [target] }
    }

    /// The faults in words; nil without any.
    var complaint: String? {
        guard !faults.isEmpty else { return nil }
        return AnswerText.line(faults.map { "'\($0)' is not an e-mail address" }.joined(separator: "; "))
    }
}
