public import Domain

extension Diagnosis: Report {
    public var page: Page {
        var page = Page("Doctor", Page.asOf(asOf))
        page.gap()
        let width = findings.reduce(0) { max($0, $1.topic.rawValue.count) }
        for finding in findings {
            let topic = finding.topic.rawValue + String(repeating: " ", count: width - finding.topic.rawValue.count)
            page.add(finding.level.mark + " " + .faint(topic) + "  " + InkedText(finding.seen))
            if let remedy = finding.remedy {
                page.add(
                    InkedText(String(repeating: " ", count: width + 4)) + "→ " + .strong(remedy)
                        + .faint(finding.code.map { "  [\($0)]" } ?? ""))
            }
        }
        page.gap()
        page.add(summary)
        return page
    }

    private var summary: InkedText {
        let (problems, warnings) = (count(of: .problem), count(of: .warning))
        if problems == 0, warnings == 0 { return InkedText("All is well.", .good) }
        let parts = [
            problems > 0 ? Spoken.count(problems, "problem", "problems") : nil,
            warnings > 0 ? Spoken.count(warnings, "warning", "warnings") : nil,
        ]
        return InkedText(parts.compactMap(\.self).joined(separator: ", "), problems > 0 ? .bad : .warning)
            + .faint("; docs/errors.md explains each")
    }

    public var json: JSON {
        .object([
            "as_of": .from(asOf), "problems": .from(count(of: .problem)), "warnings": .from(count(of: .warning)),
            "findings": .array(findings.map(\.json)),
        ])
    }

    public var csv: CSVTable {
        CSVTable(
            ["level", "topic", "code", "seen", "remedy"],
            rows: findings.map { [$0.level.rawValue, $0.topic.rawValue, .csv($0.code), $0.seen, .csv($0.remedy)] })
    }
}

extension Finding {
    fileprivate var json: JSON {
        .object([
            "level": .string(level.rawValue), "topic": .string(topic.rawValue), "code": .from(code), "seen": .string(seen),
            "remedy": .from(remedy),
        ])
    }
}

extension Finding.Level {
    /// Different without colours too.
    fileprivate var mark: InkedText {
        switch self {
        case .ok: InkedText("✓", .good)
        case .warning: InkedText("!", .warning)
        case .problem: InkedText("✗", .bad)
        }
    }
}
