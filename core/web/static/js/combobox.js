// Comboboxes over large tables (ARIA 1.2, editable, list autocomplete). Without this script the same
// field works by the words typed, which the server looks up; here the key of the row chosen is sent.
const PAUSE = 200;
const LETTRES_MIN = 2;
let count = 0;

function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.textContent = text;
  return made;
}

class Combobox {
  constructor(root) {
    this.root = root;
    this.name = root.dataset.nom;
    this.textName = root.dataset.nomTexte ?? `${this.name}-texte`;
    this.multiple = "multiple" in root.dataset;
    this.input = root.querySelector("input[type=text], input[type=search]");
    this.label = root.querySelector(`label[for="${CSS.escape(this.input.id)}"]`).firstChild.textContent.trim();
    this.options = [];
    this.active = -1;
    this.build();
    this.takeStored();
    this.listen();
  }

  build() {
    count += 1;
    const id = `combobox-${count}`;
    this.list = element("ul", { id, role: "listbox", "aria-label": this.label, hidden: "" });
    this.status = element("p", { role: "status", class: "lecture" });
    this.kept = this.root.querySelector(".retenus") ?? element("ul", { class: "retenus" });
    this.kept.setAttribute("aria-label", `${this.label} : choix actuel`);
    const holder = element("div", { class: "combobox" });
    this.input.replaceWith(holder);
    holder.append(this.input, this.list);
    holder.after(this.status);
    holder.before(this.kept);
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      autocomplete: "off",
    };
    for (const [name, value] of Object.entries(attributes)) {
      this.input.setAttribute(name, value);
    }
  }

  // Rows already chosen: boxes without script; chips, or the text itself, with it.
  takeStored() {
    const stored = [...this.kept.querySelectorAll("input[type=checkbox]")].map((box) => ({
      cle: box.value,
      libelle: box.parentElement.textContent.trim(),
    }));
    if (this.root.dataset.cle) {
      stored.push({ cle: this.root.dataset.cle, libelle: this.input.value });
    }
    this.kept.replaceChildren();
    this.chosen = null;
    if (this.multiple) {
      stored.forEach((row) => this.addChip(row));
    } else if (stored.length) {
      this.setChosen(stored[0], !this.input.value);
    }
    this.kept.hidden = !this.kept.children.length;
  }

  setChosen(row, showText = true) {
    this.chosen?.field.remove();
    this.chosen = null;
    if (row) {
      const field = element("input", { type: "hidden", name: this.name, value: row.cle });
      this.input.after(field);
      this.chosen = { ...row, field };
    }
    if (showText) {
      this.input.value = row?.libelle ?? "";
    }
    this.nameText();
  }

  // The words are sent only when they are not those of the row chosen: the server then asks to be precise.
  nameText() {
    const said = this.chosen && this.input.value.trim() === this.chosen.libelle;
    if (said) {
      this.input.removeAttribute("name");
    } else {
      this.input.name = this.textName;
    }
  }

  addChip(row) {
    if (this.kept.querySelector(`input[value="${CSS.escape(row.cle)}"]`)) {
      return;
    }
    const chip = element("li", { class: "jeton" });
    const remove = element("button", { type: "button", class: "jeton-retirer" }, "×");
    remove.setAttribute("aria-label", `Retirer ${row.libelle}`);
    remove.addEventListener("click", () => {
      chip.remove();
      this.kept.hidden = !this.kept.children.length;
      this.say(`${row.libelle} retiré.`);
      this.changed();
      this.input.focus();
    });
    chip.append(
      element("span", {}, row.libelle),
      element("input", { type: "hidden", name: this.name, value: row.cle }),
      remove,
    );
    this.kept.append(chip);
    this.kept.hidden = false;
  }

  listen() {
    this.input.addEventListener("input", () => this.type());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // A press on an option must not take the focus away from the text before the click is heard.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        this.choose(Number(option.dataset.rang));
      }
    });
  }

  type() {
    if (!this.multiple && this.chosen && this.input.value.trim() !== this.chosen.libelle) {
      this.setChosen(null, false);
    }
    this.nameText();
    clearTimeout(this.timer);
    this.request?.abort();
    const words = this.input.value.trim();
    if (words.length < LETTRES_MIN) {
      this.close();
      this.say("");
      return;
    }
    this.timer = setTimeout(() => this.search(words), PAUSE);
  }

  async search(words) {
    this.request = new AbortController();
    const url = new URL(this.root.dataset.recherche, window.location.href);
    url.searchParams.set("q", words);
    try {
      const response = await fetch(url, {
        headers: { Accept: "application/json" },
        signal: this.request.signal,
      });
      // A session that ended answers with the log-in page.
      if (!response.ok || response.redirected) {
        throw new Error(`HTTP ${response.status}`);
      }
      this.show(await response.json());
    } catch (fault) {
      if (fault.name === "AbortError") {
        return;
      }
      this.close();
      this.say("La recherche ne répond pas : réessayez, ou enregistrez avec le nom écrit en entier.", true);
    }
  }

  show(rows) {
    this.options = rows;
    this.active = -1;
    this.list.replaceChildren(
      ...rows.map((row, rank) =>
        element(
          "li",
          {
            id: `${this.list.id}-${rank}`,
            role: "option",
            "aria-selected": "false",
            "data-rang": rank,
          },
          row.libelle,
        ),
      ),
    );
    this.setOpen(rows.length > 0 && document.activeElement === this.input);
    if (!rows.length) {
      this.say("Aucun résultat.", true);
    } else {
      this.say(rows.length > 1 ? `${rows.length} résultats` : "1 résultat");
    }
  }

  setOpen(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) {
      this.input.removeAttribute("aria-activedescendant");
      this.active = -1;
    }
  }

  close() {
    this.setOpen(false);
  }

  press(event) {
    const open = !this.list.hidden;
    const last = this.options.length - 1;
    const moves = {
      ArrowDown: () => this.move(this.active >= last ? 0 : this.active + 1),
      ArrowUp: () => this.move(this.active <= 0 ? last : this.active - 1),
      Home: () => this.move(0),
      End: () => this.move(last),
    };
    if (event.isComposing || event.ctrlKey || event.metaKey) {
      return;
    }
    if (!open && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      if (this.options.length && this.input.value.trim().length >= LETTRES_MIN) {
        this.setOpen(true);
        moves[event.key]();
      } else {
        this.type();
      }
    } else if (open && event.key in moves && (this.active >= 0 || event.key.startsWith("Arrow"))) {
      event.preventDefault();
      moves[event.key]();
    } else if (open && event.key === "Enter") {
      // Enter never sends the form while the list is open.
      event.preventDefault();
      if (this.active >= 0) {
        this.choose(this.active);
      } else if (this.options.length === 1) {
        this.choose(0);
      }
    } else if (event.key === "Escape") {
      if (open) {
        event.preventDefault();
        this.close();
      } else if (this.input.value) {
        event.preventDefault();
        this.setChosen(null);
        this.changed();
      }
    }
  }

  move(rank) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = rank;
    const option = this.list.children[rank];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(rank) {
    const row = this.options[rank];
    clearTimeout(this.timer);
    this.request?.abort();
    this.root.querySelector(".reponses")?.remove();
    if (this.multiple) {
      this.addChip(row);
      this.input.value = "";
    } else {
      this.setChosen(row);
    }
    this.close();
    this.options = [];
    this.say(`${row.libelle} choisi.`);
    this.changed();
  }

  // Others (an unsaved form's warning) hear of a choice as of any other field.
  changed() {
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  say(text, visible = false) {
    this.status.classList.toggle("lecture", !visible);
    this.status.classList.toggle("aide", visible);
    this.status.textContent = text;
  }
}

function enhance(root) {
  if (!root.dataset.pret) {
    root.dataset.pret = "oui";
    new Combobox(root);
  }
}

document.querySelectorAll("[data-recherche]").forEach(enhance);
// Rows that another script adds to the page (a child row, a table typed in place) become comboboxes too.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (node instanceof Element) {
        node.querySelectorAll("[data-recherche]").forEach(enhance);
      }
    }
  }
}).observe(document.body, { childList: true, subtree: true });
