// Sends what stands in the field, shows what comes back, copies it. Keeps nothing but in its variables.
// What a text becomes, and how it is drawn, the server says; `copy` is report.js's.
const LONGEST = 2 ** 20; // characters of a text, and sixteen times as many bytes of a file
const PAUSE = 200; // milliseconds after the last key
const GRACE = 300; // milliseconds in which the pointer may reach what names a mark
const KEPT = 10; // texts that can be had back

const root = document.documentElement;
const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const [source, before, after] = ["#source", "#before", "#after"].map(one);
const [passages, name] = ["#passages", "#name"].map(one);

// Only what the server drew is read as HTML: it escapes a text, or lets through what it knows.
const asDrawn = { createHTML: (html) => html };
const policy = window.trustedTypes?.createPolicy("drawn", asDrawn) ?? asDrawn;
const draw = (element, html) => { element.innerHTML = policy.createHTML(html ?? ""); };

// What the page says, in both languages; the document holds its phrases.
const make = (tag, properties, ...parts) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...parts);
  return element;
};
const sayBoth = ({ french, english }) => {
  const both = document.createDocumentFragment();
  both.append(make("span", { lang: "fr" }, french), make("span", { lang: "en" }, english));
  return both;
};
const say = (which, n) => {
  const { fr, en } = one(`#say-${which}`).dataset;
  const fill = (text, lang, many) => n === undefined ? text
    : text.replace("{n}", n.toLocaleString(lang)).replace(/\((e?s)\)/g, many ? "$1" : "");
  return sayBoth({ french: fill(fr, "fr", n > 1), english: fill(en, "en", n !== 1) });
};
// What is told anew is spoken anew, so nothing is that stands there already.
const tell = (element, ...parts) => {
  const told = make("div", {}, ...parts);
  if (element.textContent !== told.textContent) element.replaceChildren(...told.childNodes);
};
const answerAloud = (which, ...more) => one("#said").replaceChildren(make("b", {}, say(which), ...more));
const complain = (...said) => tell(one("#problems"), ...said.map((part) => make("p", {}, part)));
const speak = () => {
  for (const each of all("option, #source")) {
    each[each === source ? "placeholder" : "textContent"] = each.dataset[root.lang];
  }
  history.replaceState(null, "", root.lang === "en" ? "#en" : location.pathname + location.search);
};

// What is cleaned: the text as it came (a field would change its line breaks) until somebody edits it; null
// where it is a file of many. Beside it the flavours that were pasted, the file, and what to say of that.
const NOTHING = {
  text: "", markup: "auto", view: "code", flavours: null, file: null, fixed: null, problems: [],
};
let now = NOTHING;
let past = [];
let edited = false;
const keep = () => { if (now.text !== "") past = [...past.slice(1 - KEPT), now]; };
const put = (next) => {
  now = { ...NOTHING, ...next };
  edited = false;
  if (now.text !== null) source.value = now.text;
  ask();
  if (now.text !== null) {
    arrange();
    return;
  }
  show();
  awaited = true;
  after.setAttribute("aria-busy", "true");
  tell(one("#sum"), say("reading"));
};
const replace = (next) => {
  keep();
  put(next);
};
const undo = () => {
  if (!past.length) return;
  const back = past.pop();
  if (edited) keep();
  put(back);
  if (!past.length) (source.hidden ? before : source).focus();
};

