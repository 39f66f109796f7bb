// The whole book on one page: the part that the address names is the one to print. Firefox forgets `:target` on paper.
addEventListener("beforeprint", () => {
  document.querySelector(".named")?.classList.remove("named");
  document.querySelector(":target")?.classList.add("named");
});
