/// How a report looks: on a screen of any width, in light and dark, and on paper.
public enum ReportStyle {
    /// The names of the site's own colours, for a file that stands alone.
    static let colours = """

        :root { color-scheme: light dark;
          --ground: #f6f7f7; --surface: #ffffff; --raised: #f0f3f2; --ink: #16201f; --soft: #56625f; --line: #dfe5e3; --edge: #84918e;
          --accent: #1a6b63; --wash: #e4f1ee; --healthy: #17774a; --at-risk: #935700; --critical: #b93227; --muted: #66736f;
          --healthy-wash: #e3f3ea; --at-risk-wash: #faf0dc; --critical-wash: #fbe9e6;
          --healthy-fill: #1f9d63; --at-risk-fill: #c98200; --critical-fill: #d2453a; }
        @media (prefers-color-scheme: dark) { :root {
          --ground: #0e1312; --surface: #151c1b; --raised: #1d2625; --ink: #e6edeb; --soft: #a3b0ad; --line: #273231; --edge: #6f7d7a;
          --accent: #63c9bb; --wash: #16302d; --healthy: #55c88f; --at-risk: #eab35a; --critical: #ff8b80; --muted: #96a3a0;
          --healthy-wash: #14301f; --at-risk-wash: #352811; --critical-wash: #3a1c1a;
          --healthy-fill: #46b97f; --at-risk-fill: #dba447; --critical-fill: #f0776c; } }
        /* Paper is white, whatever the screen is. */
        @media print { :root { color-scheme: light;
          --ground: #ffffff; --surface: #ffffff; --raised: #f0f3f2; --ink: #16201f; --soft: #56625f; --line: #dfe5e3; --edge: #84918e;
          --accent: #1a6b63; --wash: #e4f1ee; --healthy: #17774a; --at-risk: #935700; --critical: #b93227; --muted: #66736f;
          --healthy-wash: #e3f3ea; --at-risk-wash: #faf0dc; --critical-wash: #fbe9e6;
          --healthy-fill: #1f9d63; --at-risk-fill: #c98200; --critical-fill: #d2453a; } }

        """

    /// What a page of the site has already.
    static let ground = """
        *, *::before, *::after { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; padding: 28px 20px 60px; background: var(--ground); color: var(--ink); overflow-wrap: break-word;
          font: 15px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
        main { max-width: 860px; margin: 0 auto; }
        h1, h2, p, ul, ol, dl, dd, figure, blockquote { margin: 0; padding: 0; }
        a { color: var(--accent); text-underline-offset: 2px; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        @media print { body { padding: 0; font-size: 10.5pt; } main { max-width: none; } }

        """

    /// Around a report on a page of the site.
    public static let page = """
        .report-tools { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 6px 20px; max-width: 860px; margin: 0 0 14px; }
        .report-tools .tools { display: flex; flex-wrap: wrap; gap: 4px 14px; }
        .report-list { margin: 0 0 16px; }
        main:has(> .report) { max-width: 960px; }
        @media print { .top, .live, .banner, .report-tools { display: none !important; } main { padding: 0 !important; } }

        """

