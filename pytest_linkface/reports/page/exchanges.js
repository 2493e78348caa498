"use strict";
const openCases = (() => {
  const store = document.getElementById("exchanges");
  const canUnpack = store && "DecompressionStream" in window;
  let unpacking;
  let told;

  function unpacked() {
    const packed = Uint8Array.from(atob(store.content.querySelector("p").textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  }

  function made(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  }

  const both = (english, chinese) => [
    made("span", { class: "en", lang: "en" }, english),
    made("span", { class: "zh", lang: "zh-Hans", hidden: "" }, chinese),
  ];
  const reasons = {
    verified: ["Verified: every answer that something was expected of is as expected.", "已验证:凡有所期望的应答均如所期望。"],
    broken: ["Broken: an answer is not what was expected; the finding says in what.", "违反:有应答与期望不符,见上方的发现。"],
    observed: ["Recorded, never red: the manual leaves it open.", "仅作记录,不判错:手册未作规定。"],
  };
  const text = (pieces) => [pieces].flat().map((number) => told.texts[number]).join("");

  function said(number) {
    const chinese = told.zh[number];
    return chinese === undefined ? [text(number)] : both(text(number), chinese);
  }

  function figure([name, value]) {
    const words = [made("strong", {}, text(name)), made("br", {})];
    const drawn = told.drawn[[value].flat()[0]];
    if (!drawn) return made("figure", {}, made("figcaption", {}, ...words, made("code", {}, text(value))));
    const [number, english, chinese] = drawn;
    const drawing = store.content.querySelector("#d" + number).firstElementChild.cloneNode(true);
    words.push(...both(text(english), text(chinese)), made("br", {}), made("code", {}, text(value)));
    return made("figure", {}, drawing, made("figcaption", {}, ...words));
  }

  function exchange([request, sent, expected, came, type, body, command]) {
    const asked = text(expected) ? said(expected) : both("nothing of its own: needed for the others, or recorded", "无:供其他调用使用,或仅作记录");
    const rows = [
      [both("sent", "发送"), [made("code", {}, text(request)), made("div", { class: "sent" }, ...sent.map(figure))]],
      [both("expected", "应得"), asked],
      [both("came", "收到"), [made("strong", {}, ...said(came)), " ", made("span", { class: "soft small" }, text(type))]],
    ];
    if (text(body)) rows[2][1].push(made("pre", { tabindex: 0 }, text(body)));
    if (command.length) {
      const lines = made("pre", { tabindex: 0 }, command.map(text).join("\n"));
      rows.push([both("repeat", "重现"), [made("div", { class: "copyable" }, lines)]]);
    }
    const list = rows.flatMap(([term, value]) => [made("dt", {}, ...term), made("dd", {}, ...value)]);
    return made("div", { class: "exchange" }, made("dl", {}, ...list));
  }

  function opened(row, id) {
    const [replay, left, ...exchanges] = told.cases[row.dataset.of];
    const reason = reasons[row.querySelector("[role=img]").getAttribute("aria-label")];
    const why = reason ? both(...reason) : [...row.cells[3].cloneNode(true).childNodes];
    const inside = [made("p", {}, ...why), ...exchanges.map(exchange)];
    if (left) inside.push(made("p", { class: "small" }, ...both(`${left} further exchanges are not shown; see report.json, or:`, `另有 ${left} 次调用未显示;见 report.json,或执行:`)));
    if (text(replay)) {
      const line = made("div", { class: "copyable" }, made("pre", { tabindex: 0 }, text(replay)));
      inside.push(made("p", { class: "small" }, ...both("The whole case again, from its recipes:", "按配方重放整个用例:")), line);
    }
    return made("tr", { class: "told", id }, made("td", { colspan: row.children.length }, ...inside));
  }

  let opening = 0;

  return async (clause, dress) => {
    if (!canUnpack) return;
    unpacking = unpacking || unpacked();
    told = await unpacking;
    clause.querySelectorAll("tr[data-of]:not(:has(button))").forEach((row) => {
      if (!told.cases[row.dataset.of]) return;
      const id = `x-${(opening += 1)}`;
      const button = made("button", { type: "button", class: "case", "aria-expanded": "false" }, row.cells[0].lastChild);
      row.cells[0].append(button);
      button.addEventListener("click", () => {
        const open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", open);
        button.setAttribute("aria-controls", id);
        if (open && !document.getElementById(id)) row.after(opened(row, id));
        document.getElementById(id).hidden = !open;
        dress(clause);
      });
    });
  };
})();
