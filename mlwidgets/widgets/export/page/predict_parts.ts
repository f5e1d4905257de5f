// What predict.mjs needs of the page: from what is given to the network's input, and from its outputs to an answer.

export { answerOf } from "./answer.ts";
export { preparePlanes, preparePoints, prepareRow } from "./inputs.ts";
