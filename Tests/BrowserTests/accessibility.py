"""What a page must have so that everybody can use it (WCAG 2.2 AA, the part that a program can see)."""

SCRIPT = r"""
() => {
  const found = [];
  const say = (rule, element) => found.push(rule + ": " + element.outerHTML.replace(/\s+/g, " ").slice(0, 140));
  const seen = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return style.visibility !== "hidden" && box.width > 0 && box.height > 0 && element.closest("[hidden]") === null;
  };
  const name = (element) => {
    const by = (element.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join("");
    const labels = element.labels ? [...element.labels].map((label) => label.textContent).join("") : "";
    return (element.getAttribute("aria-label") || by || labels || element.textContent || element.title || element.alt || "").trim();
  };

  if (!document.documentElement.lang) say("no language", document.documentElement);
  if (!document.title.trim()) found.push("no title");
  if (document.querySelectorAll("main").length !== 1) found.push("not exactly one main");
  if (document.querySelectorAll("h1").length !== 1) found.push("not exactly one h1");
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!seen(heading)) continue;
    const its = Number(heading.tagName[1]);
    if (its > level + 1) say("heading skips a level", heading);
    level = its;
  }
  const ids = new Set();
  for (const element of document.querySelectorAll("[id]")) {
    if (ids.has(element.id)) say("id twice", element);
    ids.add(element.id);
  }
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, canvas, img, [role=img], [role=region], nav")) {
    if (seen(element) && !name(element)) say("no name", element);
  }
  for (const element of document.querySelectorAll("svg:not([aria-hidden]):not([role=img])")) say("picture without a text or aria-hidden", element);
  for (const table of document.querySelectorAll("table")) if (!table.querySelector("th[scope]")) say("table without headings", table);
  for (const element of document.querySelectorAll("[tabindex]")) if (Number(element.getAttribute("tabindex")) > 0) say("tab order forced", element);
  for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]")) {
    for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
      for (const id of (element.getAttribute(attribute) || "").split(" ").filter(Boolean)) {
        if (!document.getElementById(id)) say(attribute + " leads nowhere", element);
      }
    }
  }
  if (document.querySelector("script:not([src])")) say("inline script", document.querySelector("script:not([src])"));
  for (const element of document.querySelectorAll("a[href], button, select, input:not([type=hidden]), summary")) {
    const box = element.getBoundingClientRect();
    const inText = getComputedStyle(element).display === "inline";
    if (seen(element) && !inText && !element.closest(".unseen, .switch, .skip") && (box.width < 24 || box.height < 20)) say("target too small", element);
  }

  /* Contrast of every text with what lies behind it */
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const data = canvas.getImageData(0, 0, 1, 1).data;
    return [data[0], data[1], data[2], data[3] / 255];
  };
  const over = (top, below) => [0, 1, 2].map((index) => top[index] * top[3] + below[index] * (1 - top[3])).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || told.has(element) || !seen(element)) continue;
    if (element.closest(".unseen, .skip, [aria-hidden=true], :disabled")) continue;
    told.add(element);
    const style = getComputedStyle(element);
    const below = behind(element);
    const [first, second] = [luminance(over(rgba(style.color), below)), luminance(below)].sort((a, b) => b - a);
    const contrast = (first + 0.05) / (second + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) say("contrast " + contrast.toFixed(2), element);
  }
  return found;
}
"""


def faults(page):
    """What is wrong, each with the element it is wrong of; empty when nothing is."""
    return page.evaluate(SCRIPT)
