/** The emulator's log of calls, where its control may be asked. */

import { element, find } from "./element.js";
import { moment, say } from "./words.js";

const SHOWN = 50;

export class Calls {
  constructor() {
    this.calls = null;
    this.state = "log_empty";
  }

  /** Ask for the calls; null where they cannot be had. */
  async load() {
    try {
      const answer = await fetch("_emulator/calls", { cache: "no-store" });
      this.calls = answer.ok ? (await answer.json()).calls : null;
    } catch {
      this.calls = null;
    }
    this.state = this.calls === null ? "log_failed" : "log_empty";
    this.show();
    return this.calls;
  }

  /** Say that there is nothing to ask. */
  off() {
    this.state = "log_off";
    this.show();
  }

  show() {
    const table = find("#log-table");
    const calls = this.calls ?? [];
    const shown = calls.slice(-SHOWN).reverse();
    const words = shown.length ? say("log_state", { shown: shown.length, count: calls.length }) : say(this.state);
    find("#log-state").textContent = words;
    find("#refresh").hidden = this.state === "log_off";
    table.setAttribute("aria-label", say("log_table"));
    table.hidden = !shown.length;
    table.replaceChildren(...(shown.length ? [rows(shown)] : []));
  }
}

function rows(calls) {
  const heads = ["call", "time", "answered", "sent", "why"];
  const head = element("tr", {}, ...heads.map((word) => element("th", { scope: "col" }, say(word))));
  return element("table", { class: "calls" }, element("thead", {}, head), element("tbody", {}, ...calls.map(row)));
}

function row(call) {
  const isGood = call.http_code === 200 && !call.fault;
  const verdict = [isGood ? "✓" : "✗", call.http_code, call.status, call.image, call.fault];
  const answered = [verdict.filter(Boolean).join(" "), call.reason].filter(Boolean).join("\n");
  const clause = call.clause ? `${call.clause}, ${say("manual_line", { line: call.line })}` : "";
  const texts = [moment(call.at), answered, sent(call), clause];
  const number = element("th", { scope: "row" }, String(call.number));
  return element("tr", { class: isGood ? "good" : "bad" }, number, ...texts.map((text) => element("td", {}, text)));
}

const sent = (call) =>
  call.pictures.map((picture) => `${picture.field}: ${picture.header ?? "?"}, ${picture.size} B`).join("\n");
