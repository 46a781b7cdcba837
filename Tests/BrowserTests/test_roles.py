"""Each role sees its pages and no others: in the menu, by address, through the API and as files."""

import re
import unittest
import urllib.error
import urllib.request

from browser import Visit
from company import ALL, DASHBOARDS, SampleCompany

CUSTOMERS = {"chairman", "eva", "success_lead", "success_team", "admin"}


class Roles(unittest.TestCase):
    def setUp(self):
        self.company = SampleCompany.get()

    def test_menu_and_addresses(self):
        for role, seen in DASHBOARDS.items():
            with self.subTest(role=role), Visit(self.company.address, role) as visit:
                menu = [link.get_attribute("href").strip("/") for link in visit.page.query_selector_all("nav.menu a")]
                expected = [name for name in ALL if name in seen] + (["customers"] if role in CUSTOMERS else [])
                self.assertEqual([name for name in menu if name in ALL + ["customers"]], expected)
                # The first page is one that may be seen.
                self.assertIn(visit.page.url.rsplit("/", 1)[1], expected)
                for name in ALL + ["customers"]:
                    self.assertEqual(visit.open(f"/{name}").status, 200 if name in expected else 403, name)
                self.assertEqual(visit.complaints, [])

    def test_files_follow_the_pages(self):
        files = {"executive": "overall-health", "campaigns": "engagement", "system": "status", "insights": "segments"}
        for role, seen in DASHBOARDS.items():
            with self.subTest(role=role), Visit(self.company.address, role) as visit:
                for name, panel in files.items():
                    answer = visit.context.request.get(f"/{name}/{panel}.csv")
                    self.assertEqual(answer.status, 200 if name in seen else 403, name)
                answer = visit.context.request.get("/customers.csv?limit=1")
                self.assertEqual(answer.status == 200, role in CUSTOMERS)

    def test_a_refusal_says_who_may(self):
        with Visit(self.company.address, "marketing") as visit:
            visit.open("/executive")
            text = visit.page.inner_text("main").lower()
            for who in ("chairman", "success lead", "admin"):
                self.assertIn(who, text)

    def test_nobody_is_asked_to_sign_in_and_comes_back(self):
        with Visit(self.company.address) as visit:
            visit.page.goto("/campaigns")
            self.assertIn("/sign-in", visit.page.url)
            visit.page.fill("input[name=name]", "marketing@example.com")
            visit.page.fill("input[name=password]", "wrong but long enough")
            visit.page.click("main form button")
            self.assertTrue(visit.page.is_visible("[role=alert]"))
            visit.page.fill("input[name=password]", "correct horse battery staple")
            visit.page.click("main form button")
            self.assertTrue(visit.page.url.endswith("/campaigns"))
            visit.page.click("text=Sign out")
            visit.page.goto("/campaigns")
            self.assertIn("/sign-in", visit.page.url)

    def test_the_session_is_a_new_one_after_sign_in(self):
        with Visit(self.company.address) as visit:
            visit.page.goto("/sign-in")
            before = {cookie["name"]: cookie["value"] for cookie in visit.context.cookies()}
            visit.sign_in("admin@example.com")
            after = [cookie for cookie in visit.context.cookies() if cookie["value"] not in before.values()]
            self.assertTrue(any(cookie["httpOnly"] and cookie["sameSite"] in ("Lax", "Strict") for cookie in after))

    def test_api_by_token_only_what_its_role_may(self):
        token = re.search(r"mst_\S+", self.company.run("token", "create", "marketing tests", "--role", "marketing")).group(0)

        def status(path, bearer):
            request = urllib.request.Request(self.company.address + path, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})
            try:
                with urllib.request.urlopen(request) as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                self.assertEqual(error.headers.get_content_type(), "application/problem+json")
                return error.code

        self.assertEqual(status("/api/v1/metrics/campaigns", token), 200)
        for path in ("metrics/health", "metrics/system", "dashboards/executive", "customers"):
            self.assertEqual(status(f"/api/v1/{path}", token), 403, path)
        self.assertEqual(status("/api/v1/metrics/campaigns", None), 401)
        self.assertEqual(status("/api/v1/metrics/campaigns", token[:-1] + "x"), 401)
