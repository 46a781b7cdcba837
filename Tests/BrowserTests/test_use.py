"""Pages in use: by keyboard, in the dark, on a phone, on paper, and while the server comes and goes."""

import struct
import unittest
from pathlib import Path

from accessibility import faults
from browser import Visit
from company import ALL, PASSWORD, Company, SampleCompany, Server

PAGES = [f"/{name}" for name in ALL] + ["/customers"]


class Use(unittest.TestCase):
    def setUp(self):
        self.company = SampleCompany.get()

    def customer(self):
        return self.company.json("customers", "--status", "critical", "--sort", "arr", "--limit", "1")["customers"][0]["customer_id"]

    def pages(self):
        return PAGES + [f"/customers/{self.customer()}"]

    def test_accessible_light_and_dark_wide_and_narrow(self):
        for scheme in ("light", "dark"):
            for width in (1280, 360):
                options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
                with Visit(self.company.address, "admin", **options) as visit:
                    for path in self.pages() + ["/nowhere"]:
                        with self.subTest(path=path, scheme=scheme, width=width):
                            sent = visit.open(path).text()
                            self.assertNotRegex(sent, r"<[^>]* style=")
                            self.assertEqual(faults(visit.page), [])
                            wide = visit.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
                            self.assertLessEqual(wide, 0, "the page scrolls sideways")
                    self.assertEqual(visit.complaints, [])

    def test_dark_is_dark(self):
        def lightness(scheme):
            with Visit(self.company.address, "admin", color_scheme=scheme) as visit:
                visit.open("/executive")
                colour = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
                return sum(int(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3])

        self.assertGreater(lightness("light"), 600)
        self.assertLess(lightness("dark"), 200)

    def test_keyboard(self):
        with Visit(self.company.address, "admin") as visit:
            visit.open("/executive")
            visit.page.keyboard.press("Tab")
            self.assertEqual(visit.page.evaluate("document.activeElement.getAttribute('href')"), "#main")
            visit.page.keyboard.press("Enter")
            self.assertEqual(visit.page.evaluate("document.activeElement.id"), "main")
            # From the top, the menu is reached by Tab alone, and Enter follows it.
            visit.open("/executive")
            for _ in range(20):
                visit.page.keyboard.press("Tab")
                if visit.page.evaluate("document.activeElement.getAttribute('href')") == "/insights":
                    break
            outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            self.assertNotEqual(outline, "none", "the focus cannot be seen")
            visit.page.keyboard.press("Enter")
            visit.page.wait_for_url("**/insights")
            visit.page.focus(".word")
            visit.page.keyboard.press("Enter")
            self.assertEqual(visit.page.get_attribute(".word >> nth=0", "aria-expanded"), "true")
            self.assertTrue(visit.page.is_visible("[data-answers]"))
            self.assertGreater(len(visit.page.inner_text("[data-answers]")), 20)

    def test_the_retention_switch(self):
        with Visit(self.company.address, "admin") as visit:
            visit.open("/executive")
            self.assertTrue(visit.page.is_visible("#retention-unbounded"))
            self.assertFalse(visit.page.is_visible("#retention-bounded"))
            visit.page.check("input[value=retention-bounded]", force=True)
            self.assertTrue(visit.page.is_visible("#retention-bounded"))
            self.assertFalse(visit.page.is_visible("#retention-unbounded"))

    def test_prints(self):
        with Visit(self.company.address, "admin") as visit:
            for path in self.pages():
                visit.open(path)
                paper = visit.page.pdf(format="A4")
                self.assertTrue(paper.startswith(b"%PDF"))
                self.assertLessEqual(paper.count(b"/Type /Page\n") or paper.count(b"/Type /Page "), 12, path)

    def test_pictures_of_charts(self):
        with Visit(self.company.address, "admin") as visit:
            visit.open("/executive")
            with visit.page.expect_download() as download:
                visit.page.click("#overall-health [data-png]")
            data = Path(download.value.path()).read_bytes()
            self.assertTrue(data.startswith(b"\x89PNG"))
            width, height = struct.unpack(">II", data[16:24])
            self.assertGreater(width * height, 20_000)

    def test_take_again(self):
        with Visit(self.company.address, "admin") as visit:
            visit.open("/system")
            before = visit.page.get_attribute(".page-head time[data-age]", "datetime")
            visit.page.click("text=Take again")
            visit.wait_until(lambda: visit.page.get_attribute(".page-head time[data-age]", "datetime") > before)
            # The older one can still be chosen.
            self.assertGreaterEqual(len(visit.page.query_selector_all("select[name=as_of] option")), 2)

    def test_live_strip_survives_a_restart(self):
        server = self.company.serve()
        with Visit(server.address, "admin") as visit:
            visit.open("/executive")
            state = lambda: visit.page.get_attribute("[data-live-state]", "data-live-state")
            visit.wait_until(lambda: state() == "live")
            truth = self.company.json("metrics", "health")
            self.assertEqual(visit.page.inner_text("[data-live-value=customers]"), f"{truth['customers']:,}")
            port = server.port
            server.stop()
            visit.wait_until(lambda: state() == "lost")
            again = self.company.serve("--port", str(port))
            visit.wait_until(lambda: state() == "live")
            again.stop()


class Open(unittest.TestCase):
    def test_the_demo_needs_no_password_and_switches_roles(self):
        company = Company()
        server = Server(["demo", "--port", "0", "--data-dir", str(company.folder / "data")])
        with Visit(server.address) as visit:
            visit.page.goto("/")
            for path in PAGES:
                visit.open(path)
                self.assertIn("demo", visit.page.inner_text(".banner").lower(), path)
            visit.page.select_option("select[name=role]", "marketing")
            visit.page.click("text=Switch")
            self.assertEqual(visit.open("/executive").status, 403)
            self.assertEqual(visit.open("/campaigns").status, 200)
        server.stop()


class NothingToShow(unittest.TestCase):
    def test_cdnow_stays_sensible(self):
        company = Company()
        company.run("import", str(Path(__file__).resolve().parents[1] / "IntakeTests/Fixtures/cdnow"))
        company.run("user", "add", "admin@example.com", "--role", "admin", "--password-stdin", text=PASSWORD + "\n")
        server = company.serve()
        with Visit(server.address, "admin") as visit:
            for path in PAGES:
                response = visit.open(path)
                # At the very start the first snapshots may still be being taken.
                for _ in range(60):
                    if path == "/customers" or visit.page.query_selector(".panel"):
                        break
                    visit.page.wait_for_timeout(500)
                    response = visit.open(path)
                self.assertEqual(response.status, 200, path)
                text = visit.page.inner_text("main")
                for nonsense in ("NaN", "undefined", "null", "Infinity"):
                    self.assertNotIn(nonsense, text, path)
            self.assertGreater(len(visit.page.query_selector_all("tbody tr")), 10)
            visit.open("/insights")
            self.assertGreaterEqual(len(visit.page.query_selector_all(".panel .empty")), 3)
            self.assertEqual(visit.complaints, [])
        server.stop()
