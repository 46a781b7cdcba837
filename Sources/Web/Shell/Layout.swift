import Access
import Domain

/// What stands around every page: head, menu, banner, who is there.
enum Layout {
    static func view(_ site: Site, who: Who?, section: Section?, hasCharts: Bool, title: String, body: String) -> View {
        var view: View = [
            "title": title,
            "body": body,
            "theme": Sheet.Gap.theme.mark,
            "styles": site.assets.stylesheets.map { ["path": $0] as View },
            "scripts": (hasCharts ? [site.assets.chartScript] + site.assets.chartScripts : []).map { ["path": $0] as View }
                + [["path": site.assets.appScript] as View],
            "icon": site.assets.icon,
        ]
        if let banner = site.dependencies.options.banner { view["banner"] = banner }
        guard let who else { return view }
        view["visitor"] = visitor(who)
        if LiveRoutes.isOpen(to: who.role) { view["live"] = ["livePath": "/live"] as View }
        view["menu"] = Section.open(to: who.role).map { entry in
            [
                "label": entry.label, "entryPath": entry.path, "shape": entry.shape,
                "isHere": entry == section,
            ] as View
        }
        return view
    }

    private static func visitor(_ who: Who) -> View {
        var view: View = ["visitorName": Sheet.Gap.name.mark, "role": who.role.title, "csrf": Sheet.Gap.csrf.mark]
        switch who.kind {
        case .session: view["hasSession"] = true
        case .token: break
        case .demo:
            view["demo"] =
                [
                    "roles": Role.allCases.map { role in
                        ["roleValue": role.rawValue, "roleTitle": role.title, "isChosen": role == who.role] as View
                    }
                ] as View
        }
        return view
    }
}
