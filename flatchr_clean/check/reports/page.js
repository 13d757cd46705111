// Adds a search to a page that can be read without it.
(() => {
  const form = document.querySelector(".search");
  const field = form.querySelector("input");
  const output = form.querySelector("output");
  const passages = [...document.querySelectorAll(".passage")];
  const texts = passages.map((passage) => passage.textContent.toLocaleLowerCase("fr"));
  let waiting;
  const search = () => {
    const wanted = field.value.trim().toLocaleLowerCase("fr");
    let shown = 0;
    passages.forEach((passage, index) => {
      passage.hidden = wanted !== "" && !texts[index].includes(wanted);
      shown += !passage.hidden;
    });
    for (const file of document.querySelectorAll(".file")) {
      file.hidden = !file.querySelector(".passage:not([hidden])");
    }
    output.textContent = wanted ? `${shown} / ${passages.length}` : "";
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