// An answer is shown when nothing newer was sent; copying waits for it.
let timer, turn, older, newest;
let answer = null; // to what stands in the field; null while it is on its way, and where there is none
let awaited = false;
let shown = {};
const fail = (said, status) => Object.assign(new Error(), { said, status });
const post = async (path, body) => {
  let response, got;
  try {
    response = await fetch(path, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    got = await response.json();
  } catch {
    throw fail(say(response ? "failed" : "gone"));
  }
  if (response.ok) return got;
  throw fail(got.french ? sayBoth(got) : say("failed"), response.status);
};
const readOption = ({ type, value, checked, dataset }) => {
  if (type !== "checkbox" || (dataset.off && checked)) return value;
  return dataset.off || checked;
};
const readOptions = () =>
  Object.fromEntries(all(".choices [name]").map((control) => [control.name, readOption(control)]));
const isLong = (text) => text.length > LONGEST && (text.length > 2 * LONGEST || [...text].length > LONGEST);
const read = () => post("read", { ...now.file, options: readOptions() });
const clean = () => {
  if (isLong(now.text)) throw fail(say("too-long"));
  const { text, markup, view } = now;
  return post("clean", { source: text, markup, view, options: readOptions() });
};
// Two at once: a server works on, whoever has stopped waiting.
const send = async (earlier) => {
  timer = undefined;
  const mine = (turn = {});
  await earlier;
  if (turn !== mine) return;
  try {
    const got = await (now.text === null ? read : clean)();
    if (turn !== mine) return;
    if (typeof got.source === "string") {
      const { source: text, markup, fixed, problems } = got;
      put({ text, markup, view: markup === "html" ? "look" : "code", file: now.file, fixed, problems });
      return;
    }
    answer = got;
    complain(...[...now.problems, ...(got.problems ?? [])].map(sayBoth));
  } catch (error) {
    if (turn !== mine) return;
    complain(error.said ?? say("failed"));
    blame(error.status === 400);
  }
  show();
};
const start = () => { [older, newest] = [newest, send(older)]; };
const ask = (pause = 0) => {
  clearTimeout(timer);
  timer = undefined;
  turn = null;
  answer = null;
  one("#said").replaceChildren();
  blame(false);
  awaited = now.text !== "";
  after.setAttribute("aria-busy", awaited);
  if (now.text === "") {
    complain();
    show();
  } else if (pause) {
    timer = setTimeout(start, pause);
  } else {
    start();
  }
};
const settle = async () => {
  if (timer) {
    clearTimeout(timer);
    start();
  }
  for (let seen; seen !== newest;) {
    seen = newest;
    await seen;
  }
  return answer;
};

// What was chosen last is what the server refuses.
let chosen = null;
const blame = (wrong) => {
  const blamed = { "aria-invalid": "true", "aria-describedby": "problems" };
  for (const each in blamed) {
    if (wrong) chosen?.setAttribute(each, blamed[each]);
    else chosen?.removeAttribute(each);
  }
};

// What is seen.
const arrange = () => {
  const [isTable, isEmpty] = [now.text === null, now.text === ""];
  const isHtml = !isTable && (answer ? answer.is_html : now.markup === "html");
  const looks = isHtml && now.view === "look";
  const [seen, unseen] = looks ? [before, source] : [source, before];
  const moves = document.activeElement === unseen;
  unseen.hidden = true;
  seen.hidden = after.hidden = isTable;
  if (moves) seen.focus({ preventScroll: true });
  passages.hidden = !isTable;
  after.className = looks ? "pane look" : "pane text";
  one(".sides").classList.toggle("table", isTable);
  one("#view").classList.toggle("off", !isHtml);
  one("#flavour").classList.toggle("off", !now.flavours);
  one(`#${now.view}`).checked = true;
  one(now.markup === "html" ? "#formatted" : "#plain").checked = true;
  one("#file-name").textContent = now.file?.name ?? "";
  one("#undo").disabled = !past.length;
  one("#clear").disabled = isEmpty;
  for (const each of all("[id^=copy-]")) each.disabled = !(awaited || answer);
  one("#copy-text").hidden = isTable && answer?.text == null;
  for (const each of all("#copy-html, #copy-json")) each.hidden = isTable;
  one("#download").hidden = !(answer?.fixed ?? now.fixed);
};
const show = () => {
  awaited = false;
  conceal();
  arrange();
  shown = answer ?? {};
  found = null;
  current = null;
  draw(before, shown.before);
  draw(after, shown.after);
  draw(passages, shown.passages);
  draw(one("#notes"), shown.notes?.map((note) => `<li>${note.html}</li>`).join(""));
  after.setAttribute("aria-busy", "false");
  const first = after.querySelector("[data-note]");
  after.tabIndex = first ? -1 : 0;
  if (first) first.tabIndex = 0;
  for (const each of all("#next, #previous")) each.disabled = !first && !shown.passages;
  one("#counts").replaceChildren(...(shown.counts ?? []).map((kind) => {
    const number = make("b", {}, say("number", kind.number));
    const button = make("button", { type: "button" }, sayBoth(kind), number);
    button.dataset.kind = kind.rule;
    if (kind.lost) button.append(make("b", { className: "lost" }, say("lost", kind.lost)));
    return make("li", {}, button);
  }));
  const { changed, lost, left, unseen, left_out } = shown;
  const isWhole = answer && !answer.problems?.length;
  const sum = changed ? [say("changed", changed)] : isWhole && !left ? [say("nothing")] : [];
  if (isWhole && shown.shown !== undefined) sum.push(" \u00b7 ", say("texts", shown.shown + left_out));
  if (left_out) sum.push(" \u00b7 ", say("cut", left_out));
  tell(one("#sum"), ...(now.text === "" ? [say("empty")] : sum));
  for (const [which, number] of Object.entries({ lost, left, unseen })) {
    tell(one(`#${which}`), ...(number ? [say(which, number)] : []));
  }
};

// From place to place: the marks of a text, which are one stop of the tabulator, or the texts of a table.
let found = null;
let current = null;
const list = () => (found ??= all(shown.passages ? "#passages .passage" : "#after [data-note]"));
const isOf = (place, kind) => {
  const note = shown.notes?.[place.dataset.note];
  if (note) return kind in note ? note[kind] : note.rule === kind;
  const mark = { lossy: "ins.lost", left: "mark.left" }[kind];
  return mark ? place.querySelector(mark) : place.dataset.rules.split(" ").includes(kind);
};
const goTo = (place) => {
  for (const each of after.querySelectorAll("[tabindex='0']")) each.tabIndex = -1;
  current = place;
  if (!shown.passages) place.tabIndex = 0;
  (place.querySelector("h3 a") ?? place).focus();
};
const go = async (step, kind) => {
  const places = list();
  const fitting = [...places.keys()].filter((index) => kind === undefined || isOf(places[index], kind));
  const here = places.indexOf(current);
  const next = step > 0
    ? fitting.find((index) => index > here) ?? fitting[0]
    : fitting.findLast((index) => index < here) ?? fitting.at(-1);
  if (next !== undefined) {
    goTo(places[next]);
  } else if (now.view === "look" && shown.notes) {
    choose("code");
    if (await settle() && list().some((place) => isOf(place, kind))) await go(step, kind);
  }
};
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
after.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-note]") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Home") goTo(list()[0]);
  else if (event.key === "End") goTo(list().at(-1));
  else if (STEPS[event.key]) go(STEPS[event.key]);
  else return;
  event.preventDefault();
});

