import Dashboards
import Foundation
import Testing
import Web

@Suite struct DashboardExportTests {
    @Test func needsNothingFromElsewhere() throws {
        let html = try DashboardExport.html(SampleDashboards.dashboard())
        let markup = try Self.withoutScriptsAndStyles(html)
        for match in markup.matches(of: /(?:src|href|action)="([^"]*)"/) {
            #expect(match.1.hasPrefix("data:"), "\(match.1)")
        }
        #expect(!markup.contains("<link") && !markup.contains("<img") && !markup.contains("<form"))
        #expect(html.contains("71.35") && html.contains("data-chart="))
    }

    @Test func namesItsScriptsByHash() throws {
        let html = try DashboardExport.html(SampleDashboards.dashboard())
        let policy = try #require(html.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
        #expect(policy.hasPrefix("default-src &#39;none&#39;;"))
        #expect(policy.components(separatedBy: "sha256-").count - 1 == 4)
        #expect(!policy.contains("unsafe"))
    }

    @Test func escapesEveryText() throws {
        let text = "</script><script>alert(1)</script>"
        #expect(try !DashboardExport.html(SampleDashboards.hostile(text)).contains("<script>alert"))
    }

    @Test func saysWhichPackageIsMissing() throws {
        let error = try #require(throws: WebFilesError.self) {
            try DashboardExport.html(SampleDashboards.dashboard(), chartScriptPath: "/nowhere/chart.js")
        }
        #expect("\(error)".contains("libjs-chart.js") && "\(error)".contains("/nowhere/chart.js"))
    }

    private static func withoutScriptsAndStyles(_ html: String) throws -> String {
        html.replacing(/<script>(?s).*?<\/script>/, with: "").replacing(/<style>(?s).*?<\/style>/, with: "")
    }
}
