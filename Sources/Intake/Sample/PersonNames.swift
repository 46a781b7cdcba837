/// Names of people from many places, with the spelling they use in mail addresses.
enum PersonNames {
    struct Name: Sendable {
        let written: String
        /// Plain ASCII, lower case.
        let address: String
    }

    static let first = names(
        """
        Amara Anna Aisha Alejandro Ana|José Andrei André Anika Antoine Arjun Astrid Ayşe Beatriz Ben Björn Boris Bruno Camila Carlos Catherine \
        Chen Chiara Chloé Claire Daniel Daria David Deepa Diego Dmitri Eilidh Elena Elif Eliška Emeka Emily Emma Erik Esther Eva Farah Fatima \
        Femi Filip Finn Francesca Freja Gabriel Giulia Grace Hana Hannah Harriet Hassan Henrik Hugo Ingrid Isabel Ivan Jack Jakub James Jana \
        Jin Joana Johan Jonas Jorge Joseph Julia Kaito Karim Katarzyna Keiko Kofi Lars Laura Layla Leila Leon Lina Linh Lucía Luis Łukasz \
        Mads Maja Malik Marco María Marie Marta Mateo Maya Mehmet Mei Michael Mikael Milan Mina Mohammed Nadia Naoko Natalia Ngozi Niamh \
        Nikhil Nils Noah Nora Nuno Olga Oliver Olu Omar Oscar Paul Pavel Pedro Petra Priya Rachel Rafael Rania Ravi Renée Rosa Ruth Sam Samira \
        Sanjay Sara Sebastian Sofia Søren Stefan Sunita Tariq Teresa Thandi Thomas Tomás Ulla Uma Valentina Vera Victor Vikram Wei William \
        Wanjiru Yara Yasmin Yuki Yusuf Zainab Zanele Zoë Zuzana
        """)

    static let last = names(
        """
        Abdi Abe Adams Adeyemi Ahmed Akhtar Ali Almeida Andersen Andersson Bauer Becker Bell Bennett Bergström Bianchi Brandt Brown Campbell \
        Cardoso Castillo Černý Chatterjee Chaudhry Chen Clarke Cohen Conti Costa Cruz Da|Silva Danielsen Davies De|Vries Delgado Demir Diallo \
        Dubois Dvořák Edwards Eriksen Evans Farouk Fernández Ferrari Fischer Flores Fontaine Foster Fujita García Gonzalez Górski Graham Green \
        Gupta Haddad Hall Hansen Harris Hayashi Hernández Hoffmann Horvat Hughes Hussain Ibrahim Ito Ivanova Jansen Jensen Johansson Jones \
        Joshi Kamara Kaplan Kaya Keller Khan Kim Kovács Kowalski Krüger Kumar Lam Larsen Laurent Lee Lefèvre Lehmann Lewis Li Lindqvist Lopez \
        Lund Mahlangu Martin Martínez Mazur Mbeki McCarthy Mehta Mendes Meyer Mitchell Mohamud Moreau Morgan Moyo Müller Murphy Mwangi Nair \
        Nakamura Ndiaye Nguyễn Nielsen Novák Nowak O'Brien O'Neill Okafor Okonkwo Olsen Ortega Osei Østergaard Özdemir Park Patel Pereira \
        Petrov Pham Popescu Rahman Ramos Rao Reyes Ricci Richter Rivera Robinson Romero Rossi Ruiz Saito Santos Sato Schmidt Schneider Schäfer \
        Sharma Silva Singh Smith Suzuki Svensson Szabó Tan Tanaka Taylor Torres Tran Turner Usman Vargas Vasquez Virtanen Walker Wang Ward \
        Watanabe Weber White Wilson Wójcik Wong Wright Yamamoto Yang Yılmaz Young Zhang Zhou Zielińska
        """)

    /// Names stand between spaces; a bar is a space inside a name.
    private static func names(_ text: String) -> [Name] {
        text.split(separator: " ").map { word in
            let written = String(word).replacing("|", with: " ")
            return Name(written: written, address: address(of: written))
        }
    }

    private static func address(of name: String) -> String {
        var address = ""
        for letter in name.lowercased() {
            switch letter {
            case "a"..."z": address.append(letter)
            case " ", "'": continue
            default: address += plain[letter] ?? ""
            }
        }
        return address
    }

    private static let plain: [Character: String] = [
        "á": "a", "ä": "ae", "å": "a", "ã": "a", "č": "c", "é": "e", "è": "e", "ë": "e", "ě": "e", "ê": "e", "ễ": "e", "í": "i", "ı": "i",
        "ł": "l",
        "ń": "n", "ñ": "n", "ó": "o", "ö": "oe", "ø": "oe", "ř": "r", "š": "s", "ş": "s", "ü": "ue", "ý": "y", "ž": "z",
    ]
}
