if (!window.batchdeskInboxes) {
    window.batchdeskInboxes = true;
    const LEFT = "[data-testid=stFileUploader] :is([data-testid=stFileChipIconSpinner], [aria-invalid=true])";
    const tell = () => {
        const button = document.querySelector("[data-test-script-state=notRunning] .st-key-late_files button");
        if (button) button.click();
        else setTimeout(tell, 100);
    };
    new MutationObserver((changes) => {
        const removed = changes.flatMap((change) => [...change.removedNodes]);
        if (removed.some((node) => node.querySelector?.(LEFT))) setTimeout(tell, 100);
    }).observe(document.body, { subtree: true, childList: true });
}
