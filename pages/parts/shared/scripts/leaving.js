window.batchdeskUnsaved = document.currentScript.dataset.unsaved === "true";
if (!window.batchdeskAsks) {
    window.batchdeskAsks = true;
    let reloads = false;
    addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
        const isConnected = document.querySelector("[data-test-connection-state=CONNECTED]");
        reloads = isConnected && (key === "F5" || ((ctrlKey || metaKey) && key.toLowerCase() === "r"));
    }, true);
    addEventListener("input", (event) => {
        if (event.target.matches("textarea")) window.batchdeskUnsaved = true;
    }, true);
    addEventListener("beforeunload", (event) => {
        if (window.batchdeskUnsaved && !reloads) event.preventDefault();
    });
}
