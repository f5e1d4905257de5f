// The colours of earlier runs. There are more letters than colours: a letter stands at every line.

export const RUN_COLOURS = 5;

/** Which of the colours a run has, from 0. */
export const colourOf = (letter: string): number => (letter.charCodeAt(0) - "A".charCodeAt(0)) % RUN_COLOURS;

/** The name of its colour in the style sheet. */
export const runColour = (letter: string): string => `var(--mlw-run-${colourOf(letter) + 1})`;
