/** The page: takes two pictures, asks the endpoint as any client does, and shows what came. */

import { indented, matrixOf, outcome, sideOf, verdict } from "./answer.js";
import { Calls } from "./calls.js";
import { curlLine } from "./curl.js";
import { find } from "./element.js";
import { Picture } from "./picture.js";
import { say, speak, switchLanguage } from "./words.js";

const form = find("#call");
const log = new Calls();
const pictures = [...document.querySelectorAll(".picture")].map((section) => new Picture(section, forget));
let facts = null;
let answer = null;
let isBusy = false;

/** What was found in a picture is no longer to be seen when it is another one. */
function forget(picture) {
  picture.mark(null);
}

function told(word) {
  const line = find("#verdict");
  line.className = "";
  line.textContent = say(word);
}

/** The form without the files that nobody chose. */
function asked() {
  const data = new FormData(form);
  for (const { input, file } of pictures) if (!file) data.delete(input.name);
  return data;
}

async function compare(event) {
  event.preventDefault();
  if (isBusy || !facts) return;
  isBusy = true;
  find("#compare").setAttribute("aria-disabled", "true");
  told("comparing");
  const [data, url] = [asked(), new URL(facts.path.slice(1), document.baseURI).href];
  const files = pictures.map(({ file }) => file);
  answer = await exchanged(url, data);
  answer.curl = curlLine(url, data);
  await explain(files);
  show();
  find("#answer").scrollIntoView({ block: "nearest" });
  find("#compare").removeAttribute("aria-disabled");
  isBusy = false;
}

async function exchanged(url, data) {
  try {
    const response = await fetch(url, { method: "POST", body: data });
    const text = await response.text();
    const why = response.headers.get("Linkface-Emulator-Why");
    return { code: response.status, kind: response.headers.get("Content-Type"), text, body: parsed(text), why };
  } catch {
    return { code: null, text: "", body: null };
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Find the call in the log, draw its faces where the pictures are still the same, and cut them out. */
async function explain(files) {
  const calls = facts.has_control ? await log.load() : null;
  const id = answer.body?.request_id;
  answer.call = id ? (calls?.find((call) => call.request_id === id) ?? null) : null;
  answer.crops = {};
  for (const [index, picture] of pictures.entries()) {
    const isSame = picture.file === files[index];
    const faces = (isSame && answer.call?.faces[picture.side]) || null;
    picture.mark(faces);
    picture.blame(isSame && sideOf(answer.body) === picture.side ? String(answer.body.status) : "");
    answer.crops[picture.side] = (faces ?? []).map((face) => picture.crop(face));
  }
}

function show() {
  if (!answer) return;
  const isGood = answer.code === 200 && matrixOf(answer.body) !== null;
  find("#exchange").hidden = false;
  find("#curl").textContent = answer.curl;
  find("#copied").textContent = "";
  find("#body").textContent = answer.body === null ? answer.text : indented(answer.text);
  if (answer.code === null) told("no_answer");
  else find("#verdict").textContent = verdict(answer, facts);
  find("#verdict").className = isGood ? "good" : "bad";
  find("#outcome").replaceChildren(...(answer.code === null ? [] : outcome(answer, facts, pictures)).filter(Boolean));
}

async function copy() {
  const text = find("#curl");
  try {
    await navigator.clipboard.writeText(text.textContent);
    find("#copied").textContent = say("copied");
  } catch {
    getSelection().selectAllChildren(text);
    find("#copied").textContent = say("uncopied");
  }
}

function paste(event) {
  const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
  if (!file) return;
  event.preventDefault();
  const here = pictures.find(({ section }) => section.contains(document.activeElement));
  (here ?? pictures.find((picture) => !picture.file) ?? pictures[1]).take(file);
}

function speakAgain() {
  switchLanguage();
  for (const picture of pictures) picture.describe();
  if (facts) log.show();
  show();
}

function nameAccount() {
  find("#account-name").textContent = find("#api_id").value;
}

async function begin() {
  speak();
  form.addEventListener("submit", compare);
  find("#language").addEventListener("click", speakAgain);
  find("#refresh").addEventListener("click", () => log.load());
  find("#copy").addEventListener("click", copy);
  find("#api_id").addEventListener("input", nameAccount);
  document.addEventListener("paste", paste);
  // A picture that is dropped beside the zones would otherwise be opened in place of this page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  for (const picture of pictures) picture.show();
  try {
    facts = await (await fetch("page/facts.json")).json();
  } catch {
    find("#trouble").textContent = say("no_facts");
    find("#trouble").hidden = false;
    return;
  }
  find("#api_id").value = facts.account?.api_id ?? "";
  find("#api_secret").value = facts.account?.api_secret ?? "";
  find("#account").open = facts.account === null;
  nameAccount();
  if (facts.has_control) await log.load();
  else log.off();
}

begin();
