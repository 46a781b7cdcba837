import Access
import Dashboards
import Domain

/// A dashboard as its template shows it.
enum DashboardView {
    /// - Parameters:
    ///   - newest: of the same dashboard; the page says when it shows an older one.
    ///   - list: the snapshots to choose from, the newest first.
    ///   - role: decides about links and buttons.
    static func view(_ shown: DashboardSnapshot, newest: DashboardSnapshot, list: [SnapshotHeader], role: Role) -> View {
        let dashboard = shown.dashboard
        let path = "/" + dashboard.name.rawValue
        let isOlder = shown.id != newest.id
        let period = isOlder ? "?as_of=" + LocalPath.queryValue(dashboard.asOf.iso8601) : ""
        let surroundings = PanelView.Surroundings(linksCustomers: role.may(.seeCustomers)) { panel in
            path + "/" + panel.id + ".csv" + period
        }
        var view = view(dashboard, surroundings)
        view["controls"] = controls(shown, list: list, path: path, role: role)
        if isOlder { view["newestPath"] = path }
        return view
    }

    /// The part that an exported file shows too.
    static func view(_ dashboard: Dashboard, _ surroundings: PanelView.Surroundings) -> View {
        let cards = cards(dashboard.panels)
        return [
            "heading": dashboard.title,
            "asOf": time(dashboard.asOf),
            "takenAt": time(dashboard.takenAt),
            "cards": zip(cards, CardWidth.rows(cards.map(CardWidth.init))).map { card($0, width: $1, surroundings) },
        ]
    }

    private static func time(_ moment: Moment) -> View { ["iso": moment.iso8601, "text": FigureText.moment(moment)] }

    private static func controls(_ shown: DashboardSnapshot, list: [SnapshotHeader], path: String, role: Role) -> View {
        var view: View = ["dashboardPath": path]
        // A list of one offers nothing to choose.
        if list.count > 1 {
            view["snapshots"] =
                [
                    "options": list.map { header in
                        [
                            "value": header.asOf.iso8601, "label": FigureText.moment(header.asOf), "isShown": header.id == shown.id,
                            "isRequested": header.reason == .requested,
                        ] as View
                    }
                ] as View
        }
        if role.may(.take(shown.dashboard.name)) { view["mayTake"] = ["csrf": Sheet.Gap.csrf.mark] as View }
        return view
    }

    /// Panels of one group share a card, where the first of them stands.
    static func cards(_ panels: [Panel]) -> [[Panel]] {
        var cards: [[Panel]] = []
        var places: [String: Int] = [:]
        for panel in panels {
            if let group = panel.group, let place = places[group] {
                cards[place].append(panel)
            } else {
                if let group = panel.group { places[group] = cards.count }
                cards.append([panel])
            }
        }
        return cards
    }

    private static func card(_ panels: [Panel], width: Int, _ surroundings: PanelView.Surroundings) -> View {
        var view: View = [
            "panels": panels.map { PanelView.view($0, surroundings) },
            "width": width,
        ]
        if panels.count > 1, let first = panels.first {
            view["switch"] =
                [
                    "groupName": first.group ?? first.id,
                    "choices": panels.enumerated().map { index, panel in
                        ["choiceLabel": panel.choice ?? panel.title, "panelID": panel.id, "isFirst": index == 0] as View
                    },
                ] as View
        }
        return view
    }
}
