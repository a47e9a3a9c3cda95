if (!window.batchdeskConnection) {
    window.batchdeskConnection = true;
    const isConnected = () =>
        document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-connection-state") === "CONNECTED";
    const runAgain = () => {
        if (!isConnected()) return;
        const button = document.querySelector(".st-key-back_again button:not(:disabled)");
        if (button) button.click();
        else requestAnimationFrame(runAgain);
    };
    let away = false;
    new MutationObserver(() => {
        const was = away;
        away = !isConnected();
        if (was && !away) runAgain();
    }).observe(document.body, { subtree: true, attributeFilter: ["data-test-connection-state"] });
}
