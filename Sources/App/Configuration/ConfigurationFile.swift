import Configuration
import Foundation

/// A file of configuration: one object in JSON, its keys those of ``ConfigurationKey``.
///
/// It is read here and not by the library's own provider, since a misspelt key must be found.
struct ConfigurationFile: Sendable {
    let path: String
    private let values: [ConfigurationKey: String]

    init(path: String) throws(ConfigurationError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .unreadableFile(path: path, reason: Self.reason(error))
        }
        try self.init(path: path, data: data)
    }

    init(path: String, data: Data) throws(ConfigurationError) {
        let parsed: Any
        do {
            parsed = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
        } catch {
            throw .malformedFile(path: path, reason: Self.reason(error))
        }
        guard let object = parsed as? [String: Any] else { throw .malformedFile(path: path, reason: "its outermost value is another") }
        var values: [ConfigurationKey: String] = [:]
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            guard let key = ConfigurationKey(rawValue: name) else { throw .unknownKey(path: path, key: name) }
            if let text = value as? String {
                values[key] = text
            } else if key.isSwitch, let isOn = value as? Bool {
                values[key] = "\(isOn)"
            } else if !(value is Bool), let number = value as? Int {
                values[key] = String(number)
            } else {
                throw .notAText(path: path, key: key)
            }
        }
        self.path = path
        self.values = values
    }

    var provider: InMemoryProvider {
        InMemoryProvider(
            name: path,
            values: Dictionary(
                uniqueKeysWithValues: values.map { key, text in (key.absolute, ConfigValue(.string(text), isSecret: key.isSecret)) }))
    }

    /// What the system says, without its frame of domain and code.
    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        if let detail = error.userInfo["NSDebugDescription"] as? String { return detail.trimmingCharacters(in: ["."]) }
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error { return reason(cause) }
        if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
        return error.localizedDescription.trimmingCharacters(in: ["."])
    }
}

extension ConfigurationKey {
    var absolute: AbsoluteConfigKey { AbsoluteConfigKey([rawValue]) }
}
