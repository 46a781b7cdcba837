/// A line as it is typed, key by key, with the keys that correct it.
struct HiddenLine {
    enum End {
        case line(String)
        case interrupted
        case givenUp
    }

    private var bytes: [UInt8] = []

    /// - Returns: how the line ends; nil while it goes on.
    mutating func take(_ byte: UInt8) -> End? {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return .line(String(decoding: bytes, as: UTF8.self))
        // Ctrl-C and Ctrl-\.
        case 0x03, 0x1C: return .interrupted
        // Ctrl-D ends what is typed; where nothing is, it ends the asking.
        case 0x04: return bytes.isEmpty ? .givenUp : .line(String(decoding: bytes, as: UTF8.self))
        // Backspace, by either of its names, takes a whole character.
        case 0x08, 0x7F:
            while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
        // Ctrl-U takes everything.
        case 0x15: bytes.removeAll()
        case _ where byte < 0x20: break
        // Beyond any password the rest is not kept, so that a stuck key fills no memory; it is too long anyhow.
        default: if bytes.count < 4_096 { bytes.append(byte) }
        }
        return nil
    }
}
