// Sets the colour theme before anything is drawn, by the system's wish or by what [data-theme-toggle] has chosen.
{
  const KEY = "switchboard.theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const systemTheme = () => (system.matches ? "dark" : "light");

  const apply = () => {
    const chosen = localStorage.getItem(KEY);
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
  };

  const toggle = () => {
    const now = root.dataset.theme ?? systemTheme();
    const next = now === "dark" ? "light" : "dark";
    if (next === systemTheme()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
    apply();
  };

  apply();
  addEventListener("storage", apply);
  addEventListener("click", event => event.target.closest?.("[data-theme-toggle]") && toggle());
}
