// The network by keys, when it has the focus: arrows move it, + and − bring it near and far, F fits it.

const STEP = 80;
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export const begin = (stage, network, actions) => {
  const pan = ([x, y]) => {
    const at = network.getViewPosition();
    const scale = network.getScale();
    network.moveTo({ position: { x: at.x + x / scale, y: at.y + y / scale }, animation: false });
  };
  const keys = { "+": actions.in, "=": actions.in, "-": actions.out, f: actions.fit, F: actions.fit, 0: actions.fit };
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = event.key in ARROWS ? () => pan(ARROWS[event.key]) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("keydown", (event) => {
    const here = event.target === document.body || event.target.closest(".network, .stage, .chips");
    if (event.key === "Escape" && actions.isChosen() && here) actions.all();
  });
};
