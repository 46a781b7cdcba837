"""Takes the pictures of docs/images from the sample company, so that they stay true.

Usage: screenshots --bin FOLDER
"""

import argparse
import os
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parents[2]
IMAGES = HERE / "docs/images"
PAGES = ["executive", "campaigns", "system", "insights", "customers"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True, help="where the program is")
    options = parser.parse_args()
    os.environ["MAINSTAY"] = str(options.bin.resolve() / "mainstay")
    from browser import Visit
    from company import SampleCompany

    company = SampleCompany.get()
    IMAGES.mkdir(parents=True, exist_ok=True)
    customer = company.json("customers", "--status", "critical", "--sort", "arr", "--limit", "1")["customers"][0]["customer_id"]
    alert = company.json("alerts", "list", "--rule", "critical_customer", "--state", "acknowledged", "--sort", "arr", "--limit", "1")
    alert = alert["alerts"][0]["id"]
    views = [
        ("light", 1280, PAGES + [f"customers/{customer}", "alerts", f"alerts/{alert}"]), ("dark", 1280, ["executive"]),
        ("light", 390, ["executive"]),
    ]
    for scheme, width, pages in views:
        with Visit(company.address, "admin", color_scheme=scheme, viewport={"width": width, "height": 860}) as visit:
            for page in pages:
                visit.open("/" + page)
                if visit.page.query_selector("[data-live-state]"):
                    visit.wait_until(lambda: visit.page.get_attribute("[data-live-state]", "data-live-state") == "live")
                name = re.sub(r"^customers/.*", "customer", re.sub(r"^alerts/.*", "alert", page))
                suffix = "" if (scheme, width) == ("light", 1280) else "-dark" if scheme == "dark" else "-phone"
                visit.page.screenshot(path=IMAGES / f"{name}{suffix}.png", full_page=width > 500 and page not in ("customers", "alerts"))
                print(f"docs/images/{name}{suffix}.png")


if __name__ == "__main__":
    sys.exit(main())
