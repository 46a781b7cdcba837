"""The page of the exit gates: it says what the command says, sends nobody astray, and changes the baseline for those who may."""

import json
import unittest
import urllib.request

from accessibility import faults
from browser import Visit
from company import SampleCompany

SEERS = {"chairman", "eva", "success_lead", "admin"}


class Gates(unittest.TestCase):
    def setUp(self):
        self.company = SampleCompany.get()

    def api(self, path):
        request = urllib.request.Request(self.company.address + path, headers={"Authorization": f"Bearer {self.company.token}"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def test_says_what_the_api_says(self):
        moment = "2026-01-15"
        gates = self.api(f"/api/v1/gates?as_of={moment}")
        with Visit(self.company.address, "admin") as visit:
            visit.open(f"/gates?as_of={moment}")
            passed = sum(gate["state"] == "passed" for gate in gates["gates"])
            self.assertIn(f"{passed} of 3 gates {'is' if passed == 1 else 'are'} passed" if passed < 3 else "All gates are passed", visit.page.inner_text(".page-head"))
            for gate in gates["gates"]:
                self.assertIn(gate["state"], visit.page.inner_text(f"#{gate['gate']} .badge").lower())
                for check in gate["checks"]:
                    card = visit.page.inner_text(f"#{check['check']}")
                    self.assertIn(check["state"], card.lower(), check["check"])
                    for text in (check["title"], check["value_text"], check["target_text"], check["found"]):
                        self.assertIn(text, card)
                    if check["needed"]:
                        self.assertIn(check["needed"].replace("`", ""), card)
            self.assertEqual(visit.complaints, [])

    def test_is_for_those_who_decide(self):
        for role in ("chairman", "eva", "success_lead", "success_team", "engineering", "product"):
            with self.subTest(role=role), Visit(self.company.address, role) as visit:
                self.assertEqual(visit.open("/gates").status, 200 if role in SEERS else 403)
                if role in SEERS:
                    # Every link leads somewhere that this role may see.
                    paths = {link.get_attribute("href") for link in visit.page.query_selector_all("main a[href^='/']")}
                    for path in paths:
                        self.assertEqual(visit.context.request.get(path).status, 200, path)
                    for anchor in visit.page.query_selector_all("main a[href^='#']"):
                        self.assertIsNotNone(visit.page.query_selector(anchor.get_attribute("href")))

    def test_evidence_opens_by_keyboard(self):
        with Visit(self.company.address, "admin") as visit:
            visit.open("/gates")
            summary = visit.page.locator("#nps_reached details summary")
            summary.focus()
            visit.page.keyboard.press("Enter")
            self.assertTrue(visit.page.is_visible("#nps_reached details table"))
            self.assertIn("mainstay metrics nps", visit.page.inner_text("#nps_reached details"))

    def test_baseline_is_set_and_given_back(self):
        with Visit(self.company.address, "chairman") as visit:
            visit.open("/gates")
            visit.page.click("#baseline summary")
            visit.page.fill("#baseline-rate", "71.5")
            visit.page.fill("#baseline-why", "measured <b>before</b> the programme")
            visit.page.click("text=Set the baseline")
            card = visit.page.inner_text("#baseline")
            self.assertIn("71.50 %", card)
            self.assertIn("measured <b>before</b> the programme", card)
            self.assertIn("user:chairman@example.com", card)
            self.assertIn("71.50 %", visit.page.inner_text("#retention_improved"))
            self.assertEqual(self.api("/api/v1/metrics/retention")["baseline"], 71.5)
            visit.page.click("#baseline summary")
            visit.page.fill("#reset-why", "tried")
            visit.page.click("text=Back to the automatic one")
            self.assertIn("automatic", visit.page.inner_text("#baseline .detail"))
            self.assertNotEqual(self.api("/api/v1/metrics/retention")["baseline"], 71.5)
            self.assertEqual(visit.complaints, [])
        self.assertRegex(self.company.run("user", "log"), r"baseline-set[\s\S]*to: 71.5")
        with Visit(self.company.address, "success_lead") as visit:
            visit.open("/gates")
            self.assertEqual(visit.page.query_selector_all("#baseline form"), [])

    def test_accessible_light_and_dark_wide_and_narrow_and_on_paper(self):
        for scheme in ("light", "dark"):
            for width in (1280, 360):
                with Visit(self.company.address, "admin", color_scheme=scheme, viewport={"width": width, "height": 800}) as visit:
                    visit.open("/gates")
                    for summary in visit.page.query_selector_all("details > summary"):
                        summary.click()
                    with self.subTest(scheme=scheme, width=width):
                        self.assertEqual(faults(visit.page), [])
                        self.assertLessEqual(visit.page.evaluate("document.scrollingElement.scrollWidth - innerWidth"), 0)
        with Visit(self.company.address, "admin") as visit:
            visit.open("/gates")
            visit.page.emulate_media(media="print")
            self.assertFalse(visit.page.is_visible(".toolbar"))
            self.assertTrue(visit.page.is_visible("#nps_reached"))
