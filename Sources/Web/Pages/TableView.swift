import Dashboards
import Foundation

/// A panel's data as a table.
enum TableView {
    static func view(_ panel: Panel, _ surroundings: PanelView.Surroundings) -> View {
        let table = panel.table
        return [
            "caption": panel.title,
            "count": table.rows.count == 1 ? "1 row" : "\(FigureText.integer(Decimal(table.rows.count))) rows",
            "columns": table.columns.map { ["label": $0.title, "numeric": isNumeric($0.kind)] as View },
            "rows": table.rows.map { row in
                [
                    "key": row.first.map { cell in if case .text(let text) = cell { text } else { "" } } ?? "",
                    "cells": zip(row, table.columns).map { cell($0, $1.kind, surroundings) },
                ] as View
            },
        ]
    }

    private static func isNumeric(_ kind: DataTable.Column.Kind) -> Bool {
        switch kind {
        case .integer, .decimal, .percent, .money: true
        case .text, .moment, .customer: false
        }
    }

    private static func cell(_ cell: DataTable.Cell, _ kind: DataTable.Column.Kind, _ surroundings: PanelView.Surroundings) -> View {
        var view: View = ["text": FigureText.cell(cell, kind), "numeric": isNumeric(kind)]
        guard case .text(let text) = cell else { return view }
        switch kind {
        case .customer where surroundings.linksCustomers:
            view["customerPath"] = "/customers/" + LocalPath.queryValue(text, keepsSlash: false)
        case .moment: view["iso"] = text
        default: break
        }
        return view
    }
}
