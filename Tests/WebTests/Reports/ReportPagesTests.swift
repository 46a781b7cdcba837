import Access
import Domain
import Foundation
import Hummingbird
import HummingbirdTesting
import Reports
import Testing

@testable import Web

@Suite("The pages of reports")
struct ReportPagesTests {
    @Test("the list has the kinds that a role sees", arguments: Role.allCases)
    func list(role: Role) async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/reports", method: .get, headers: .session(role)) { response in
                guard !role.reports.isEmpty else {
                    #expect(response.status == .forbidden)
                    return
                }
                #expect(response.status == .ok)
                #expect(response.text.contains("href=\"/reports/3\""))
                #expect(response.text.contains("href=\"/reports/2\"") == (role != .product))
                #expect(response.text.contains("/reports/compare?one=1&amp;other=2") == (role != .product))
            }
        }
    }

    @Test("a report is open to those who see its kind, as a page and as every file", arguments: Role.allCases)
    func rights(role: Role) async throws {
        try await FixedSite().test { client in
            for (id, isOpen) in [(2, role.reports.contains(.weekly)), (3, role.reports.contains(.insights))] {
                for path in ["", "/html", "/markdown", "/json"] {
                    try await client.execute(uri: "/reports/\(id)\(path)", method: .get, headers: .session(role)) { response in
                        #expect(response.status == (isOpen ? .ok : .forbidden), "\(id)\(path)")
                        if !isOpen { #expect(!response.text.contains("All is known")) }
                    }
                }
            }
            for path in ["/reports", "/reports/2", "/reports/compare?one=1&other=2"] {
                try await client.execute(uri: path, method: .get) { #expect($0.status == .seeOther) }
            }
        }
    }

    @Test("no text of a report is markup, and a page has no style or script of its own")
    func escaping() async throws {
        var site = FixedSite()
        site.reports = FixedReports(text: "<script>alert(1)</script>\"'")
        try await site.test { client in
            for path in ["/reports", "/reports/2", "/reports/2/html", "/reports/compare?one=1&other=2"] {
                try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .ok)
                    #expect(!response.text.contains("<script>alert"), "\(path)")
                    if path != "/reports/2/html" { #expect(!response.text.contains("style=") && !response.text.contains("<style")) }
                    let policy = try #require(response.headers[.contentSecurityPolicy])
                    #expect(policy.contains("style-src 'self'") && !policy.contains("unsafe"))
                }
            }
        }
    }

    @Test("a file is named after its kind and day, and is what it says")
    func files() async throws {
        try await FixedSite().test { client in
            for (format, type, ending) in [
                ("html", "text/html; charset=utf-8", "html"), ("markdown", "text/markdown; charset=utf-8", "md"),
                ("json", "application/json", "json"),
            ] {
                try await client.execute(uri: "/reports/2/\(format)", method: .get, headers: .session(.admin)) { response in
                    #expect(response.headers[.contentType] == type)
                    #expect(response.headers[.contentDisposition] == "attachment; filename=\"mainstay-weekly-2025-11-03.\(ending)\"")
                }
            }
            for path in [
                "/reports/99", "/reports/0", "/reports/x", "/reports/2/exe", "/reports/compare?one=1", "/reports/compare?one=1&other=99",
            ] {
                try await client.execute(uri: path, method: .get, headers: .session(.admin)) { #expect($0.status == .notFound, "\(path)") }
            }
            try await client.execute(uri: "/reports/compare?one=1&other=3", method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .badRequest)
            }
        }
    }

    @Test("a PDF is offered where the machine can make one, else the answer says what is missing")
    func pdf() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/reports/2", method: .get, headers: .session(.admin)) {
                #expect(!$0.text.contains("/reports/2/pdf"))
            }
            try await client.execute(uri: "/reports/2/pdf", method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .badRequest)
                #expect(response.text.contains("install chromium"))
            }
        }
        var site = FixedSite()
        site.reports.printsPDF = true
        try await site.test { client in
            try await client.execute(uri: "/reports/2", method: .get, headers: .session(.admin)) {
                #expect($0.text.contains("/reports/2/pdf"))
            }
            try await client.execute(uri: "/reports/2/pdf", method: .get, headers: .session(.admin)) { response in
                #expect(response.headers[.contentType] == "application/pdf")
                #expect(response.text == "%PDF")
            }
        }
    }

    @Test("those who do not see customers get no links to them")
    func links() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/reports/3", method: .get, headers: .session(.product)) {
                #expect(!$0.text.contains("href=\"/customers"))
            }
            try await client.execute(uri: "/reports/3", method: .get, headers: .session(.chairman)) { response in
                #expect(response.text.contains("href=\"/customers?sort=arr\""))
            }
        }
    }

    @Test("two reports stand side by side with their difference")
    func comparison() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/reports/compare?one=2&other=1", method: .get, headers: .session(.admin)) { response in
                #expect(
                    response.text.contains("<td class=\"number\">68.00</td><td class=\"number\">70.00</td><td class=\"number\">+2.00</td>"))
            }
        }
    }

    @Test("the API gives the document byte for byte, and what a role sees")
    func api() async throws {
        try await FixedSite().test { client in
            let document = try #require(try await FixedReports().report(2)).jsonText
            try await client.execute(uri: "/api/v1/reports/2", method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .ok)
                #expect(response.text.contains("\"document\":" + document))
            }
            try await client.execute(uri: "/api/v1/reports/2", method: .get, headers: .session(.product)) {
                #expect($0.status == .forbidden)
            }
            try await client.execute(uri: "/api/v1/reports/77", method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .notFound)
                #expect(response.text.contains("no_such_report"))
            }
            try await client.execute(uri: "/api/v1/reports?kind=weekly", method: .get, headers: .session(.product)) { response in
                #expect(response.text.contains("\"reports\":[]"))
            }
            try await client.execute(uri: "/api/v1/reports", method: .get, headers: .session(.product)) { response in
                #expect(response.text.contains("\"kind\":\"insights\"") && !response.text.contains("weekly"))
            }
        }
    }
}
