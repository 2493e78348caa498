"use strict";
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".filter");
  const search = document.getElementById("search");
  const clauses = [...document.querySelectorAll(".clause")];
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const languages = [...document.querySelectorAll(".lang input")];
  const groups = { level: boxes.filter((box) => box.id.startsWith("l-")), state: boxes.filter((box) => box.id.startsWith("s-")) };
  const different = document.getElementById("only-different");
  const inChinese = () => document.getElementById("zh").checked;

  function address() {
    const asked = new URLSearchParams();
    if (inChinese()) asked.set("lang", "zh");
    for (const [name, group] of Object.entries(groups)) {
      const kept = group.filter((box) => box.checked);
      if (kept.length < group.length) asked.set(name, kept.map((box) => box.value).join(","));
    }
    if (different && different.checked) asked.set("only", "different");
    if (search.value) asked.set("q", search.value);
    return asked.toString();
  }

  function keep() {
    const query = address();
    try {
      history.replaceState(null, "", (query ? "?" + query : location.pathname) + location.hash);
    } catch {
      // a page in a sandbox may not change its address
    }
  }

  function read() {
    const asked = new URLSearchParams(location.search);
    const language = asked.get("lang") || "en";
    languages.forEach((one) => { one.checked = one.id === language; });
    if (!languages.some((one) => one.checked)) languages[0].checked = true;
    for (const [name, group] of Object.entries(groups)) {
      const kept = asked.has(name) ? asked.get(name).toLowerCase().split(",") : null;
      group.forEach((box) => { box.checked = !kept || kept.includes(box.value); });
    }
    if (different) different.checked = asked.get("only") === "different";
    search.value = asked.get("q") || "";
  }

  function show() {
    root.lang = inChinese() ? "zh-Hans" : "en";
    const wanted = search.value.trim().toLowerCase();
    clauses.forEach((one) => one.classList.toggle("unmatched", !!wanted && !one.firstElementChild.textContent.toLowerCase().includes(wanted)));
    const shown = clauses.filter((one) => one.offsetParent !== null).length;
    document.querySelectorAll(".shown").forEach((one) => { one.textContent = shown; });
  }

  function openAsked() {
    clauses.forEach((one) => one.classList.remove("asked"));
    const inside = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const clause = inside && inside.closest(".clause");
    if (!clause) return;
    clause.classList.add("asked");
    clause.open = true;
    clause.scrollIntoView();
    clause.firstElementChild.focus({ preventScroll: true });
  }

  function copied(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("not allowed"));
  }

  function say(button, english, chinese) {
    const text = inChinese() ? chinese : english;
    button.textContent = text;
    document.getElementById("said").textContent = text;
  }

  function buttons(clause) {
    clause.querySelectorAll(".copyable:not(:has(button))").forEach((one) => {
      const button = document.createElement("button");
      button.type = "button";
      const name = () => { button.textContent = inChinese() ? "复制" : "Copy"; };
      name();
      button.addEventListener("click", () => {
        copied(one.querySelector("pre").textContent).then(
          () => say(button, "Copied", "已复制"),
          () => say(button, "Select it and copy", "请选中后复制"),
        ).finally(() => setTimeout(name, 2000));
      });
      one.prepend(button);
    });
  }

  function dress(clause) {
    openCases(clause, buttons);
    buttons(clause);
  }

  document.querySelector("main").addEventListener("toggle", (event) => {
    const clause = event.target;
    if (!clause.classList.contains("clause") || !clause.open) return;
    dress(clause);
  }, true);
  clauses.forEach((one) => one.firstElementChild.addEventListener("click", () => {
    const id = one.open ? "" : "#" + one.querySelector(".inside").id;
    try {
      history.replaceState(null, "", location.pathname + location.search + id);
    } catch {
      // as above
    }
  }));
  form.addEventListener("input", () => { openNothing(); keep(); show(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  languages.forEach((one) => one.addEventListener("change", () => { keep(); show(); }));
  window.addEventListener("hashchange", () => { openAsked(); show(); });

  function openNothing() {
    clauses.forEach((one) => one.classList.remove("asked"));
  }

  document.querySelectorAll(".scripted").forEach((one) => { one.hidden = false; });
  read();
  openAsked();
  show();
  window.addEventListener("load", () => setTimeout(openAsked)); // the browser goes to the fragment by itself, and takes the focus away
  clauses.filter((one) => one.open).forEach(dress);
})();