// What names a mark stays while the pointer is on either, or the mark has the focus; Escape takes it away.
let named = null;
let leaving;
const conceal = () => {
  clearTimeout(leaving);
  named?.removeAttribute("aria-describedby");
  named = null;
  name.hidden = true;
};
const place = () => {
  const mark = named.getClientRects()[0];
  const pane = named.closest(".pane").getBoundingClientRect();
  if (!mark || mark.bottom < pane.top || mark.top > pane.bottom) {
    conceal();
    return;
  }
  name.style.left = 0; // where it is as wide as it will be
  const below = mark.bottom + 4;
  const fits = below + name.offsetHeight < innerHeight;
  name.style.top = `${fits ? below : Math.max(0, mark.top - name.offsetHeight - 4)}px`;
  name.style.left = `${Math.max(8, Math.min(mark.left, innerWidth - name.offsetWidth - 8))}px`;
};
const reveal = (mark) => {
  clearTimeout(leaving);
  if (mark === named) return;
  conceal();
  const note = shown.notes?.[mark.dataset.note];
  if (!note) return;
  named = mark;
  draw(name, note.html);
  name.hidden = false;
  mark.setAttribute("aria-describedby", "name");
  place();
};
document.addEventListener("pointerover", ({ target }) => {
  const mark = target.closest("[data-note]");
  if (mark) reveal(mark);
  else if (target.closest("#name")) clearTimeout(leaving);
  else if (named && named !== document.activeElement) {
    clearTimeout(leaving);
    leaving = setTimeout(conceal, GRACE);
  }
});
document.addEventListener("focusin", ({ target }) => {
  const mark = target.closest("#after [data-note]");
  if (!mark) {
    conceal();
    return;
  }
  if (mark !== current) goTo(mark);
  reveal(mark);
});
after.addEventListener("click", ({ target }) => {
  const mark = target.closest("[data-note]");
  if (mark && getSelection().isCollapsed) goTo(mark);
});
const follow = () => { if (named) place(); };
document.addEventListener("scroll", follow, { capture: true, passive: true });
addEventListener("resize", follow);

// Copying and saving.
const FORMS = {
  text: (got) => ({ "text/plain": got.text }),
  html: (got) => ({ "text/html": got.html, "text/plain": got.html }),
  json: (got) => ({ "text/plain": JSON.stringify(got.value) }),
};
const copyAs = async (form) => {
  const got = await settle();
  const copied = got && got.value !== "" && got.text !== "" && await copy(FORMS[form](got));
  answerAloud(copied ? `copied-${form}` : "uncopied");
};
const download = async () => {
  try {
    const got = now.text === null ? await settle() : await read();
    if (!got?.fixed) return;
    const bytes = Uint8Array.from(atob(got.fixed), (byte) => byte.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes]));
    make("a", { href: url, download: got.file_name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    answerAloud("downloaded", ...(got.left ? [" \u00b7 ", say("left", got.left)] : []));
  } catch (error) {
    complain(error.said ?? say("failed"));
  }
};

