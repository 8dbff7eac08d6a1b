// Sends a form with files so that each file shows how far it has come. Without this file the browser sends it.
"use strict";

(function () {
  const words = document.currentScript.dataset;

  function inputsOf(form) {
    return Array.from(form.querySelectorAll("input[type=file]")).filter(function (input) {
      return input.name && !input.disabled && input.files.length;
    });
  }

  // The list beneath an input; the form may have been drawn without one.
  function listOf(input) {
    const place = input.closest("[data-upload]");
    let list = place ? place.querySelector("[data-upload-list]") : input.nextElementSibling;
    if (!list || !list.matches("[data-upload-list]")) {
      list = document.createElement("ul");
      list.className = "upload-list";
      list.dataset.uploadList = "";
      input.after(list);
    }
    return list;
  }

  function sized(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  function isTooLarge(input, file) {
    return input.dataset.maxBytes && file.size > Number(input.dataset.maxBytes);
  }

  // What was chosen, with sizes; a file that would be refused says so before it travels.
  document.addEventListener("change", function (event) {
    const input = event.target;
    if (input.type !== "file") return;
    const lines = Array.from(input.files).map(function (file) {
      const line = document.createElement("li");
      line.textContent = file.name + " (" + sized(file.size) + ")";
      if (isTooLarge(input, file)) {
        line.className = "upload-refused";
        line.append(" " + words.tooLarge.replace("[size]", sized(Number(input.dataset.maxBytes))));
      }
      return line;
    });
    listOf(input).replaceChildren(...lines);
  });

  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      const place = event.target.closest && event.target.closest("[data-upload]");
      if (place) place.classList.toggle("upload-over", kind === "dragover");
    });
  });

  // One bar per file, in the order in which they travel.
  function barsOf(inputs) {
    return inputs.flatMap(function (input) {
      const lines = listOf(input).children;
      return Array.from(input.files, function (file, place) {
        const bar = document.createElement("progress");
        bar.max = file.size || 1;
        bar.value = 0;
        bar.className = "upload-bar";
        bar.setAttribute("aria-label", file.name);
        if (lines[place]) lines[place].append(bar);
        return bar;
      });
    });
  }

  function show(bars, event) {
    const size = bars.reduce((sum, bar) => sum + bar.max, 0);
    // The texts of the form travel too; the files are what is left.
    let sent = Math.max(0, event.loaded - Math.max(0, event.total - size));
    bars.forEach(function (bar) {
      bar.value = Math.min(bar.max, sent);
      sent = Math.max(0, sent - bar.max);
    });
  }

  function say(form, text, wrong) {
    let note = form.querySelector(".upload-note");
    if (!note) {
      note = document.createElement("p");
      note.className = "upload-note";
      note.setAttribute("role", "status");
      (form.querySelector(".form-actions") || form).append(note);
    }
    note.classList.toggle("upload-refused", wrong);
    note.textContent = text;
  }

  // Chromium reads no file that has changed on the disk since it was chosen: that one has to be chosen anew.
  async function lostOf(inputs) {
    const files = inputs.flatMap((input) => Array.from(input.files, (file) => ({ input, file })));
    const read = await Promise.allSettled(files.map((one) => one.file.slice(0, 1).arrayBuffer()));
    return files.filter((one, place) => read[place].status === "rejected");
  }

  function forget(form, lost) {
    rest(form);
    const note = form.querySelector(".upload-note");
    if (note) note.remove();
    new Set(lost.map((one) => one.input)).forEach(function (input) {
      input.value = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    lost.forEach(function (one) {
      const line = document.createElement("li");
      line.className = "upload-refused";
      line.textContent = words.changed.replace("[name]", one.file.name);
      listOf(one.input).append(line);
    });
    lost[0].input.focus();
  }

  function rest(form) {
    delete form.dataset.uploading;
    delete form.dataset.sent;
    form.querySelectorAll(".upload-bar").forEach((bar) => bar.remove());
  }

  // The page that came back takes the place of this one; what was chosen is chosen still, unless it was at fault.
  function redraw(html, inputs) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector(".page") || page.querySelector("main");
    if (!main) return false;
    document.title = page.title;
    (document.querySelector(".page") || document.querySelector("main")).replaceWith(main);
    if (window.htmx) window.htmx.process(main);
    inputs.forEach(function (input) {
      const again = main.querySelector('input[type=file][name="' + CSS.escape(input.name) + '"]');
      if (!again || again.classList.contains("is-invalid")) return;
      again.files = input.files;
      again.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const faults = main.querySelector("[data-focus]");
    if (faults) faults.focus();
    else window.scrollTo(0, 0);
    return true;
  }

  function goTo(address) {
    const target = new URL(address, location.href);
    const here = target.pathname + target.search === location.pathname + location.search;
    location.assign(target);
    // The same page at another place would not be fetched again.
    if (here && target.hash) location.reload();
  }

  function send(form, button, inputs) {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const bars = barsOf(inputs);
    const request = new XMLHttpRequest();
    say(form, words.sending, false);
    request.open("POST", (button && button.getAttribute("formaction")) || form.action);
    request.setRequestHeader("X-Upload", "1");
    request.upload.addEventListener("progress", (event) => show(bars, event));
    request.upload.addEventListener("load", () => say(form, words.checking, false));
    request.addEventListener("load", function () {
      const address = request.getResponseHeader("X-Location");
      if (address) return goTo(address);
      if (redraw(request.responseText, inputs)) return undefined;
      rest(form);
      return say(form, request.status === 401 ? words.loggedOut : words.failed, true);
    });
    request.addEventListener("error", async function () {
      const lost = await lostOf(inputs);
      if (lost.length) return forget(form, lost);
      rest(form);
      return say(form, words.failed, true);
    });
    request.send(data);
  }

  document.addEventListener("submit", async function (event) {
    const form = event.target;
    const button = event.submitter;
    if (event.defaultPrevented || form.enctype !== "multipart/form-data") return;
    const inputs = inputsOf(form);
    if (form.dataset.uploading) return event.preventDefault();
    if (!inputs.length) return undefined;
    event.preventDefault();
    const refused = inputs.find((input) => Array.from(input.files).some((file) => isTooLarge(input, file)));
    if (refused) return refused.focus();
    form.dataset.uploading = "1";
    const lost = await lostOf(inputs);
    return lost.length ? forget(form, lost) : send(form, button, inputs);
  });
})();
