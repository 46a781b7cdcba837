"""The pages of reports: kept ones are listed, shown, compared and downloaded by those who may see them."""

import json
import unittest
import urllib.request

from accessibility import faults
from browser import Visit
from company import SampleCompany

WEEKLY = {"chairman", "eva", "success_lead", "admin"}
MONTHLY = WEEKLY | {"product"}


class Reports(unittest.TestCase):
    kept = None

    def setUp(self):
        self.company = SampleCompany.get()
        if Reports.kept is None:
            for moment in ("2026-01-05T07:00:00Z", "2026-01-12T07:00:00Z"):
                self.company.run("report", "weekly", "--as-of", moment, "--keep", "--format", "json")
            self.company.run("report", "insights", "--as-of", "2026-01-05T07:00:00Z", "--keep", "--format", "json")
            reports = self.api("/api/v1/reports")["reports"]
            Reports.kept = {
                "weekly": [report["id"] for report in reports if report["kind"] == "weekly"],
                "insights": [report["id"] for report in reports if report["kind"] == "insights"],
            }

    def api(self, path):
        request = urllib.request.Request(self.company.address + path, headers={"Authorization": f"Bearer {self.company.token}"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def test_page_says_what_the_document_says(self):
        report = self.api(f"/api/v1/reports/{self.kept['weekly'][0]}")["document"]
        with Visit(self.company.address, "admin") as visit:
            visit.open(f"/reports/{self.kept['weekly'][0]}")
            text = visit.page.inner_text("main")
            for piece in [report["title"], report["summary"]] + [finding["statement"] for finding in report["changed"]]:
                self.assertIn(piece.replace("`", ""), text)
            for section in report["sections"]:
                self.assertTrue(visit.page.is_visible(f"#{section['id']}"))
            # Every picture has its words, and its numbers a click away.
            for picture in visit.page.query_selector_all(".report-chart"):
                self.assertTrue(picture.query_selector("svg > title").text_content())
                self.assertTrue(picture.query_selector("svg > desc").text_content())
                self.assertIsNotNone(picture.query_selector("details table"))
            self.assertEqual(visit.complaints, [])

    def test_rights(self):
        for role in ("chairman", "eva", "success_lead", "success_team", "marketing", "engineering", "product"):
            with self.subTest(role=role), Visit(self.company.address, role) as visit:
                self.assertEqual(visit.open("/reports").status, 200 if role in MONTHLY else 403)
                self.assertEqual(visit.open(f"/reports/{self.kept['weekly'][0]}").status, 200 if role in WEEKLY else 403)
                self.assertEqual(visit.open(f"/reports/{self.kept['insights'][0]}").status, 200 if role in MONTHLY else 403)

    def test_files(self):
        with Visit(self.company.address, "admin") as visit:
            page = f"/reports/{self.kept['weekly'][0]}"
            visit.open(page)
            beginnings = {"html": b"<!doctype html>", "markdown": b"# Weekly review", "json": b"{", "pdf": b"%PDF"}
            for name, beginning in beginnings.items():
                with self.subTest(format=name):
                    self.assertIsNotNone(visit.page.query_selector(f"main a[href='{page}/{name}']"))
                    answer = visit.context.request.get(f"{page}/{name}")
                    self.assertEqual(answer.status, 200)
                    self.assertTrue(answer.body().startswith(beginning))
            # The file stands alone: nothing of it is loaded, and no script is in it.
            visit.page.set_content(visit.context.request.get(f"{page}/html").text())
            self.assertEqual(visit.page.evaluate("document.querySelectorAll('script, link, img, iframe').length"), 0)

    def test_compares_two(self):
        with Visit(self.company.address, "admin") as visit:
            visit.open("/reports")
            visit.page.click("text=Compare the two newest")
            self.assertIn("two compared", visit.page.inner_text("h1"))
            self.assertIn("Average score", visit.page.inner_text("main table"))

    def test_accessible(self):
        for scheme, width in (("light", 1280), ("dark", 360)):
            with Visit(self.company.address, "admin", color_scheme=scheme, viewport={"width": width, "height": 800}) as visit:
                one, other = self.kept["weekly"][:2]
                for path in ("/reports", f"/reports/{one}", f"/reports/compare?one={one}&other={other}"):
                    with self.subTest(path=path, scheme=scheme, width=width):
                        sent = visit.open(path).text()
                        self.assertNotRegex(sent, r"<[^>]* style=")
                        self.assertEqual(faults(visit.page), [])
                        wide = visit.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
                        self.assertLessEqual(wide, 0, "the page scrolls sideways")
                self.assertEqual(visit.complaints, [])


if __name__ == "__main__":
    unittest.main()
