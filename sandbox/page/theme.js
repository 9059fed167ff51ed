// Light or dark is put on before anything is drawn: a module would come after the first flash.
(() => {
  let kept = "auto";
  try {
    kept = JSON.parse(localStorage.getItem("viche-sandbox-theme")) || "auto";
  } catch {
    kept = "auto";
  }
  document.documentElement.dataset.theme = kept;
})();
