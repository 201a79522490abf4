// Adds a box that ticks every row of the page; without script, rows are ticked one by one.
const holder = document.querySelector("[data-tout-cocher]");

if (holder) {
  const boxes = [...document.querySelectorAll('input[type="checkbox"][name="ligne"]')];
  const state = document.querySelector("[data-selection-etat]");
  const all = document.createElement("input");
  all.type = "checkbox";
  const label = document.createElement("label");
  label.append(all, " Cocher toute la page");

  const refresh = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    const plural = ticked > 1 ? "s" : "";
    state.textContent = ticked ? `${ticked} ligne${plural} cochée${plural}` : "";
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => {
      box.checked = all.checked;
    });
    refresh();
  });
  boxes.forEach((box) => box.addEventListener("change", refresh));
  holder.replaceChildren(label);
  refresh();
}
