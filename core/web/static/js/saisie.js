// The grid as in a spreadsheet: arrows up and down, and a block pasted from one fills the cells around.
const table = document.querySelector("table[data-saisie]");
const state = document.querySelector("[data-saisie-etat]");

function rows() {
  return [...table.tBodies[0].rows].map((row) =>
    [...row.querySelectorAll("td.cellule")].map((cell) => cell.querySelector("input:not([type=radio]), select")),
  );
}

function place(field) {
  const grid = rows();
  const rank = grid.findIndex((fields) => fields.includes(field));
  return { grid, rank, column: rank < 0 ? -1 : grid[rank].indexOf(field) };
}

function fill(field, text) {
  const value = text.trim();
  if (field.type === "checkbox") {
    field.checked = /^(oui|vrai|x|1)$/i.test(value);
  } else if (field.type === "date") {
    const day = value.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/);
    field.value = day ? `${day[3]}-${day[2].padStart(2, "0")}-${day[1].padStart(2, "0")}` : value;
    if (value && !field.value) {
      return false;
    }
  } else if (field.tagName === "SELECT") {
    const option = [...field.options].find((one) => one.text.trim().toLowerCase() === value.toLowerCase());
    if (!option) {
      return false;
    }
    field.value = option.value;
  } else {
    field.value = value;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function paste(event) {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const { grid, rank, column } = place(event.target);
  if (rank < 0 || !/[\t\n]/.test(text)) {
    return;
  }
  event.preventDefault();
  let filled = 0;
  let left = 0;
  text.split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const field = grid[rank + down]?.[column + right];
      if (field && fill(field, value)) {
        filled += 1;
      } else {
        left += 1;
      }
    });
  });
  state.textContent =
    `${filled} cellules remplies` + (left ? `, ${left} valeurs sans place ou non reconnues` : "") + ".";
}

function move(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  // Lists and dates use the arrows themselves.
  if (!step || event.target.type !== "text" || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const { grid, rank, column } = place(event.target);
  for (let next = rank + step; rank >= 0 && grid[next]; next += step) {
    if (grid[next][column]) {
      event.preventDefault();
      grid[next][column].focus();
      grid[next][column].select?.();
      return;
    }
  }
}

if (table && state) {
  table.addEventListener("paste", paste);
  table.addEventListener("keydown", move);
}
