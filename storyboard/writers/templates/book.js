"use strict";
// Turns the stacked pages into a reader: page by page, panel by panel, or scrolling.
(() => {
  const root = document.documentElement;
  const pages = [...document.querySelectorAll(".page")];
  const panels = [...document.querySelectorAll(".panel")];
  const output = document.querySelector("output");
  const buttons = [...document.querySelectorAll("[data-mode-button]")];
  const rtl = root.dataset.reading === "rtl";
  let panel = 0;

  const mode = () => root.dataset.mode;
  const items = () => (mode() === "panel" ? panels : pages);
  const pageOf = (index) => pages.indexOf(panels[index].closest(".page"));
  const here = () => (mode() === "panel" ? panel : pageOf(panel));

  const show = () => {
    pages.forEach((page, index) => page.classList.toggle("now", index === pageOf(panel)));
    panels.forEach((one, index) => one.classList.toggle("now", index === panel));
    output.textContent = `${here() + 1} / ${items().length}`;
    history.replaceState(null, "", `#${(mode() === "panel" ? panels[panel] : pages[pageOf(panel)]).id}`);
  };

  const go = (index) => {
    const to = Math.max(0, Math.min(items().length - 1, index));
    panel = mode() === "panel" ? to : panels.findIndex((one) => pages[to].contains(one));
    show();
    if (mode() === "scroll") pages[to].scrollIntoView();
    else window.scrollTo(0, 0);
  };

  const choose = (name) => {
    root.dataset.mode = name;
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.modeButton === name));
    }
    go(here());
  };

  const start = () => {
    const wanted = document.getElementById(location.hash.slice(1));
    if (wanted) panel = Math.max(0, panels.findIndex((one) => wanted === one || wanted.contains(one)));
    const narrow = matchMedia("(max-width: 40rem)").matches;
    if (wanted && panels.includes(wanted)) choose("panel");
    else choose(narrow || root.dataset.reading === "scroll" ? "scroll" : "page");
  };

  const keys = {
    ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1, PageDown: 1, PageUp: -1,
    Home: -Infinity, End: Infinity,
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    let by = keys[event.key];
    if (event.key === " " && !(event.target instanceof HTMLButtonElement)) by = event.shiftKey ? -1 : 1;
    // While scrolling, the browser knows best what space and the page keys do.
    if (by === undefined || (mode() === "scroll" && !event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    go(here() + by);
  });

  for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.modeButton));
  for (const button of document.querySelectorAll("[data-to]")) {
    button.addEventListener("click", () => go(here() + (button.dataset.to === "on" ? 1 : -1)));
  }

  let down = null;
  const main = document.querySelector("main");
  main.addEventListener("pointerdown", (event) => { down = event.isPrimary ? event : null; });
  main.addEventListener("pointerup", (event) => {
    if (!down || event.pointerType === "mouse" || mode() === "scroll") return;
    const x = event.clientX - down.clientX, y = event.clientY - down.clientY;
    down = null;
    if (String(getSelection()) || Math.abs(y) > 40) return;
    const right = Math.abs(x) > 40 ? x < 0 : event.clientX > innerWidth / 2;
    go(here() + (right === rtl ? -1 : 1));
  });

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting && mode() === "scroll") {
        panel = panels.findIndex((one) => entry.target.contains(one));
        output.textContent = `${here() + 1} / ${pages.length}`;
      }
    }
  }, { rootMargin: "-45% 0px -45% 0px" });
  for (const page of pages) seen.observe(page);

  root.classList.add("live");
  start();
})();
