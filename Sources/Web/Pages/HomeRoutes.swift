import Hummingbird

/// `/`: leads to the first page that the visitor may see.
struct HomeRoutes {
    let site: Site

    func add(to router: Router<MainstayContext>) {
        router.only(.get, at: "/") { [site] _, context in
            guard let who = context.who else { throw Refusal.signInNeeded }
            guard let first = Section.open(to: who.role).first else { throw Refusal.nothingToSee(who.role) }
            return site.redirect(to: first.path)
        }
    }
}
