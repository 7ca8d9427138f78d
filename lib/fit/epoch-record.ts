/** An epoch's figures: what is told of it, kept in checkpoints, and compared between two fits. */
export interface EpochRecord {
	readonly epoch: number;
	/** Over the epoch's batches, each before its own update and with dropout, weighted by their rows: as Keras reports. */
	readonly loss: number;
	readonly accuracy: number;
	/** With the weights at the epoch's end, without dropout. */
	readonly valLoss: number;
	readonly valAccuracy: number;
	readonly seconds: number;
	/** Of the epoch's last step. */
	readonly learningRate: number;
	/** Of the epoch's first step, before its update. */
	readonly firstLoss: number;
	/** SHA-256 over the epoch's training images, batch by batch: which samples it saw, in which order. */
	readonly order: string;
	/** SHA-256 of the head's weights at the epoch's end, as it would name the head if the fit ended here. */
	readonly weights: string;
}
