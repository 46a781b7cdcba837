/// The sentences of `FeedbackTexts`, in the order of its themes.
enum FeedbackTemplates {
    struct Theme: Sendable {
        let praise, mixed, complaint: [String]
    }

    static let slots: [String: [String]] = [
        "team": [
            "our sales team", "our finance team", "everyone here", "the whole office", "our field staff", "our management", "marketing",
            "operations",
        ],
        "when": [
            "last week", "in the mornings", "at the end of the month", "since the update", "on Mondays", "again and again", "this quarter",
        ],
        "past": ["last week", "at the end of the month", "this quarter", "on Monday", "after the update"],
        "tool": ["Salesforce", "HubSpot", "Slack", "our accounting software", "Excel", "Google Sheets", "our data warehouse", "Teams"],
        "saved": ["two hours a week", "half a day every month", "a lot of e-mails", "a full-time job", "most of our meetings"],
        "wait": ["three days", "a week", "ten days", "two weeks", "far too long"],
        "good": ["Great", "Excellent", "Really good", "Fantastic", "Very solid"],
    ]

    static let byTheme: [Theme] = [
        // Price
        Theme(
            praise: [
                "Fair price for what we get.", "Good value, {team} would not give it up.", "Cheaper than what we had before and better.",
                "Worth every cent, it saves us {saved}.",
            ],
            mixed: [
                "Good product, but the price per seat adds up.", "Pricing is fine today, I worry about the renewal.",
                "A plan between the two would suit us.",
            ],
            complaint: [
                "Too expensive for what {team} uses.", "The price went up and we got nothing for it.", "We pay for seats that nobody uses.",
                "Pricing is confusing and the add-ons are expensive.",
                "Hard to justify the cost.",
            ]),
        // Support
        Theme(
            praise: [
                "{good} support, always a person who knows the product.", "Support answered within the hour.",
                "The support team solved our problem on the first call.",
                "Your support people are the reason we stay.",
            ],
            mixed: ["Support is friendly, but answers take a day.", "Support helps in the end, though I must explain things twice."],
            complaint: [
                "Waited {wait} for an answer from support.", "My ticket has been open for {wait}.",
                "Support closes tickets without solving them.", "Nobody in support seems to read what I write.",
                "Support is slow {when}.",
            ]),
        // Onboarding
        Theme(
            praise: [
                "Onboarding was smooth, {team} was up and running in a day.", "The setup guide is excellent.",
                "{good} onboarding call, we knew where to start.",
            ],
            mixed: [
                "Onboarding was all right, importing our data took a while.",
                "The tour is nice, but it skips the difficult parts of the setup.",
            ],
            complaint: [
                "Onboarding left us alone with an empty account.", "Setup took {wait} and two calls.",
                "We still do not know how to begin, the onboarding mails do not help.",
                "Importing our data during setup failed three times.",
            ]),
        // Speed
        Theme(
            praise: [
                "Fast, even with our amount of data.", "Everything loads at once, {team} loves the speed.", "Much faster than {tool}.",
            ],
            mixed: ["Usually fast, slow {when}.", "Speed is fine except for big exports."],
            complaint: [
                "So slow {when}.", "Pages take forever to load.", "Slow dashboards make it useless in meetings.",
                "Loading times are a pain, {team} complains {when}.",
                "It freezes with large tables.",
            ]),
        // Reports
        Theme(
            praise: [
                "Reports save us {saved}.", "{good} reports, our board reads them every month.",
                "The reports answer questions before {team} asks them.",
            ],
            mixed: ["Reports are good, scheduling them would be better.", "Nice reports, but I end up in {tool} for the last step."],
            complaint: [
                "Reports do not match the numbers in {tool}.", "Cannot build the report that {team} needs.",
                "Report exports are broken {when}.", "Reports are too rigid, no custom columns.",
            ]),
        // Integrations
        Theme(
            praise: ["The integration with {tool} just works.", "Connected {tool} in five minutes.", "Integrations saved {team} {saved}."],
            mixed: [
                "The {tool} integration is fine, but syncs only once a day.", "Good integrations, the API could be better documented.",
            ],
            complaint: [
                "The integration with {tool} breaks {when}.", "No integration with {tool}, so we type everything twice.",
                "The {tool} sync creates duplicates.",
                "The API limits are too low for our integration.",
            ]),
        // Reliability
        Theme(
            praise: [
                "Never had an outage, very reliable.", "{good} uptime, we never think about it.", "It simply works, every day.",
                "Reliable, which is what {team} needs most.",
            ],
            mixed: ["Reliable for the most part, one outage {past}.", "Small bugs now and then, nothing serious."],
            complaint: [
                "The outage {past} cost us a day of work.", "Too many errors {when}.", "Bugs that we reported are still there.",
                "We cannot rely on it, data was missing {when}.",
                "Down when {team} needed it most.",
            ]),
        // Usability
        Theme(
            praise: [
                "So easy to use that {team} needed no training.", "Clean and intuitive.", "{good} design, {team} found its way at once.",
                "The new design is lovely and easy to find your way in.",
            ],
            mixed: ["Easy for the basics, the settings are confusing.", "Good once you know where things are."],
            complaint: [
                "Too complicated for {team}.", "The menu is confusing, I never find what I need.", "Every update moves the buttons around.",
                "Too many clicks for simple things.",
            ]),
        // Mobile
        Theme(
            praise: [
                "The mobile app is perfect for {team}.", "I do half of my work in the mobile app now.",
                "{good} mobile app, also without a network.", "With the mobile app {team} answers customers from the road.",
            ],
            mixed: ["The mobile app is useful, but not all features are there.", "Mobile is fine for reading, not for editing."],
            complaint: [
                "The mobile app logs me out {when}.", "The mobile app crashes {when}.", "On the phone it is hardly usable.",
                "{team} needs more than the mobile app can do.",
            ],
        ),
        // Value
        Theme(
            praise: [
                "We see our customers clearly for the first time.", "It saves {team} {saved}.", "Could not work without it any more.",
                "I recommend it to everyone who asks.",
                "It paid for itself in the first quarter.",
            ],
            mixed: [
                "Useful, but {team} uses only a part of it.", "Does what it says.", "Good tool, we are still finding out what it can do.",
            ],
            complaint: [
                "We do not get much out of it.", "{team} stopped using it.", "Promised a lot, changed little.",
                "It does not fit how we work.",
            ]),
    ]
}
