/// What is wrong with the form of a CSV file, as opposed to its values.
enum CSVFault: Error, Hashable, Sendable {
    /// `"Acme" Ltd`: only a separator or the end of the line may follow a closing quote.
    case textAfterQuote
    /// `Acme "Ltd"`: a quote in a field that does not begin with one.
    case quoteInsideField
    /// The file ended, or a row grew past all reason, inside a quoted field that began in this line.
    case unterminatedQuote
    case nulByte
    /// The file is UTF-8 up to this byte.
    case notUTF8(byte: UInt8)
    case utf16
    /// A row without quotes that is longer than any row can be: not a text file of lines.
    case endlessRow
    case unreadable

    /// Nothing that follows in the file can be trusted, or it would only say the same again and again.
    var endsFile: Bool {
        switch self {
        case .textAfterQuote, .quoteInsideField, .nulByte: false
        case .unterminatedQuote, .notUTF8, .utf16, .endlessRow, .unreadable: true
        }
    }

    var message: String {
        switch self {
        case .textAfterQuote:
            #"text follows a closing quote; a quote inside a quoted field is doubled: "Acme ""Best"" Ltd""#
        case .quoteInsideField:
            #"a quote stands inside a field that does not begin with one; quote the field and double the quote: "Acme ""Best"" Ltd""#
        case .unterminatedQuote:
            "a quote opens a field here and is never closed"
        case .nulByte:
            "contains a NUL byte, which no text has"
        case .notUTF8(let byte):
            "is not UTF-8 (byte 0x\(String(byte, radix: 16, uppercase: true))); it may be Latin-1 or Windows-1252: save the file as UTF-8"
        case .utf16:
            "is UTF-16; save the file as UTF-8"
        case .endlessRow:
            "is longer than 16 MB; this does not look like a CSV file"
        case .unreadable:
            "the file cannot be read any further"
        }
    }
}
