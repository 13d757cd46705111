// Adds to a page that reads without it: its other language, a search, the copying of a corrected text.
// The page that cleans, which stands on a server and has a script of its own, copies by it too.
const copy = (() => {
  const root = document.documentElement;
  root.classList.add("js");

  const fold = (text) =>
    text.toLocaleLowerCase("fr").normalize("NFD").replace(/\p{M}/gu, "").replace(/[\u2018\u2019]/g, "'");

  // A text as it will be: without what the page says in it, and with what it only names.
  const read = (shown) => {
    const text = shown.cloneNode(true);
    text.querySelectorAll("span[lang], summary").forEach((own) => own.remove());
    for (const data of text.querySelectorAll("data")) {
      data.textContent = String.fromCodePoint(parseInt(data.getAttribute("value"), 16));
    }
    text.querySelectorAll("abbr").forEach((abbr) => { abbr.textContent = abbr.title; });
    return text.textContent;
  };

  // Where the clipboard can't be written to (an old browser, a policy), the command to copy is answered.
  const copyByEvent = (flavours) => {
    const answer = (event) => {
      for (const type in flavours) event.clipboardData.setData(type, flavours[type]);
      event.preventDefault();
    };
    document.addEventListener("copy", answer, { once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", answer);
    return done;
  };
  // Texts by their type. Several are copied by the event: what is written as HTML some browsers write anew.
  const copy = async (flavours) => {
    if (Object.keys(flavours).length > 1 && copyByEvent(flavours)) return true;
    try {
      await navigator.clipboard.writeText(flavours["text/plain"]);
      return true;
    } catch {
      return copyByEvent(flavours);
    }
  };

  const copyFrom = async (button) => {
    const copied = await copy({ "text/plain": read(button.parentElement.querySelector(".after")) });
    button.classList.toggle("done", copied);
    const said = document.querySelector("#copied").content.cloneNode(copied);
    document.querySelector("#said").replaceChildren(said);
  };

  let texts = [];
  const search = () => {
    const wanted = fold(document.querySelector("#search").value.trim());
    const passages = [...document.querySelectorAll(".passage")];
    if (texts.length !== passages.length) {
      texts = passages.map((passage) =>
        fold([...passage.querySelectorAll("h3, .text")].map((part) => part.textContent).join("\n")));
    }
    let shown = 0;
    passages.forEach((passage, index) => {
      passage.hidden = !texts[index].includes(wanted);
      shown += !passage.hidden;
    });
    for (const part of document.querySelectorAll(".file, .group")) {
      part.hidden = !part.querySelector(".passage:not([hidden])");
    }
    document.querySelector(".search output").textContent = wanted ? `${shown} / ${passages.length}` : "";
  };

  let waiting;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  document.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.id === "language") {
      root.lang = root.lang === "fr" ? "en" : "fr";
      document.title = document.querySelector(`h1 [lang=${root.lang}]`).textContent;
    } else if (button?.classList.contains("copy")) {
      copyFrom(button);
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    const filters = document.querySelector(".filters");
    if (filters && matchMedia("(max-width: 60rem)").matches) filters.open = false;
  });
  return copy;
})();
