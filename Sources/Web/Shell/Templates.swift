import Foundation
import Mustache

/// What a template shows, by name. Only values that are there: a name without a value is looked for further out.
typealias View = [String: Any]

/// The Mustache templates, read and parsed once.
struct Templates: Sendable {
    private let library: MustacheLibrary

    /// - Throws: ``WebFilesError``.
    init(files: WebFiles = WebFiles()) throws {
        // Before any template is parsed: parsing looks the name up.
        MustacheContentTypes.register(EscapedContent(), named: EscapedContent.name)
        var library = MustacheLibrary()
        for (file, data) in try files.contents(of: "Templates") where file.hasSuffix(".mustache") {
            // Every template, and with it every part that another one takes in, escapes in our way.
            let text = "{{% CONTENT_TYPE: \(EscapedContent.name)}}" + String(decoding: data, as: UTF8.self)
            do {
                try library.register(text, named: String(file.dropLast(".mustache".count)))
            } catch {
                throw WebFilesError.badTemplate(name: file, reason: "\(error)")
            }
        }
        for name in ["layout", "dashboard", "panel", "table", "no-snapshot", "error", "sign-in", "export"]
        where library.getTemplate(named: name) == nil {
            throw WebFilesError.unreadable(file: name + ".mustache")
        }
        self.library = library
    }

    /// The HTML of a view. A template that does not exist is an empty text; the ones there must be are checked at the start.
    func render(_ name: String, _ view: View) -> String {
        library.render(view, withTemplate: name) ?? ""
    }
}
