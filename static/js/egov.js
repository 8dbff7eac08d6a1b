// Conveniences. Every page works without this file.
"use strict";

(function () {
  // A menu closes when one clicks elsewhere or presses Escape, which returns to its button.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    if (location.hash === "#navigation") location.hash = "#main";
  });

  // Whoever logged in again in another window has another token; a form that was open meanwhile takes it.
  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }
  document.addEventListener("submit", function (event) {
    const kept = event.target.querySelector("[name=csrfmiddlewaretoken]");
    if (kept && token()) kept.value = token();
  }, true);
  document.addEventListener("htmx:configRequest", function (event) {
    if (token()) event.detail.headers["X-CSRFToken"] = token();
    if (event.detail.parameters.csrfmiddlewaretoken && token()) {
      event.detail.parameters.csrfmiddlewaretoken = token();
    }
  });

  // The summary of faults is where reading goes on.
  const faults = document.querySelector("[data-focus]");
  if (faults) faults.focus();

  // On a narrow screen the tab one is on may be out of sight.
  document.querySelectorAll(".tabs [aria-current]").forEach(function (tab) {
    const list = tab.closest(".tabs");
    list.scrollLeft = tab.offsetLeft - list.offsetLeft - list.clientWidth / 2 + tab.offsetWidth / 2;
  });

  // Whoever marks sees what the marks come to; the server adds them up again.
  document.querySelectorAll("[data-running-sum]").forEach(function (told) {
    const summed = told.closest("[data-summed]");
    summed.addEventListener("input", function () {
      let sum = 0;
      summed.querySelectorAll('input[type="number"]').forEach(function (one) {
        sum += Number(one.value) || 0;
      });
      told.querySelector("strong").textContent = String(Math.round(sum * 100) / 100);
      told.hidden = false;
    });
  });

  // Nobody submits twice by a double click.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(function () {
      delete form.dataset.sent;
    }, 3000);
  });

  // What an amount field understood; the rules are those of egov/ui/amounts.py, which decides.
  const UNITS = { 元: 1n, 圆: 1n, 圓: 1n, 万: 10000n, 萬: 10000n, 亿: 100000000n, 億: 100000000n };
  const AMOUNT = /^\+?(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(\d+))? ?([元圆圓万萬亿億]?)[元圆圓]?$/;

  const LIMIT = 10n ** 14n;

  // In fen, by whole numbers; null where the text is no amount, is too large or has parts of a fen.
  function amountInFen(text) {
    const written = text.normalize("NFKC").trim().replace(/\s+/g, " ").replace(/^(人民币|人民幣|CNY|RMB|¥)\s*/i, "");
    const match = AMOUNT.exec(written);
    if (!match) return null;
    const fraction = match[2] || "";
    const digits = BigInt(match[1].replace(/[, ]/g, "") + fraction);
    const scale = 10n ** BigInt(fraction.length);
    const fen = digits * 100n * (UNITS[match[3]] || 1n);
    return fen % scale === 0n && fen / scale < LIMIT ? fen / scale : null;
  }

  function grouped(fen, places, least) {
    const scale = 10n ** BigInt(places);
    const whole = (fen / scale).toString().replace(/\B(?=(\d{3})+$)/g, ",");
    let fraction = (fen % scale).toString().padStart(places, "0");
    while (fraction.length > least && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
    return whole + "." + fraction;
  }

  document.addEventListener("input", function (event) {
    const input = event.target;
    if (!input.matches("[data-amount]")) return;
    const output = document.querySelector('[data-understood="' + input.id + '"]');
    const fen = amountInFen(input.value);
    if (!output) return;
    if (fen === null) output.textContent = "";
    else if (output.dataset.chinese === "1")
      output.textContent = grouped(fen, 6, 2) + " " + output.dataset.wan + " = " + grouped(fen, 2, 2) + " " + output.dataset.yuan;
    else output.textContent = "CNY " + grouped(fen, 2, 2);
  });
})();
