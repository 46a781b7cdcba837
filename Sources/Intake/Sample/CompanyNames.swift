/// The companies that customers work for, as mail domains. `.example` and `example.com` are reserved: no mail ever arrives there (RFC 2606).
enum CompanyNames {
    private static let first = words(
        """
        alder amber anchor arbor ash aurora beacon birch blackwood blueridge bramble brightwater brook canyon cedar chalk clearfield cobalt \
        copper coral crestline delta driftwood eastgate elm ember fairhaven falcon fern fjord foxglove garnet glacier granite greenfield harbor \
        hawthorn hazel heron highland hollow indigo ironbridge ivory juniper kestrel kingfisher lantern larch lighthouse linden lumen maple \
        marlow meadow meridian midland millstone moorland northwind oakfield oriel osprey pebble pine polar quarry quartz redwood ridgeway \
        riverside rowan saffron sandstone seabright silverlake skylark slate solstice southbank spruce starling stonebridge summit swift \
        tamarind teal thistle tidewater topaz umber valley vantage velvet vista walnut westbrook whitecap willow winter wren yarrow zephyr
        """)

    private static let second = words(
        """
        analytics architects bakery biotech capital care clinics collective consulting dairy design dynamics education energy engineering \
        estates farms finance foods freight gardens group health hotels insurance interiors labs law legal logistics machines marine materials \
        media metals mobility networks optics outdoor partners pharma plastics press print productions properties recruiting robotics security \
        shipping software solar sports studio supply systems textiles tools trading travel ventures water works
        """)

    /// A domain such as `brightwater-logistics.example`.
    static func domain(_ random: inout RandomStream) -> String {
        let name = "\(random.pick(first))-\(random.pick(second))"
        return random.chance(0.8) ? "\(name).example" : "\(name).example.com"
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
