/* What pages do beyond showing: ages, colours, switches, answers behind words, pictures, the live strip. All of it is additional. */
"use strict";
(function () {
  const root = document.documentElement;
  root.classList.add("scripted");

  /* Ages */
  function age(seconds) {
    const spans = [[86400, "day"], [3600, "hour"], [60, "minute"]];
    for (const [length, word] of spans) {
      const count = Math.floor(seconds / length);
      if (count >= (length === 60 ? 1 : 2) || (length === 3600 && count === 1)) return count + " " + word + (count === 1 ? "" : "s") + " ago";
    }
    return "just now";
  }
  function showAges() {
    for (const element of document.querySelectorAll("time[data-age]")) {
      const taken = Date.parse(element.dateTime);
      if (Number.isNaN(taken)) continue;
      element.dataset.text ||= element.textContent;
      element.textContent = element.dataset.text + " (" + age((Date.now() - taken) / 1000) + ")";
    }
  }
  showAges();
  setInterval(showAges, 30000);

  /* Light and dark */
  const system = matchMedia("(prefers-color-scheme: dark)");
  const charts = () => window.mainstayCharts;
  document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
    const now = root.dataset.theme === "auto" ? (system.matches ? "dark" : "light") : root.dataset.theme;
    root.dataset.theme = now === "dark" ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = "mainstay-theme=" + root.dataset.theme + "; Path=/; Max-Age=31536000; SameSite=Lax" + secure;
    charts()?.redraw();
  });
  system.addEventListener("change", () => charts()?.redraw());

  /* Paper is white and narrower than the screen */
  addEventListener("beforeprint", () => {
    charts()?.redraw();
    charts()?.resizeAll(600);
  });
  addEventListener("afterprint", () => {
    charts()?.redraw();
    charts()?.resizeAll();
  });

  /* Alternatives that share a card */
  for (const card of document.querySelectorAll("[data-choices]")) {
    const choose = () => {
      const chosen = card.querySelector(".switch input:checked")?.value;
      for (const panel of card.querySelectorAll(".panel")) panel.hidden = panel.id !== chosen;
      charts()?.resize(card);
    };
    card.addEventListener("change", choose);
    choose();
  }

  /* The answers behind a word */
  for (const panel of document.querySelectorAll(".panel")) {
    const place = panel.querySelector("[data-answers]");
    if (!place) continue;
    panel.addEventListener("click", (event) => {
      const word = event.target.closest("[data-word]");
      if (!word) return;
      const wasOpen = word.getAttribute("aria-expanded") === "true";
      panel.querySelectorAll("[data-word]").forEach((other) => other.setAttribute("aria-expanded", "false"));
      place.hidden = wasOpen;
      place.replaceChildren();
      if (wasOpen) return;
      word.setAttribute("aria-expanded", "true");
      const source = panel.querySelector("details .table");
      const rows = source ? [...source.tBodies[0].rows].filter((row) => row.dataset.key === word.dataset.word) : [];
      const heading = document.createElement("h3");
      heading.textContent = "“" + word.dataset.word + "”";
      place.append(heading);
      if (!rows.length) {
        place.append("No answer is kept with this phrase.");
        return;
      }
      const box = document.createElement("div");
      box.className = "table-box";
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "Answers with " + word.dataset.word);
      const table = document.createElement("table");
      table.className = "table";
      table.append(source.tHead.cloneNode(true), document.createElement("tbody"));
      rows.forEach((row) => table.tBodies[0].append(row.cloneNode(true)));
      box.append(table);
      place.append(box);
    });
  }

  /* Pictures */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-png]");
    const panel = button?.closest(".panel");
    const canvas = panel?.querySelector("canvas[data-chart]");
    if (!canvas || !charts()) return;
    charts().picture(canvas, panel.querySelector("h2").textContent, (blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = canvas.dataset.name + ".png";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  });

  /* A form is sent once */
  document.addEventListener("submit", (event) => {
    const button = event.target.querySelector("[data-busy]");
    if (!button) return;
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("[data-busy]:disabled")) location.reload();
  });

  /* The live strip. Browsers allow few connections to one server, so a page that is not seen lets go of its own. */
  const strip = document.querySelector("[data-live]");
  if (strip && window.EventSource) {
    let source = null;
    let timer = null;
    let wait = 1000;
    let heard = null;
    const word = strip.querySelector("[data-live-word]");
    const state = (name, text) => {
      strip.querySelector("[data-live-state]").dataset.liveState = name;
      if (word.textContent !== text) word.textContent = text;
    };
    const clock = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const figure = (name, value) => {
      if (value === null || value === undefined) return "–";
      const number = Number(value);
      if (name === "average_score") return number.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
      if (name === "freshness_p95_ms") return number < 1000 ? Math.round(number) + " ms" : (number / 1000).toFixed(1) + " s";
      return number.toLocaleString("en");
    };
    const show = (event) => {
      let figures;
      try { figures = JSON.parse(event.data); } catch { return; }
      for (const element of strip.querySelectorAll("[data-live-value]")) {
        const name = element.dataset.liveValue;
        element.textContent = figure(name, figures[name]);
        if (name === "alerts_open") element.parentElement.hidden = figures[name] === null || figures[name] === undefined;
      }
      heard = new Date();
      strip.title = "As of " + clock(heard);
      state("live", "live");
    };
    const lost = () => state("lost", heard ? "reconnecting, as of " + clock(heard) : "reconnecting");
    const connect = () => {
      clearTimeout(timer);
      source?.close();
      source = new EventSource(strip.dataset.live);
      source.onopen = () => { wait = 1000; };
      source.onmessage = show;
      source.addEventListener("figures", show);
      source.onerror = () => {
        lost();
        /* The browser tries again by itself unless the server answered with an error. */
        if (source.readyState !== EventSource.CLOSED) return;
        timer = setTimeout(connect, wait);
        wait = Math.min(wait * 2, 30000);
      };
    };
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) {
        clearTimeout(timer);
        source?.close();
      } else {
        connect();
      }
    });
    strip.hidden = false;
    if (!document.hidden) connect();
  }
})();
