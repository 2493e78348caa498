/** What came back: the verdict in a sentence, the matrix or the refusal, and the body as it is. */

import { element, terms } from "./element.js";
import { count, odds, say } from "./words.js";

const SIDES = ["one", "two"];

/** How many of the documented thresholds a confidence is above: 0 for none. */
export const level = (confidence, rates) => rates.filter(([threshold]) => confidence > threshold).length;

/** Four decimals, cut and not rounded: what is shown never reaches a threshold that was not reached. */
export function short(confidence) {
  const isTiny = Math.abs(confidence) < 1e-4; // may be written with an exponent
  const [whole, part = ""] = (isTiny ? "0" : String(confidence)).split(".");
  return `${whole}.${part.padEnd(4, "0").slice(0, 4)}`;
}

export function meaning(confidence, rates) {
  const passed = level(confidence, rates);
  if (!passed) return say("none", { threshold: rates[0][0] });
  const [threshold, rate] = rates[passed - 1];
  return say("passes", { threshold, rate: odds(rate) });
}

/** The matrix of an answer if it is one: rows of equal length, filled with numbers. */
export function matrixOf(body) {
  const rows = body?.confidences;
  if (!Array.isArray(rows) || !rows.length || !rows.every(Array.isArray)) return null;
  const isNumbers = (row) => row.length === rows[0].length && row.length > 0 && row.every(Number.isFinite);
  return rows.every(isNumbers) ? rows : null;
}

export const sideOf = (body) => SIDES.find((side) => String(body?.image ?? "").startsWith(`image_${side}`)) ?? null;

export function verdict({ code, body }, facts) {
  const matrix = matrixOf(body);
  const status = String(body?.status ?? "");
  if (matrix && status === "OK") {
    const best = Math.max(...matrix.flat());
    const rate = meaning(best, facts.error_rates);
    const [one, two] = [count(matrix.length), count(matrix[0].length)];
    return `✓ ${say("success", { code, status, one, two, best: short(best), rate })}`;
  }
  const side = sideOf(body);
  return `✗ ${say(side ? `refusal_of_${side}` : "refusal", { code, status })}`;
}

export function outcome(answer, facts, pictures) {
  const matrix = matrixOf(answer.body);
  if (!matrix) return [details(answer, facts)];
  return [
    ...titled("matrix", table(matrix, answer, facts, pictures)),
    facesNote(answer, facts),
    ...titled("rates", legend(facts.error_rates)),
    details(answer, facts),
  ];
}

/** A table that may be wider than the page, below its title. */
function titled(word, table) {
  const title = element("h3", { id: `${word}-title` }, say(word));
  return [title, element("div", { class: "wide", tabindex: "0", role: "region", "aria-labelledby": title.id }, table)];
}

function facesNote({ call }, facts) {
  if (!facts.has_control) return element("p", { class: "quiet" }, say("faces_uncontrolled"));
  const known = SIDES.every((side) => call?.faces[side]);
  return known ? null : element("p", { class: "quiet" }, say("faces_unknown"));
}

function table(matrix, { crops }, facts, [one, two]) {
  const best = Math.max(...matrix.flat());
  const heading = (scope, picture, index) =>
    element("th", { scope }, crops[picture.side][index], element("span", {}, say("face_number", { name: picture.name(index) })));
  const head = element("tr", {}, element("td", { class: "corner" }, say("corner")), ...matrix[0].map((_, index) => heading("col", two, index)));
  const rows = matrix.map((row, index) =>
    element("tr", {}, heading("row", one, index), ...row.map((confidence) => cell(confidence, best, facts.error_rates))),
  );
  return element("table", { class: "matrix", "aria-labelledby": "matrix-title" }, element("thead", {}, head), element("tbody", {}, ...rows));
}

function cell(confidence, best, rates) {
  return element(
    "td",
    { class: `level-${level(confidence, rates)}`, title: String(confidence) },
    element("strong", {}, short(confidence)),
    element("span", {}, meaning(confidence, rates)),
    confidence === best ? element("span", { class: "best" }, `★ ${say("best")}`) : null,
  );
}

function legend(rates) {
  const swatch = (index, text) => element("td", { class: `level-${index}` }, text);
  const row = (word, cells) => element("tr", {}, element("th", { scope: "row" }, say(word)), ...cells);
  const thresholds = rates.map(([threshold], index) => swatch(index + 1, `> ${threshold}`));
  const odd = rates.map(([, rate]) => element("td", {}, odds(rate)));
  const first = row("threshold", [swatch(0, `≤ ${rates[0][0]}`), ...thresholds]);
  const second = row("error_rate", [element("td", {}, say("undefined_rate")), ...odd]);
  return element("table", { class: "legend", "aria-labelledby": "rates-title" }, element("tbody", {}, first, second));
}

/** Code, status and all that explains them: the manual's words, and the clause where the emulator tells it. */
function details({ code, kind, body, why, call }, facts) {
  const documented = facts.statuses[body?.status];
  const side = sideOf(body);
  const clause = call?.clause ? `${call.clause} (${say("manual_line", { line: call.line })})` : why;
  return terms([
    [say("http_code"), pairing(code, documented)],
    [say("status"), body?.status === undefined ? null : String(body.status)],
    [say("image"), side ? say(`picture_${side}`) : (body?.image ?? null)],
    [say("reason"), body?.reason === undefined ? null : String(body.reason)],
    [say("manual"), documented ? words(documented) : say("undocumented")],
    [say("meaning"), documented?.gloss],
    [say("why"), clause],
    [say("clause_words"), call?.clause && call.clause !== documented?.clause ? quote(call.manual) : null],
    [say("request_id"), body?.request_id === undefined ? null : String(body.request_id)],
    [say("kind"), documented ? null : kind],
  ]);
}

function pairing(code, documented) {
  const differs = documented && documented.http_code !== code;
  return differs ? `${code}. ${say("pair", { code: documented.http_code })}` : String(code);
}

function words({ manual, line }) {
  return element("span", {}, quote(manual), ` (${say("manual_line", { line })})`);
}

const quote = (manual) => element("q", { lang: "zh" }, manual);

/** JSON with line breaks and nothing else changed, so that numbers stay as they were written. */
export function indented(text) {
  const strings = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  const pieces = (text.match(strings) ?? []).map((piece) => {
    if (piece === "{" || piece === "[") {
      depth += 1;
      return piece + line();
    }
    if (piece === "}" || piece === "]") {
      depth -= 1;
      return line() + piece;
    }
    if (piece === ",") return piece + line();
    return piece === ":" ? ": " : piece;
  });
  return pieces.join("");
}
