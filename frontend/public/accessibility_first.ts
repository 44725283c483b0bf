/** Large text and strong contrast as chosen on this device: runs before the page is drawn, so that nothing flashes or moves. */
document.documentElement.setAttribute("data-script", "");
for (const wish of ["large", "contrast"]) {
  try {
    if (localStorage.getItem(`siantar-${wish}`)) document.documentElement.setAttribute(`data-${wish}`, "");
  } catch {
    // a browser that keeps nothing shows the page as it is
  }
}
