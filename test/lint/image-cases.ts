import { noCopies } from "../report/made-up.ts";
import type { Case } from "./cases.ts";
import { classes, doc, images, ownValidation, withFit, withImages } from "./seen.ts";

const named = (...names: readonly string[]) => ({ classes: names.map((name) => ({ name, train: 80, validation: 70 })) });

/** Codes that need the images, and no run. */
export const imageCases: Readonly<Record<string, Case>> = {
	STEPS_NOT_AN_EPOCH: {
		for: [withImages(withFit({ steps: 100 })), withImages(withFit({ steps: 4, epochs: 10 }))],
		not: [withImages(withFit({ steps: 5, epochs: 10 })), withImages(withFit({ steps: 20 }))],
	},
	FEW_UPDATES: {
		for: [withImages(withFit({ batch: 512, epochs: 29 })), withImages(withFit({ epochs: 2 }))],
		not: [withImages(withFit({ batch: 512, epochs: 30 })), withImages(withFit({ epochs: 3 }))],
	},
	PART_OF_VALIDATION: {
		for: [withImages(withFit({ validationSteps: 8 }))],
		not: [withImages(withFit({ validationSteps: 9 }))],
	},
	UNEVEN_CLASSES: {
		for: [withImages(doc(), { classes: classes((i) => ({ train: i === 0 ? 500 : 100 })) })],
		not: [
			withImages(doc(), { classes: classes((i) => ({ train: i === 0 ? 490 : 100 })) }),
			withImages(withFit({ classWeight: "balanced" }), { classes: classes((i) => ({ train: i === 0 ? 500 : 100 })) }),
		],
	},
	CLASS_NOT_HELD_OUT: {
		for: [withImages(doc(), { classes: classes((i) => ({ validation: i === 0 ? 0 : 105 })) })],
		not: [withImages(doc(), { classes: classes((i) => ({ validation: i === 0 ? 1 : 104 })) })],
	},
	FEW_HELD_OUT: {
		for: [withImages(doc(), images({ validation: 95 })), withImages(ownValidation, images({ validation: 70 }))],
		not: [withImages(doc(), images({ validation: 96 }))],
	},
	NUMBERED_CLASSES: {
		for: [withImages(doc(), named("1", "10", "2"))],
		not: [withImages(doc(), named("01", "02", "10")), withImages(doc(), named("1", "10", "2b")), withImages(doc(), named("8", "9"))],
	},
	CLASSES_MOVED: {
		for: [
			withImages(doc(), { classesBefore: ["rose", "tulip"] }), // daisy came before them
			withImages(doc(), { classesBefore: ["cactus", "daisy", "rose", "tulip"] }),
		],
		not: [
			withImages(doc(), { classesBefore: ["daisy", "rose", "tulip"] }),
			withImages(doc(), { classesBefore: ["daisy", "rose"] }), // the new one comes last
			withImages(doc(), { classesBefore: ["apple", "pear"] }),
		],
	},
	COPIES_HELD_OUT: {
		for: [
			withImages(ownValidation, { copies: { ...noCopies, duplicates: 2, heldOut: 2 } }),
			withImages(doc(), {
				copies: { ...noCopies, duplicates: 1, heldOut: 1, named: { ...noCopies.named, heldOut: [["a/1.jpg", "a/2.jpg"]] } },
			}),
		],
		not: [withImages(ownValidation, { copies: { ...noCopies, duplicates: 2 } })],
	},
	TWO_LABELS: {
		for: [withImages(doc(), { copies: { ...noCopies, duplicates: 2, twoLabels: 2 } })],
		not: [withImages(doc())],
	},
	DUPLICATE_IMAGES: {
		for: [
			withImages(doc(), { copies: { ...noCopies, duplicates: 3 } }),
			withImages(ownValidation, { copies: { ...noCopies, duplicates: 1 } }),
		],
		not: [withImages(doc()), withImages(doc(), { copies: { ...noCopies, duplicates: 2, twoLabels: 2 } })],
	},
	IMAGES_SKIPPED: {
		for: [withImages(doc(), images({ skipped: { EMPTY: 3 } }))],
		not: [withImages(doc(), images({ skipped: {} }))],
	},
};
