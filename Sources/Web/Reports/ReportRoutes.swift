import Access
import Domain
import Foundation
import Hummingbird
import Reports

/// The stored reports: their list, each as a page and as a file, and two side by side.
struct ReportRoutes {
    let site: Site

    /// Of the list's entries; some two years of all kinds.
    private static let listed = 200

    func add(to router: Router<MainstayContext>) {
        router.only(.get, at: "/reports", use: list)
        router.only(.get, at: "/reports/compare", use: compare)
        router.only(.get, at: "/reports/{id}", use: page)
        router.only(.get, at: "/reports/{id}/{format}", use: file)
    }

    private var source: any ReportSource { site.dependencies.reports }

    @Sendable private func list(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let who = try site.require(.seeReports(.monthly), context)
        let headers = try await source.list(who.role.reports, limit: Self.listed)
        let body = site.templates.render(.reports, ReportListView.view(headers, kinds: who.role.reports))
        return site.page(title: "Reports", section: .reports, body: body, request, context)
    }

    @Sendable private func page(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let (report, who) = try await report(context)
        let body = site.templates.render(
            .report,
            ReportView.view(
                report, before: try await source.predecessor(of: report.header), printsPDF: source.printsPDF,
                links: who.role.may(.seeCustomers) ? .site : .none))
        return site.page(title: report.document.title, section: .reports, body: body, request, context)
    }

    @Sendable private func file(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let (report, _) = try await report(context)
        guard let format = ReportFileFormat(rawValue: try context.parameters.require("format")) else { throw Refusal.notFound }
        let bytes: ByteBuffer
        switch format {
        case .html: bytes = ByteBuffer(string: ReportHTML.file(report.document, links: source.fileLinks))
        case .markdown: bytes = ByteBuffer(string: ReportMarkdown.text(report.document, links: source.fileLinks))
        case .json: bytes = ByteBuffer(string: report.jsonText + "\n")
        case .pdf:
            do {
                bytes = ByteBuffer(bytes: try await source.pdf(report.document))
            } catch ReportError.browserBusy {
                throw Refusal.printing
            } catch let error as ReportError {
                throw Refusal.badRequest(reason: "\(error.description.prefix(1).uppercased())\(error.description.dropFirst()).")
            }
        }
        let day = CivilDate(of: report.header.asOf)
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"mainstay-\(report.header.kind.rawValue)-\(day).\(format.fileEnding)\"",
            ],
            body: ResponseBody(byteBuffer: bytes))
    }

    @Sendable private func compare(_ request: Request, _ context: MainstayContext) async throws -> Response {
        let query = QueryParameters(request.uri.query)
        let one = try await report(query["one"], context).report
        let other = try await report(query["other"], context).report
        let comparison: ReportComparison
        do {
            comparison = try ReportComparison(one, other)
        } catch {
            throw Refusal.badRequest(reason: "Only two reports of one kind have the same figures; these are of two.")
        }
        let alike = try await source.list([one.header.kind], limit: Self.listed)
        let body = site.templates.render(.reportComparison, ReportComparisonView.view(comparison, alike: alike))
        return site.page(title: "\(one.header.kind.title), two compared", section: .reports, body: body, request, context)
    }

    private func report(_ context: MainstayContext) async throws -> (report: StoredReport, who: Who) {
        try await report(try context.parameters.require("id"), context)
    }

    /// A report that the visitor may see.
    ///
    /// - Throws: ``Refusal``.
    private func report(_ id: String?, _ context: MainstayContext) async throws -> (report: StoredReport, who: Who) {
        let who = try site.require(.seeReports(.monthly), context)
        guard let id = id.flatMap(Int64.init), id > 0, let report = try await source.report(id) else { throw Refusal.notFound }
        guard who.role.may(.seeReports(report.header.kind)) else { throw Refusal.notAllowed(.seeReports(report.header.kind)) }
        return (report, who)
    }
}
