// The answers of a narrator: kept in the browser as they come, and in a file that they save; nothing is sent anywhere.
// A plain script of a plain page, because a page from a disk may load no modules; written for old browsers too.
(function () {
  "use strict";
  const page = document.documentElement;
  const packet = page.dataset.packet;
  const kept = "earwitness-packet-" + packet;
  const passages = Array.from(document.querySelectorAll(".passage"));
  // Tells this browser from others in which the same packet is answered; their clocks may differ.
  const pen = Math.random().toString(36).slice(2, 12) || "0";
  let answers = {};
  let remembers = true;
  let unsaved = false;

  page.classList.add("has-script");
  document.querySelector(".bar").hidden = false;

  // --- one passage --------------------------------------------------------------------------------------------------

  function placeOf(passage) {
    return [passage.dataset.recording, passage.dataset.startMs, passage.dataset.endMs].join(" ");
  }

  function shownIn(passage, language) {
    return passage.querySelector('.said [data-language="' + language + '"]').textContent;
  }

  function read(passage) {
    const ticked = passage.querySelector(".answer input:checked");
    const words = {};
    if (ticked && ticked.value === "change") {
      passage.querySelectorAll("[data-changes]").forEach(function (field) {
        const said = field.value.trim();
        if (said && said !== shownIn(passage, field.dataset.changes).trim()) words[field.dataset.changes] = said;
      });
    }
    return {
      recording: passage.dataset.recording,
      start_ms: Number(passage.dataset.startMs),
      end_ms: Number(passage.dataset.endMs),
      answer: ticked ? ticked.value : "",
      words: words,
      comment: passage.querySelector("[data-comment]").value.trim(),
      at: now(passage),
      pen: pen,
    };
  }

  // Later than what was answered here before, also where somebody has put the clock back since.
  function now(passage) {
    const before = answers[placeOf(passage)];
    const earliest = before ? new Date(before.at).getTime() + 1 : 0;
    return new Date(Math.max(Date.now(), earliest || 0)).toISOString();
  }

  function fill(passage, answer) {
    passage.querySelectorAll(".answer input").forEach(function (input) {
      input.checked = input.value === answer.answer;
    });
    passage.querySelectorAll("[data-changes]").forEach(function (field) {
      field.value = answer.words[field.dataset.changes] || "";
    });
    passage.querySelector("[data-comment]").value = answer.comment;
    if (answer.comment) passage.querySelector(".more").open = true;
    show(passage);
  }

  function show(passage) {
    const ticked = passage.querySelector(".answer input:checked");
    const change = passage.querySelector(".change");
    const wasHidden = change.hidden;
    change.hidden = !ticked || ticked.value !== "change";
    if (wasHidden && !change.hidden) {
      change.querySelectorAll("textarea").forEach(function (field) {
        if (!field.value) field.value = shownIn(passage, field.dataset.changes);
      });
    }
    passage.querySelector(".clear").hidden = !ticked;
    passage.classList.toggle("is-answered", saysSomething(answers[placeOf(passage)]));
  }

  function saysSomething(answer) {
    return Boolean(answer && (answer.answer || answer.comment));
  }

  function changed(passage) {
    answers[placeOf(passage)] = read(passage);
    show(passage);
    keep();
    count();
  }

  // --- keeping them -------------------------------------------------------------------------------------------------

  function keep() {
    unsaved = true;
    try {
      localStorage.setItem(kept, JSON.stringify(answers));
    } catch (refused) {
      if (remembers) say("forgetful");
      remembers = false;
    }
  }

  function remember() {
    try {
      take(JSON.parse(localStorage.getItem(kept) || "{}"));
    } catch (refused) {
      remembers = false;
    }
  }

  // What was answered later counts, whether it was here or in the file.
  function take(told) {
    passages.forEach(function (passage) {
      const place = placeOf(passage);
      const answer = told[place];
      if (!answer || (answers[place] && answers[place].at > answer.at)) return;
      answers[place] = Object.assign(read(passage), {
        answer: String(answer.answer || ""),
        words: answer.words || {},
        comment: String(answer.comment || ""),
        at: String(answer.at),
        pen: String(answer.pen || ""),
      });
      fill(passage, answers[place]);
    });
    count();
  }

  function count() {
    const open = passages.filter(function (passage) {
      return !saysSomething(answers[placeOf(passage)]);
    });
    document.getElementById("answered").textContent = passages.length - open.length;
    const onward = document.getElementById("onward");
    onward.hidden = !open.length;
    if (open.length) onward.setAttribute("href", "#" + open[0].id);
  }

  // --- the file -----------------------------------------------------------------------------------------------------

  function save() {
    const told = Object.keys(answers).map(function (place) {
      return answers[place];
    });
    if (!told.some(saysSomething)) return say("nothing");
    const file = {
      earwitness: "answers",
      form: 1,
      interview: page.dataset.interview,
      packet: packet,
      saved_at: new Date().toISOString(),
      texts: JSON.parse(document.getElementById("texts").textContent),
      answers: told,
    };
    const name = "answers-" + page.dataset.interview + "-" + packet + ".json";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 60000);
    unsaved = false;
    document.getElementById("saved-as").textContent = name;
    say("saved");
  }

  function load(file) {
    const reader = new FileReader();
    reader.onload = function () {
      let told;
      try {
        told = JSON.parse(reader.result);
      } catch (fault) {
        return say("unreadable");
      }
      if (!told || told.earwitness !== "answers" || !Array.isArray(told.answers)) return say("unreadable");
      if (told.packet !== packet) return say("other");
      const found = {};
      told.answers.forEach(function (each) {
        found[[each.recording, each.start_ms, each.end_ms].join(" ")] = each;
      });
      take(found);
      keep();
      say("loaded");
    };
    reader.onerror = function () {
      say("unreadable");
    };
    reader.readAsText(file);
  }

  function say(what) {
    document.querySelectorAll("[data-says]").forEach(function (each) {
      each.hidden = each.dataset.says !== what;
    });
  }

  // --- the sound ----------------------------------------------------------------------------------------------------

  const sound = document.createElement("audio");
  let running = null;

  function rest() {
    if (running) running.classList.remove("is-running");
    running = null;
  }

  function listen(link) {
    const again = running === link;
    sound.pause();
    rest();
    if (again) return;
    running = link;
    link.classList.add("is-running");
    sound.src = link.getAttribute("href");
    const begun = sound.play();
    if (begun) begun.catch(function (fault) {
      if (fault.name !== "AbortError" && running === link) rest();
    });
  }

  sound.addEventListener("pause", rest);
  sound.addEventListener("ended", rest);
  sound.addEventListener("error", function () {
    rest();
    say("silent");
  });
  // The end that the address names is kept by most browsers; for the others it is watched here.
  sound.addEventListener("timeupdate", function () {
    const end = running && Number(running.getAttribute("href").split(",").pop());
    if (end && sound.currentTime >= end) sound.pause();
  });

  // --- what is pressed ----------------------------------------------------------------------------------------------

  passages.forEach(function (passage) {
    passage.addEventListener("input", function () {
      changed(passage);
    });
    passage.querySelector(".clear").addEventListener("click", function () {
      const first = passage.querySelector(".answer input");
      passage.querySelectorAll(".answer input").forEach(function (input) {
        input.checked = false;
      });
      changed(passage);
      first.focus();
    });
  });
  document.querySelectorAll(".all-right").forEach(function (button) {
    button.addEventListener("click", function () {
      button.closest(".turn").querySelectorAll(".passage").forEach(function (passage) {
        if (passage.querySelector(".answer input:checked")) return; // what was answered stays as it was
        passage.querySelector('.answer input[value="agree"]').checked = true;
        changed(passage);
      });
    });
  });
  document.querySelectorAll(".listen").forEach(function (link) {
    link.addEventListener("click", function (pressed) {
      pressed.preventDefault();
      listen(link);
    });
  });
  document.querySelectorAll(".save").forEach(function (button) {
    button.addEventListener("click", save);
  });
  document.getElementById("load").addEventListener("change", function () {
    if (this.files.length) load(this.files[0]);
    this.value = "";
  });
  document.getElementById("print").addEventListener("click", function () {
    window.print();
  });
  function speak(language) {
    page.dataset.speaks = language;
    page.lang = language === "zh" ? "zh-Hans" : "en";
    document.querySelectorAll("[data-speak]").forEach(function (each) {
      each.setAttribute("aria-pressed", String(each.dataset.speak === language));
    });
  }
  document.querySelectorAll("[data-speak]").forEach(function (button) {
    button.addEventListener("click", function () {
      speak(button.dataset.speak);
    });
  });
  document.getElementById("onward").addEventListener("click", function (pressed) {
    const passage = document.querySelector(this.getAttribute("href"));
    pressed.preventDefault();
    passage.scrollIntoView();
    passage.querySelector(".answer input").focus({ preventScroll: true });
  });
  window.addEventListener("beforeunload", function (leaving) {
    if (!remembers && unsaved) leaving.preventDefault();
  });

  speak(page.dataset.speaks);
  remember();
  count();
})();
