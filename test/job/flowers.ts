/** A whole, ordinary document, and ways to spoil it. */
export const FLOWERS = `version: 1
name: flowers
data:
  train: ./flowers
backbone:
  name: squeezenet
  size: 128
head:
  - { dense: 64, activation: relu }
  - { dropout: 0.5 }
  - { dense: classes, activation: softmax }
fit:
  optimizer: { name: adam, learningRate: 0.001 }
  epochs: 10
`;

/** The document with one part written differently. */
export function flowers(part: string, instead: string): string {
	if (FLOWERS.split(part).length !== 2) throw new Error(`${JSON.stringify(part)} should stand exactly once in the document`);
	return FLOWERS.replace(part, () => instead);
}

/** The document with lines added at its end, which is inside `fit`. */
export function flowersWith(lines: string): string {
	return `${FLOWERS}${lines}\n`;
}
