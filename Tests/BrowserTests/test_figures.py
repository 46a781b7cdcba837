"""What the pages show is what `mainstay metrics` says of the same moment."""

import csv
import io
import unittest

from browser import Visit
from company import SampleCompany


def number(text):
    return float(text.replace(",", "").replace("%", "").replace("−", "-").strip())


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.company = SampleCompany.get()
        cls.visit = Visit(cls.company.address, "admin")

    @classmethod
    def tearDownClass(cls):
        cls.visit.context.close()

    def open(self, name):
        """Opens a dashboard and gives the moment it speaks of."""
        self.visit.open(f"/{name}")
        return self.visit.page.get_attribute(".page-head time", "datetime")

    def rows(self, name, panel):
        text = self.visit.context.request.get(f"/{name}/{panel}.csv").text()
        return list(csv.DictReader(io.StringIO(text)))

    def headline(self, panel):
        return self.visit.page.inner_text(f"#{panel} .headline")

    def test_overall_health_and_distribution(self):
        as_of = self.open("executive")
        truth = self.company.json("metrics", "health", "--as-of", as_of)
        self.assertEqual(number(self.headline("overall-health")), truth["average_score"])
        row = self.rows("executive", "overall-health")[0]
        self.assertEqual(number(row["average_score"]), truth["average_score"])
        self.assertEqual(number(row["customers"]), truth["customers"])
        counts = [number(list(row.values())[1]) for row in self.rows("executive", "distribution")]
        self.assertEqual(counts, [truth["healthy"]["count"], truth["at_risk"]["count"], truth["critical"]["count"]])

    def test_retention_of_both_definitions(self):
        as_of = self.open("executive")
        for definition in ("unbounded", "bounded"):
            truth = self.company.json("metrics", "retention", "--definition", definition, "--as-of", as_of)
            rows = self.rows("executive", f"retention-{definition}")
            for row, cohort in zip(rows, truth["cohorts"], strict=True):
                self.assertEqual((row["cohort_month"], number(row["size"])), (cohort["cohort_month"], cohort["size"]))
                for month in ("1", "3", "6"):
                    shown = row[f"rate_{month}m"]
                    self.assertEqual(number(shown) if shown else None, cohort["rate"][month])
            newest = next(point["rate"] for point in truth["trend"])
            panel = f"#retention-{definition} .headline"
            self.assertEqual(number(self.visit.page.text_content(panel)), newest)

    def test_nps(self):
        as_of = self.open("executive")
        truth = self.company.json("metrics", "nps", "--as-of", as_of)
        score = truth["nps_score"] if truth["nps_score"] is not None else truth["provisional_score"]
        self.assertEqual(number(self.headline("nps")), score)
        row = self.rows("executive", "nps")[0]
        self.assertEqual([number(row["interval_low"]), number(row["interval_high"])], truth["interval"])

    def test_campaigns(self):
        as_of = self.open("campaigns")
        truth = self.company.json("metrics", "campaigns", "--as-of", as_of)["campaigns"]
        rows = self.rows("campaigns", "engagement")
        for row, campaign in zip(rows, truth, strict=True):
            self.assertEqual(number(row["total_sent"]), campaign["total_sent"])
            for rate in ("open_rate", "click_rate", "response_rate"):
                self.assertEqual(number(row[rate]) if row[rate] else None, campaign[rate])

    def test_system(self):
        as_of = self.open("system")
        truth = self.company.json("metrics", "system", "--as-of", as_of)
        self.assertIn(truth["system_status"], self.headline("status"))
        self.assertEqual(number(self.headline("active-campaigns")), truth["active_campaigns"])

    def test_segments(self):
        as_of = self.open("insights")
        truth = self.company.json("metrics", "segments", "--as-of", as_of)["segments"]
        rows = self.rows("insights", "segments")
        for row, segment in zip(rows, truth, strict=True):
            self.assertEqual(row["segment"], segment["segment"])
            for figure in ("total_customers", "average_score", "healthy_count", "critical_count", "arr_at_risk"):
                self.assertEqual(number(row[figure]), segment[figure], figure)

    def test_customers(self):
        truth = self.company.json("customers", "--status", "critical", "--sort", "score", "--limit", "5")
        self.visit.open("/customers?status=critical")
        first = self.visit.page.inner_text("main tbody tr:first-child .score")
        self.assertEqual(int(first), truth["customers"][0]["score"])
        self.assertIn(f"{truth['total']:,}", self.visit.page.inner_text(".page-head"))
        customer = truth["customers"][0]
        self.visit.open(f"/customers/{customer['customer_id']}")
        profile = self.company.json("customer", customer["customer_id"])
        text = self.visit.page.inner_text("main")
        self.assertIn(customer["name"], text)
        self.assertIn(str(profile["score"]["total"]), text)
