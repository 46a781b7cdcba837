"""Alerts in a browser: who sees which, working with one, the link in a message, and the figures of the command."""

import hashlib
import hmac
import re
import time
import unittest

from accessibility import faults
from browser import Visit
from company import DASHBOARDS, SampleCompany

SEERS = ["chairman", "eva", "success_lead", "success_team", "admin"]
SYSTEMS = ["engineering", "success_ops"]
MANAGERS = ["chairman", "success_lead", "admin"]
STATES = ["pending", "firing", "acknowledged", "resolved", "suppressed"]


def count(text):
    return int(re.search(r"[\d,]+", text).group(0).replace(",", ""))


class Alerts(unittest.TestCase):
    def setUp(self):
        self.company = SampleCompany.get()

    def alerts(self, *options):
        return self.company.json("alerts", "list", "--limit", "500", *options)

    def firing(self, rule="critical_customer"):
        return self.alerts("--state", "firing", "--rule", rule)["alerts"]

    def link(self, alert, expires=None):
        """The path of the link in an alert's message, made with the server's own key."""
        key = (self.company.folder / "data/signing.key").read_text().strip()
        second = expires or int(time.time()) + 86_400
        code = hmac.new(key.encode(), f"mainstay acknowledge {alert} {second}".encode(), hashlib.sha256).hexdigest()
        return f"/a/{alert}/{second}-{code}"

    # The list

    def test_figures_are_those_of_the_command(self):
        with Visit(self.company.address, "admin") as visit:
            for path, options in [
                ("/alerts?state=all", ["--all"]), ("/alerts?state=all&rule=critical_customer", ["--all", "--rule", "critical_customer"]),
                ("/alerts?state=all&segment=enterprise", ["--all", "--segment", "enterprise"]),
            ]:
                truth = self.alerts(*options)
                visit.open(path + "&limit=200")
                for state in STATES:
                    shown = visit.page.inner_text(f".states a[href*='state={state}']")
                    self.assertEqual(count(shown), truth["counts"][state], f"{path} {state}")
                rows = visit.page.query_selector_all("tbody th a[href^='/alerts/']")
                self.assertEqual(len(rows), min(200, len(truth["alerts"])))
                shown = {int(row.get_attribute("href").rsplit("/", 1)[1]) for row in rows}
                self.assertLessEqual(shown, {alert["id"] for alert in truth["alerts"]})
            self.assertEqual(visit.complaints, [])

    def test_the_demo_shows_alerts_in_every_state_that_people_see(self):
        truth = self.alerts("--all")
        for state in ("firing", "acknowledged", "resolved"):
            self.assertGreater(truth["counts"][state], 0, state)
        with Visit(self.company.address, "admin") as visit:
            visit.open("/alerts/deliveries")
            text = visit.page.inner_text("main")
            self.assertRegex(text, r"\d+ (customers turned Critical|high-value customers at risk)", "grouped")
            self.assertIn("no channel is set up", text)
            visit.open("/executive")
            self.assertRegex(visit.page.inner_text("#critical-24h"), r"\d+ unanswered|\d+ acknowledged|\d+ over")
            visit.open("/system")
            text = visit.page.inner_text("main")
            self.assertNotIn("No daily check had been made", text)
            self.assertNotIn("Nobody had looked by then", text)

    def test_filters(self):
        with Visit(self.company.address, "admin") as visit:
            visit.open("/alerts")
            visit.page.select_option("#rule", "critical_customer")
            visit.page.click("main form.filters >> text=Show")
            self.assertIn("rule=critical_customer", visit.page.url)
            for row in visit.page.query_selector_all("tbody th a[href^='/alerts/']"):
                self.assertIn("Critical customer", row.inner_text())
            visit.page.click(".states a[href*='state=acknowledged']")
            self.assertIn("rule=critical_customer", visit.page.url)
            self.assertEqual(
                len(visit.page.query_selector_all("tbody th a[href^='/alerts/']")),
                len(self.alerts("--state", "acknowledged", "--rule", "critical_customer")["alerts"]))
            visit.open("/alerts?customer=nobody-has-this-id")
            self.assertIn("No alert fits these filters", visit.page.inner_text("main"))
            visit.open("/alerts?overdue=1&limit=200")
            self.assertEqual(len(visit.page.query_selector_all("tbody .overdue")), len(self.alerts("--overdue")["alerts"]))
            self.assertEqual(visit.open("/alerts?limit=1&sort=age").status, 200)
            first = visit.page.inner_text("tbody th")
            visit.page.click("a[rel=next]")
            self.assertNotEqual(visit.page.inner_text("tbody th"), first)

    # One alert

    def test_somebody_takes_one_in_hand(self):
        alert = self.firing("high_value_at_risk")[0]["id"]
        with Visit(self.company.address, "success_team") as visit:
            visit.open(f"/alerts/{alert}")
            for missing in ("/resolve", "/assign"):
                self.assertIsNone(visit.page.query_selector(f"form[action$='{missing}']"), "the team does not manage")
            visit.page.fill("#acknowledge-comment", "I ring them <b>now</b>")
            visit.page.click("text=Acknowledge: I have it in hand")
            text = visit.page.inner_text("main")
            self.assertIn("Acknowledged", visit.page.inner_text("h1"))
            self.assertIn("I ring them <b>now</b>", text)
            self.assertIn("success_team@example.com", text)
            visit.page.fill("#comment", "nobody answered")
            visit.page.click("form[action$='/comment'] button")
            self.assertIn("nobody answered", visit.page.inner_text("#moves"))
            visit.open("/alerts?mine=1")
            self.assertIsNotNone(visit.page.query_selector(f"a[href='/alerts/{alert}']"))
            self.assertEqual(visit.complaints, [])
        with Visit(self.company.address, "success_lead") as visit:
            visit.open(f"/alerts/{alert}")
            visit.page.fill("#assign-to", "anna")
            visit.page.click("form[action$='/assign'] button")
            self.assertIn("anna", visit.page.inner_text("#facts"))
            visit.page.fill("#resolve-reason", "they renewed")
            visit.page.click("form[action$='/resolve'] button")
            self.assertIn("Resolved", visit.page.inner_text("h1"))
            self.assertIn("they renewed", visit.page.inner_text("#moves"))
        record = self.company.json("alerts", "show", str(alert))
        self.assertEqual((record["state"], record["assignee"]), ("resolved", "anna"))
        self.assertEqual(
            [move["actor"] for move in record["moves"]][-4:],
            ["user:success_team@example.com"] * 2 + ["user:success_lead@example.com"] * 2)

    def test_a_silence_is_made_and_ended(self):
        with Visit(self.company.address, "success_lead") as visit:
            visit.open("/alerts")
            visit.page.click("text=Silence something")
            visit.page.select_option("#silence-rule", "nps_drop")
            visit.page.fill("#silence-why", "a survey of the wrong people")
            visit.page.click("form[action='/alerts/silences'] button")
            row = visit.page.query_selector("#silences tr:has-text('a survey of the wrong people')")
            self.assertIn("NPS drop", row.inner_text())
            row.query_selector("text=End it").click()
            visit.page.wait_for_load_state("load")
            self.assertNotIn("a survey of the wrong people", visit.page.inner_text("main"))

    # The link in a message

    def test_the_link_asks_and_its_form_acknowledges(self):
        alert = self.firing("high_value_at_risk")[-1]["id"]
        path = self.link(alert)
        with Visit(self.company.address) as visit:
            for _ in range(2):
                self.assertEqual(visit.open(path).status, 200)
            self.assertEqual(self.company.json("alerts", "show", str(alert))["state"], "firing", "looking changes nothing")
            self.assertEqual(faults(visit.page), [])
            visit.page.fill("#name", "Anna")
            visit.page.click("main form button")
            self.assertIn("Acknowledged by Anna", visit.page.inner_text("main"))
            visit.open(path)
            self.assertIn("acknowledged already", visit.page.inner_text("main"))
            self.assertIsNone(visit.page.query_selector("main form"))
            forged = path[:-1] + ("0" if path[-1] != "0" else "1")
            for wrong in (forged, path.replace(f"/a/{alert}/", f"/a/{alert + 1}/"), self.link(alert, expires=int(time.time()) - 60)):
                self.assertEqual(visit.open(wrong).status, 403)
                self.assertNotIn("High-value", visit.page.inner_text("main"))
            self.assertEqual(visit.complaints, [])
        record = self.company.json("alerts", "show", str(alert))
        self.assertEqual((record["state"], record["assignee"], record["moves"][-1]["actor"]), ("acknowledged", "Anna (by the link)", "link:Anna"))

    # Rights

    def test_each_role_sees_what_it_works_with(self):
        customer = self.alerts("--rule", "critical_customer", "--all")["alerts"][0]["id"]
        for role in DASHBOARDS:
            with self.subTest(role=role), Visit(self.company.address, role) as visit:
                sees, runs = role in SEERS, role in SYSTEMS
                for path, opens in [
                    ("/alerts", sees or runs), (f"/alerts/{customer}", sees), ("/alerts/deliveries", sees or runs),
                    ("/alerts/routes", sees or runs),
                ]:
                    self.assertEqual(visit.open(path).status, 200 if opens else 403, path)
                    if runs:
                        self.assertNotIn("Critical:", visit.page.inner_text("main"), path)
                if runs:
                    visit.open("/alerts")
                    words = visit.page.inner_text("#rule")
                    self.assertIn("System degraded", words)
                    self.assertNotIn("NPS", words)
                visit.open("/")
                self.assertEqual(visit.page.query_selector("nav a[href='/alerts']") is not None, sees or runs)
                if sees or runs:
                    visit.open("/alerts/routes")
                    self.assertEqual(visit.page.query_selector("form[action$='/test']") is not None, role in MANAGERS)

    def test_a_route_is_tested(self):
        with Visit(self.company.address, "admin") as visit:
            visit.open("/alerts/routes")
            visit.page.click("form[action='/alerts/routes/critical/test'] button")
            self.assertIn("no channel is set up", visit.page.inner_text("[role=status] >> nth=-1"))

    # Everybody

    def test_accessible_light_and_dark_wide_and_narrow(self):
        some = self.alerts("--all", "--rule", "critical_customer")["alerts"]
        pages = ["/alerts", "/alerts?state=all&sort=arr", "/alerts?customer=nobody", "/alerts/deliveries", "/alerts/deliveries?state=given_up",
                 "/alerts/routes"] + [f"/alerts/{alert['id']}" for alert in some[:1] + some[-1:]]
        for scheme in ("light", "dark"):
            for width in (1280, 360):
                options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
                with Visit(self.company.address, "admin", **options) as visit:
                    for path in pages:
                        with self.subTest(path=path, scheme=scheme, width=width):
                            sent = visit.open(path).text()
                            self.assertNotRegex(sent, r"<[^>]* style=")
                            self.assertEqual(faults(visit.page), [])
                            self.assertLessEqual(
                                visit.page.evaluate("document.scrollingElement.scrollWidth - innerWidth"), 0, "the page scrolls sideways")
                            text = visit.page.inner_text("main")
                            for nonsense in ("NaN", "undefined", "null", "Optional(", "parameter:"):
                                self.assertNotIn(nonsense, text)
                    self.assertEqual(visit.complaints, [])
