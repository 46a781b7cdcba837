import Domain
import Foundation
import Web

/// Lets everybody in, as the role of their choice: for the demo, which listens on loopback only.
struct DemoGate: AccessGate {
    /// Guards the demo's forms against pages of other sites; made anew with each process.
    private let csrf = [UUID(), UUID()].map(\.uuidString).joined()

    /// Sees everything.
    private static let firstRole = Role.admin

    var isOpen: Bool { true }

    func hasUsers() async throws -> Bool { true }

    func who(session: String?, demoRole: Role?, now: Moment) async throws -> Who? {
        Who(name: "Demo visitor", role: demoRole ?? Self.firstRole, kind: .demo(csrf: csrf))
    }

    /// There are no tokens; a program in the demo asks without one.
    func who(token: String, now: Moment) async throws -> Who? { nil }

    func signIn(name: String, password: String, address: String, replacing former: String?, now: Moment) async throws -> SignInOutcome {
        .refused
    }

    func signOut(session: String, address: String, now: Moment) async throws {}
}
