// Brings the line of Check into sight on a narrow screen.
(() => {
    const box = document.querySelector(".st-key-check_line");
    if (box && box.getBoundingClientRect().top > innerHeight / 2) box.scrollIntoView();
})();
