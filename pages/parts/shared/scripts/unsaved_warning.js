(() => {
    const said = document.currentScript.dataset;
    window.batchdeskUnsaved = said.unsaved === "true";
    window.batchdeskMarks = said.marks;
    if (window.batchdeskWatches) return;
    window.batchdeskWatches = true;
    window.addEventListener("beforeunload", (event) => {
        if (window.batchdeskUnsaved) event.preventDefault();
    });
    document.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button?.closest(`[class*=${window.batchdeskMarks}]`)) window.batchdeskUnsaved = false;
    }, true);
})();
