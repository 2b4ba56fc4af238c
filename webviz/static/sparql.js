// The SPARQL page: Ctrl + Enter asks, prefixes can be written in, and YASQE takes the place of the
// plain field where it is installed.
"use strict";
(() => {
  const form = document.getElementById("sparql");
  if (!form) return;
  const field = form.querySelector("#query");
  const prefixes = JSON.parse(form.dataset.prefixes);
  // An address as long as this is refused by some servers between here and there.
  const longest = 6000;
  let editor = null;

  const text = () => (editor ? editor.getValue() : field.value);
  const write = (value) => {
    if (editor) editor.setValue(value);
    field.value = value;
  };
  const ask = () => form.requestSubmit();

  form.addEventListener("submit", () => {
    field.value = editor ? declared(text()) : text();
    form.method = field.value.length > longest ? "post" : "get";
  });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask();
    }
  });

  const used = (query) => {
    const plain = query.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*/g, " ");
    const known = new Set([...query.matchAll(/^\s*PREFIX\s+([\w-]*):/gim)].map((found) => found[1]));
    const named = new Set([...plain.matchAll(/(?<![\w:?$-])([a-z][\w-]*):/g)].map((found) => found[1]));
    return Object.keys(prefixes).filter((name) => named.has(name) && !known.has(name));
  };

  const button = (word, act, before) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = word;
    made.addEventListener("click", act);
    before.before(made);
    return made;
  };

  const declared = (query) => {
    const lines = used(query).map((name) => `PREFIX ${name}: <${prefixes[name]}>`);
    return lines.length ? `${lines.join("\n")}\n\n${query.trimStart()}` : query;
  };

  button(form.dataset.insert, () => {
    write(declared(text()));
    (editor ?? field).focus();
  }, form.querySelector(".note"));

  const { line, column } = field.dataset;
  const jump = () => {
    if (editor) {
      editor.focus();
      editor.setCursor({ line: Number(line) - 1, ch: Number(column) - 1 });
      return;
    }
    const before = field.value.split("\n").slice(0, Number(line) - 1).join("\n");
    const at = Math.min((before ? before.length + 1 : 0) + Number(column) - 1, field.value.length);
    field.focus();
    field.setSelectionRange(at, Math.min(at + 1, field.value.length));
  };
  const fault = document.getElementById("fault");
  if (line && fault) button(form.dataset.jump, jump, fault);

  if (typeof Yasqe === "function") {
    const place = document.createElement("div");
    field.after(place);
    editor = new Yasqe(place, {
      // It takes a prefix that is not declared for an error; what the server says is counted in lines.
      value: (line ? field.value : declared(field.value)).trimEnd(),
      autocompleters: ["variables"],
      persistenceId: null,
      createShareableLink: null,
      consumeShareLink: null,
      showQueryButton: false,
      resizeable: false,
      editorHeight: "auto",
      syntaxErrorCheck: true,
    });
    editor.setOption("extraKeys", {
      "Ctrl-Enter": ask,
      "Cmd-Enter": ask,
      "Ctrl-Space": () => editor.autocomplete(),
      Tab: false,
      "Shift-Tab": false,
    });
    const input = editor.getInputField();
    input.setAttribute("aria-label", form.dataset.label);
    input.setAttribute("aria-describedby", "query-help");
    field.hidden = true;
    form.querySelector("label[for=query]").addEventListener("click", () => editor.focus());
    editor.on("change", () => {
      field.value = editor.getValue();
    });
    form.dataset.editor = "yasqe";
  }
})();
