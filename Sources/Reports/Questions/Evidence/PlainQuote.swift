import Foundation

/// What a customer wrote, fit to be read by others: short, on one line, and without what tells who wrote it.
///
/// A name that nothing marks as one, of somebody who is not the writer, stays: nobody can tell Frank the colleague from frank the word.
enum PlainQuote {
    static let longest = 160

    /// - Parameter names: of the person who wrote it; taken out whole, and each capitalised word of it with 3 letters or more.
    static func text(_ original: String, without names: [String] = []) -> String {
        var text = oneLine(original)
        // The order matters: an address holds names, and a name may stand before a number.
        text = text.replacing(#/[^\s<>()]+@[^\s<>()]+\.[A-Za-z]{2,}/#, with: "[address]")
        text = text.replacing(#/(?:https?:|www\.)\S+/#.ignoresCase(), with: "[link]")
        text = text.replacing(#/(^|\s)@\w{2,}/#) { "\($0.output.1)[name]" }
        // Seven digits and more are a telephone number, an account or the like.
        text = text.replacing(#/\+?\d(?:[\s().-]{0,2}\d){6,}/#, with: "[number]")
        text = text.replacing(#/\b(?:Mr|Mrs|Ms|Dr|Prof)\b\.? \p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)?/#, with: "[name]")
        text = text.replacing(#/\b([Mm]y name is|[Tt]his is) \p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)?/#) { "\($0.output.1) [name]" }
        // A signature at the end.
        text = text.replacing(
            #/\b((?:[Tt]hanks|[Tt]hank you|[Rr]egards|[Cc]heers|[Ss]incerely|[Yy]ours)[,!.]?) \p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'.-]+)?$/#
        ) {
            "\($0.output.1) [name]"
        }
        for name in names where !name.isEmpty {
            text = text.replacing(word: oneLine(name), with: "[name]")
            for word in name.split(whereSeparator: { !$0.isLetter }) where word.count >= 3 && word.first?.isUppercase == true {
                text = text.replacing(word: String(word), with: "[name]")
            }
        }
        return shortened(text)
    }

    private static func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// Cut between two words, with an ellipsis.
    private static func shortened(_ text: String) -> String {
        guard text.count > longest else { return text }
        let cut = text.prefix(longest)
        let words = cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut
        return words.trimmingCharacters(in: CharacterSet(charactersIn: " ,;:.–-")) + " …"
    }
}

extension String {
    /// Replaces whole words only.
    fileprivate func replacing(word: String, with replacement: String) -> String {
        var result = ""
        var place = startIndex
        while let found = range(of: word, range: place..<endIndex) {
            let begins = found.lowerBound == startIndex || !self[index(before: found.lowerBound)].isLetter
            let ends = found.upperBound == endIndex || !self[found.upperBound].isLetter
            result += self[place..<found.lowerBound]
            result += begins && ends ? replacement : String(self[found])
            place = found.upperBound
        }
        return result + self[place...]
    }
}
