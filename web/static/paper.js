// Enter goes to the next field of a sheet, and after the last one sends it. Without scripts, Tab does the same.
"use strict";
for (const form of document.querySelectorAll('form[data-keys="enter"]')) {
  form.addEventListener("keydown", (pressed) => {
    if (pressed.key !== "Enter" || pressed.target.tagName !== "INPUT") return;
    const fields = [...form.querySelectorAll("input:not([type=hidden]):not([type=radio]), textarea")];
    const next = fields[fields.indexOf(pressed.target) + 1];
    if (!next) return;
    pressed.preventDefault();
    next.focus();
    if (next.select) next.select();
  });
}
