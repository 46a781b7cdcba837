import Crypto
public import Dashboards
import Foundation

/// A dashboard as one file that needs nothing else: to send, to keep, to open without the server.
public enum DashboardExport {
    /// The styles, Chart.js and the scripts are inside. A policy in the file lets a browser run these very scripts and load nothing.
    ///
    /// - Parameter chartScriptPath: the file of Chart.js; nil looks where packages put it.
    /// - Throws: ``WebFilesError``.
    public static func html(_ dashboard: Dashboard, chartScriptPath: String? = nil) throws -> String {
        let assets = try Assets(chartScriptPath: chartScriptPath)
        let styles = [assets.text(of: "app.css")]
        let scripts = [assets.chartScriptText, assets.text(of: "charts.js"), assets.text(of: "app.js")].map(embeddable)
        let surroundings = PanelView.Surroundings(linksCustomers: false) { panel in
            "data:text/csv;charset=utf-8;base64," + Data(PanelCSV.text(panel.table).utf8).base64EncodedString()
        }
        let templates = try Templates()
        return templates.render(
            .export,
            [
                "title": dashboard.title,
                "policy": policy(styles: styles, scripts: scripts),
                "styles": styles.map { ["source": $0] as View },
                "scripts": scripts.map { ["source": $0] as View },
                "dashboard": templates.render(.dashboard, DashboardView.view(dashboard, surroundings)),
            ])
    }

    /// Nothing but what is named by its hash.
    private static func policy(styles: [String], scripts: [String]) -> String {
        func hashes(_ texts: [String]) -> String {
            texts.map { "'sha256-" + Data(SHA256.hash(data: Data($0.utf8))).base64EncodedString() + "'" }.joined(separator: " ")
        }
        return "default-src 'none'; style-src \(hashes(styles)); script-src \(hashes(scripts)); img-src data: blob:; base-uri 'none'; "
            + "form-action 'none'"
    }

    /// In a script's element, only these two letters could end it or begin a comment.
    private static func embeddable(_ script: String) -> String {
        script.replacing("</script", with: "<\\/script").replacing("<!--", with: "<\\!--")
    }
}
