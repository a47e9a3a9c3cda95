if (!window.batchdeskInboxes) {
    window.batchdeskInboxes = true;
    const INBOX = "[data-testid=stFileUploader]";
    const LEFT = "[data-testid=stFileChipIconSpinner], [data-testid=stFileChip][aria-invalid=true]";
    const app = () => document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state");
    const tell = () => {
        const button = document.querySelector(".st-key-late_files button");
        if (button && app() === "notRunning") button.click();
        else setTimeout(tell, 100);
    };
    const isInbox = (node) => node.nodeType === 1 && (node.matches(INBOX) || node.querySelector(INBOX));
    const hadMore = (node) => isInbox(node) && node.querySelector(LEFT);
    const keysOf = (boxes) => boxes.flatMap((box) => [...box.classList].filter((name) => name.startsWith("st-key-")));
    const keysAround = (node, removed) => {  // the new inbox may be in another place, with its own box around it
        const boxes = removed.flatMap((box) => [box, ...box.querySelectorAll("[class*=st-key-]")]);
        for (let box = node; box; box = box.parentElement) boxes.push(box);
        return keysOf(boxes);
    };
    const isReplaced = (key) => document.querySelector(`.${CSS.escape(key)} ${INBOX}`);
    let forgotten = -Infinity;
    document.addEventListener("click", (event) => {
        if (event.target.closest?.(".st-key-forget button")) forgotten = performance.now();
    }, true);
    const lookAgain = (keys) => {  // without a new inbox, the user left the page or closed the panel
        if (keys.some(isReplaced) && performance.now() - forgotten > 10000) tell();
    };
    new MutationObserver((changes) => {
        for (const change of changes) {
            const removed = [...change.removedNodes].filter(hadMore);
            if (removed.length) setTimeout(lookAgain, 1000, keysAround(change.target, removed));
        }
    }).observe(document.body, { subtree: true, childList: true });
}