    /// Of the report itself, wherever it stands.
    public static let rules = """
        .report { max-width: 860px; font-size: 15px; line-height: 1.55; }
        .report h1 { font-size: 26px; line-height: 1.25; letter-spacing: -.02em; font-weight: 650; }
        .report h2 { font-size: 18px; line-height: 1.35; letter-spacing: -.01em; font-weight: 650; margin: 0 0 10px; }
        .report ul, .report ol { list-style: none; margin: 0; padding: 0; }
        .report code { font: .92em ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--raised); padding: 1px 5px; border-radius: 4px; }
        .report-summary { font-size: 17px; margin: 10px 0 6px; max-width: 70ch; }
        .report-moment, .report-note { color: var(--soft); font-size: 13px; }
        .report-note { margin: 6px 0 0; max-width: 75ch; }
        .report-first { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; margin: 20px 0 16px; align-items: start; }
        .report-first > section { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; }
        .report-decide { border-top: 3px solid var(--accent) !important; }
        .report-changed { border-top: 3px solid var(--edge) !important; }
        .report-first li { margin: 0 0 12px; }
        .report-first li:last-child { margin-bottom: 0; }
        .report-first li > code { display: block; width: fit-content; max-width: 100%; margin-top: 4px; overflow-wrap: anywhere; }
        .report-changed li > b { display: inline-block; font-size: 12px; font-weight: 650; border-radius: 4px; padding: 0 6px; margin-right: 2px;
          background: var(--raised); color: var(--soft); }
        .report-changed li.better > b { background: var(--healthy-wash); color: var(--healthy); }
        .report-changed li.worse > b { background: var(--critical-wash); color: var(--critical); }
        .report-decide ol { counter-reset: decision; }
        .report-decide li { position: relative; padding-left: 26px; counter-increment: decision; }
        .report-decide li::before { content: counter(decision); position: absolute; left: 0; top: 1px; font-weight: 650; color: var(--accent); }
        .report-decide li > b, .report-decide li > span { display: block; }
        .report .evidence { font-size: 12px; white-space: nowrap; }
        .report-figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 12px; margin: 0 0 16px; }
        .report-figure { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; font-size: 13px; color: var(--soft); }
        .report-figure dt { color: var(--ink); font-weight: 550; }
        .report-figure .value { font-size: 24px; line-height: 1.3; font-weight: 650; color: var(--ink); font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
        .report-figure .value small { font-size: 13px; font-weight: 400; color: var(--soft); letter-spacing: 0; }
        .report-figure .verdict { font-weight: 600; }
        .report-figure.on-target .verdict { color: var(--healthy); }
        .report-figure.off-target .verdict { color: var(--critical); }
        .report-figure.provisional .verdict { color: var(--at-risk); }
        .report-figure .verdict i { font-style: normal; font-size: .8em; }
        .report-figure dd span { color: var(--muted); }
        .report-key { margin: 0 0 8px; }
        .report-key .report-figures { grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); }
        .report-contents { margin: 18px 0 0; font-size: 13px; }
        .report-contents ol { display: flex; flex-wrap: wrap; gap: 4px 18px; }
        .report-section { margin: 34px 0 0; padding-top: 18px; border-top: 1px solid var(--line); }
        .report-section > p { margin: 0 0 14px; max-width: 75ch; }
        .report-chart, .report-table { margin: 0 0 20px; }
        .report-chart figcaption, .report-table caption { font-weight: 600; text-align: left; padding: 0 0 6px; font-size: 14px; }
        .report-chart > svg { display: block; width: 100%; max-width: 640px; height: auto; }
        .report-chart details { margin-top: 6px; font-size: 13px; }
        .report-chart summary { cursor: pointer; color: var(--accent); width: fit-content; }
        .report-chart details caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .report-legend { display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 13px; color: var(--soft); margin-top: 4px !important; }
        .report-scroll { overflow-x: auto; position: relative; }
        .report table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
        .report th, .report td { text-align: left; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
        .report thead th { color: var(--soft); font-size: 12.5px; font-weight: 550; vertical-align: bottom; border-bottom-color: var(--edge); }
        .report .number { text-align: right; white-space: nowrap; }
        .report-items > li { padding: 10px 0 10px 16px; border-left: 3px solid var(--line); margin: 0 0 10px; }
        .report-items > li > b { font-weight: 600; }
        .report-items > li > span { color: var(--soft); }
        .report-items ul { margin: 4px 0 0 18px; }
        .report-items ul li { list-style: disc; }
        .report-items { margin-bottom: 14px !important; }
        .report-quotes { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 12px; margin: 0 0 18px; }
        .report-quotes figure { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; margin: 0; }
        .report-quotes blockquote { margin: 0; }
        .report-quotes blockquote::before { content: "“"; } .report-quotes blockquote::after { content: "”"; }
        .report-quotes figcaption { color: var(--soft); font-size: 13px; margin-top: 4px; }
        .report-empty { background: var(--raised); border-radius: 10px; padding: 12px 16px; margin: 0 0 16px; }
        .report-empty p { margin: 0; }
        .report svg { fill: none; stroke: none; }
        .report svg text { fill: var(--soft); font-size: 12.5px; }
        .report svg text.name { fill: var(--ink); }
        .report svg text.mark-label { fill: var(--at-risk); paint-order: stroke; stroke: var(--ground); stroke-width: 4px; }
        .report svg .grid { stroke: var(--line); stroke-width: 1; }
        .report svg .mark { stroke: var(--at-risk); stroke-width: 1.2; stroke-dasharray: 5 4; }
        .report svg .whisker { stroke: var(--edge); stroke-width: 1.2; }
        .report svg .track { fill: var(--raised); stroke: var(--line); }
        .report svg .band { fill: var(--edge); fill-opacity: .5; }
        .report svg .line { stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; fill: none; }
        .report svg .line.s1 { stroke-dasharray: 7 4; } .report svg .line.s2 { stroke-dasharray: 2 4; } .report svg .line.s3 { stroke-dasharray: 10 4 2 4; }
        .report svg .line.s4 { stroke-dasharray: 4 3; } .report svg .line.s5 { stroke-dasharray: 1 3; }
        .report svg .t-accent { --c: var(--accent); } .report svg .t-muted { --c: var(--edge); } .report svg .t-healthy { --c: var(--healthy-fill); }
        .report svg .t-at-risk { --c: var(--at-risk-fill); } .report svg .t-critical { --c: var(--critical-fill); }
        .report svg .t-c1 { --c: #4a7fc1; } .report svg .t-c2 { --c: #b06bb3; } .report svg .t-c3 { --c: #c98200; }
        .report svg .line { stroke: var(--c); } .report svg .dot, .report svg .bar { fill: var(--c); }
        @media (max-width: 640px) {
          .report-first { grid-template-columns: 1fr; }
          .report h1 { font-size: 22px; }
          .report-figures { grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 8px; }
          .report svg text { font-size: 15px; }
          .report-key .report-figures { grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); }
          .report table:has(th:nth-child(4)) { min-width: 560px; }
        }
        @media print {
          @page { size: A4; margin: 16mm 15mm; }
          .report { max-width: none; font-size: 10.5pt; }
          .report a { color: inherit; text-decoration: none; }
          .report .evidence, .report-contents, .report-chart details { display: none; }
          .report-first { grid-template-columns: 1fr 1fr; }
          .report h2 { break-after: avoid; }
          .report-figure, .report-chart, .report-items > li, .report-quotes figure, .report-first > section, .report tr, .report-empty { break-inside: avoid; }
          .report-table { break-inside: auto; } .report-table:has(tr:nth-child(-n+14):last-child) { break-inside: avoid; }
          .report thead { display: table-header-group; }
          .report-section { margin-top: 20px; padding-top: 12px; }
          .report-section > p { break-after: avoid; break-inside: avoid; }
          .report-figures { grid-template-columns: repeat(auto-fill, minmax(34mm, 1fr)); gap: 8px; }
          .report-figure { padding: 8px 10px; font-size: 8.5pt; } .report-figure .value { font-size: 15pt; }
          .report-chart > svg { max-width: 150mm; }
          .report-scroll { overflow: visible; }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }

        """
}
