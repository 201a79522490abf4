// Adds a box that ticks every row of the page; without script, rows are ticked one by one.
const heading = document.querySelector("[data-tout-cocher]");

if (heading) {
  const boxes = [...document.querySelectorAll('input[type="checkbox"][name="ligne"]')];
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", "Tout cocher sur cette page");
  const count = document.querySelector("[data-selection-etat]");

  const refresh = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    count.textContent = ticked ? `${ticked} ligne${ticked > 1 ? "s" : ""} cochée${ticked > 1 ? "s" : ""}` : "";
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => {
      box.checked = all.checked;
    });
    refresh();
  });
  boxes.forEach((box) => box.addEventListener("change", refresh));
  heading.replaceChildren(all);
  refresh();
}
