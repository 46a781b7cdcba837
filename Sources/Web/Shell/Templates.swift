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
        for template in Template.allCases where library.getTemplate(named: template.rawValue) == nil {
            throw WebFilesError.unreadable(file: template.rawValue + ".mustache")
        }
        self.library = library
    }

    /// The HTML of a view. That every template is there is checked at the start.
    func render(_ template: Template, _ view: View) -> String {
        library.render(view, withTemplate: template.rawValue) ?? ""
    }
}