// What comes in: pasted, dropped, chosen, typed.
const take = (html, plain) => {
  const flavours = html && plain ? { html, plain } : null;
  const isTooLong = plain && isLong(html) && !isLong(plain);
  if (html && !isTooLong) replace({ text: html, markup: "html", view: "look", flavours });
  else replace({ text: plain, flavours });
};
const open = async (files) => {
  const [file] = files;
  if (files.length > 1 || file.size > 16 * LONGEST) {
    complain(say(files.length > 1 ? "one-file" : "too-large"));
    return;
  }
  const reader = new FileReader();
  const done = new Promise((resolve) => { reader.onloadend = resolve; });
  reader.readAsDataURL(file);
  await done;
  if (reader.error) {
    complain(say("unreadable"));
    return;
  }
  replace({ text: null, file: { name: file.name, data: reader.result.split(",")[1] ?? "" } });
};
const hasWhole = () => source.selectionStart === 0 && source.selectionEnd === source.value.length;
document.addEventListener("paste", (event) => {
  const { clipboardData: data, target } = event;
  let [html, plain] = [data.getData("text/html"), data.getData("text/plain")];
  if (plain && !/\S/.test(html.replace(/<[^>]*>/g, ""))) html = "";
  const isText = html || plain;
  if (target.id === "option-keep" || (target === source && isText && !(html && hasWhole()))) return;
  if (isText) take(html, plain);
  else if (data.files.length) open(data.files);
  else return;
  event.preventDefault();
});
// Of what is marked, its text alone.
document.addEventListener("copy", (event) => {
  if (!after.contains(getSelection().anchorNode)) return;
  event.clipboardData.setData("text/plain", getSelection().toString());
  event.preventDefault();
});
let whole = false;
source.addEventListener("beforeinput", () => { whole = hasWhole(); });
source.addEventListener("input", () => {
  if (!edited && (now.flavours || now.file)) keep();
  edited = true;
  const { markup, view } = whole || source.value === "" ? NOTHING : now;
  now = { ...NOTHING, text: source.value, markup, view };
  ask(PAUSE);
  arrange();
});
const drag = (event) => {
  const holds = event.dataTransfer?.types.includes("Files");
  root.classList.toggle("dropping", Boolean(holds) && event.type === "dragover");
  if (!holds && event.target === source) return;
  event.preventDefault(); // or the browser would leave the page for a link
  if (event.type === "drop" && event.dataTransfer.files.length) open(event.dataTransfer.files);
};
for (const type of ["dragover", "dragleave", "drop"]) document.addEventListener(type, drag);

// What is chosen and pressed.
const choose = (view) => {
  now = { ...now, view };
  ask();
  arrange();
};
const CHOSEN = {
  look: () => choose("look"),
  code: () => choose("code"),
  formatted: () => put({ ...now, text: now.flavours.html, markup: "html", view: "look" }),
  plain: () => put({ ...now, text: now.flavours.plain, markup: "auto", view: "code" }),
  file: ({ target }) => {
    if (target.files.length) open(target.files);
    target.value = "";
  },
};
document.addEventListener("input", ({ target }) => {
  if (!target.closest(".choices")) return;
  blame(false);
  chosen = target;
  const preset = target.id === "profile" ? target.selectedOptions[0].dataset : {};
  for (const option of ["letters", "emoji"]) {
    if (option in preset) one(`#option-${option}`).value = preset[option];
  }
  ask(PAUSE);
});
document.addEventListener("change", (event) => CHOSEN[event.target.id]?.(event));
const PRESSED = {
  "copy-text": () => copyAs("text"),
  "copy-html": () => copyAs("html"),
  "copy-json": () => copyAs("json"),
  download,
  undo,
  next: () => go(1),
  previous: () => go(-1),
  lost: () => go(1, "lossy"),
  left: () => go(1, "left"),
  unseen: () => choose("code"),
  language: speak,
  clear: () => {
    replace(NOTHING);
    source.focus();
  },
  example: () => take(...["html", "text"].map((form) => one(`#example-${form}`).content.textContent)),
};
document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.kind) go(1, button.dataset.kind);
  else if (button) PRESSED[button.id]?.();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    conceal();
  } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    if (edited || !past.length || event.target.id === "option-keep") return;
    event.preventDefault();
    undo();
  }
});

if (location.hash === "#en") one("#language").click();
speak();
ask();
