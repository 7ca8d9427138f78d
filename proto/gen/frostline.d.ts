import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace frostline. */
export namespace frostline {

    /**
     * Properties of a Sample.
     * @deprecated Use frostline.Sample.$Properties instead.
     */
    interface ISample extends frostline.Sample.$Properties {
    }

    /** Represents a Sample. */
    class Sample {

        /**
         * Constructs a new Sample.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.Sample.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Sample id. */
        id: Uint8Array;

        /** Sample image. */
        image: Uint8Array;

        /** Sample view. */
        view: number;

        /** Sample origin. */
        origin: string;

        /**
         * Creates a new Sample instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Sample instance
         */
        static create(properties: frostline.Sample.$Shape): frostline.Sample & frostline.Sample.$Shape;
        static create(properties?: frostline.Sample.$Properties): frostline.Sample;

        /**
         * Encodes the specified Sample message. Does not implicitly {@link frostline.Sample.verify|verify} messages.
         * @param message Sample message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.Sample.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Sample message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.Sample & frostline.Sample.$Shape} Sample
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.Sample & frostline.Sample.$Shape;

        /**
         * Verifies a Sample message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Sample message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Sample
         */
        static fromObject(object: { [k: string]: any }): frostline.Sample;

        /**
         * Creates a plain object from a Sample message. Also converts values to other types if specified.
         * @param message Sample
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.Sample, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Sample to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Sample
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Sample {

        /** Properties of a Sample. */
        interface $Properties {

            /** Sample id */
            id?: (Uint8Array|null);

            /** Sample image */
            image?: (Uint8Array|null);

            /** Sample view */
            view?: (number|null);

            /** Sample origin */
            origin?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Sample. */
        type $Shape = frostline.Sample.$Properties;
    }

    /**
     * Properties of a ShardTask.
     * @deprecated Use frostline.ShardTask.$Properties instead.
     */
    interface IShardTask extends frostline.ShardTask.$Properties {
    }

    /** Represents a ShardTask. */
    class ShardTask {

        /**
         * Constructs a new ShardTask.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.ShardTask.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ShardTask protocol. */
        protocol: number;

        /** ShardTask job. */
        job: string;

        /** ShardTask number. */
        number: number;

        /** ShardTask key. */
        key: string;

        /** ShardTask space. */
        space: string;

        /** ShardTask maxPixels. */
        maxPixels: (number|Long);

        /** ShardTask samples. */
        samples: frostline.Sample.$Properties[];

        /**
         * Creates a new ShardTask instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ShardTask instance
         */
        static create(properties: frostline.ShardTask.$Shape): frostline.ShardTask & frostline.ShardTask.$Shape;
        static create(properties?: frostline.ShardTask.$Properties): frostline.ShardTask;

        /**
         * Encodes the specified ShardTask message. Does not implicitly {@link frostline.ShardTask.verify|verify} messages.
         * @param message ShardTask message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.ShardTask.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ShardTask message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.ShardTask & frostline.ShardTask.$Shape} ShardTask
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.ShardTask & frostline.ShardTask.$Shape;

        /**
         * Verifies a ShardTask message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ShardTask message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ShardTask
         */
        static fromObject(object: { [k: string]: any }): frostline.ShardTask;

        /**
         * Creates a plain object from a ShardTask message. Also converts values to other types if specified.
         * @param message ShardTask
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.ShardTask, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ShardTask to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ShardTask
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ShardTask {

        /** Properties of a ShardTask. */
        interface $Properties {

            /** ShardTask protocol */
            protocol?: (number|null);

            /** ShardTask job */
            job?: (string|null);

            /** ShardTask number */
            number?: (number|null);

            /** ShardTask key */
            key?: (string|null);

            /** ShardTask space */
            space?: (string|null);

            /** ShardTask maxPixels */
            maxPixels?: (number|Long|null);

            /** ShardTask samples */
            samples?: (frostline.Sample.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ShardTask. */
        type $Shape = frostline.ShardTask.$Properties;
    }

    /**
     * Properties of a FitTask.
     * @deprecated Use frostline.FitTask.$Properties instead.
     */
    interface IFitTask extends frostline.FitTask.$Properties {
    }

    /** Represents a FitTask. */
    class FitTask {

        /**
         * Constructs a new FitTask.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.FitTask.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FitTask protocol. */
        protocol: number;

        /** FitTask job. */
        job: string;

        /** FitTask plan. */
        plan: string;

        /** FitTask fresh. */
        fresh: boolean;

        /**
         * Creates a new FitTask instance using the specified properties.
         * @param [properties] Properties to set
         * @returns FitTask instance
         */
        static create(properties: frostline.FitTask.$Shape): frostline.FitTask & frostline.FitTask.$Shape;
        static create(properties?: frostline.FitTask.$Properties): frostline.FitTask;

        /**
         * Encodes the specified FitTask message. Does not implicitly {@link frostline.FitTask.verify|verify} messages.
         * @param message FitTask message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.FitTask.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FitTask message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.FitTask & frostline.FitTask.$Shape} FitTask
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.FitTask & frostline.FitTask.$Shape;

        /**
         * Verifies a FitTask message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a FitTask message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns FitTask
         */
        static fromObject(object: { [k: string]: any }): frostline.FitTask;

        /**
         * Creates a plain object from a FitTask message. Also converts values to other types if specified.
         * @param message FitTask
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.FitTask, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this FitTask to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for FitTask
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace FitTask {

        /** Properties of a FitTask. */
        interface $Properties {

            /** FitTask protocol */
            protocol?: (number|null);

            /** FitTask job */
            job?: (string|null);

            /** FitTask plan */
            plan?: (string|null);

            /** FitTask fresh */
            fresh?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FitTask. */
        type $Shape = frostline.FitTask.$Properties;
    }

    /**
     * Properties of an Event.
     * @deprecated Use frostline.Event.$Properties instead.
     */
    interface IEvent extends frostline.Event.$Properties {
    }

    /** Represents an Event. */
    class Event {

        /**
         * Constructs a new Event.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.Event.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Event protocol. */
        protocol: number;

        /** Event job. */
        job: string;

        /** Event time. */
        time: number;

        /** Event phase. */
        phase?: (frostline.Phase.$Properties|null);

        /** Event progress. */
        progress?: (frostline.Progress.$Properties|null);

        /** Event shardDone. */
        shardDone?: (frostline.ShardDone.$Properties|null);

        /** Event shardFailed. */
        shardFailed?: (frostline.ShardFailed.$Properties|null);

        /** Event epoch. */
        epoch?: (frostline.Epoch.$Properties|null);

        /** Event fitDone. */
        fitDone?: (frostline.FitDone.$Properties|null);

        /** Event failed. */
        failed?: (frostline.Failed.$Properties|null);

        /** Event note. */
        note?: (frostline.Note.$Properties|null);

        /** Event state. */
        state?: (frostline.State.$Properties|null);

        /** Event fitReturned. */
        fitReturned?: (frostline.FitReturned.$Properties|null);

        /** Event kind. */
        kind?: ("phase"|"progress"|"shardDone"|"shardFailed"|"epoch"|"fitDone"|"failed"|"note"|"state"|"fitReturned");

        /**
         * Creates a new Event instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Event instance
         */
        static create(properties: frostline.Event.$Shape): frostline.Event & frostline.Event.$Shape;
        static create(properties?: frostline.Event.$Properties): frostline.Event;

        /**
         * Encodes the specified Event message. Does not implicitly {@link frostline.Event.verify|verify} messages.
         * @param message Event message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Event message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.Event & frostline.Event.$Shape} Event
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.Event & frostline.Event.$Shape;

        /**
         * Verifies an Event message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an Event message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Event
         */
        static fromObject(object: { [k: string]: any }): frostline.Event;

        /**
         * Creates a plain object from an Event message. Also converts values to other types if specified.
         * @param message Event
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.Event, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Event to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Event
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Event {

        /** Properties of an Event. */
        interface $Properties {

            /** Event protocol */
            protocol?: (number|null);

            /** Event job */
            job?: (string|null);

            /** Event time */
            time?: (number|null);

            /** Event phase */
            phase?: (frostline.Phase.$Properties|null);

            /** Event progress */
            progress?: (frostline.Progress.$Properties|null);

            /** Event shardDone */
            shardDone?: (frostline.ShardDone.$Properties|null);

            /** Event shardFailed */
            shardFailed?: (frostline.ShardFailed.$Properties|null);

            /** Event epoch */
            epoch?: (frostline.Epoch.$Properties|null);

            /** Event fitDone */
            fitDone?: (frostline.FitDone.$Properties|null);

            /** Event failed */
            failed?: (frostline.Failed.$Properties|null);

            /** Event note */
            note?: (frostline.Note.$Properties|null);

            /** Event state */
            state?: (frostline.State.$Properties|null);

            /** Event fitReturned */
            fitReturned?: (frostline.FitReturned.$Properties|null);

            /** Event kind */
            kind?: ("phase"|"progress"|"shardDone"|"shardFailed"|"epoch"|"fitDone"|"failed"|"note"|"state"|"fitReturned");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of an Event. */
        type $Shape = {
          protocol?: number|null;
          job?: string|null;
          time?: number|null;
          phase?: frostline.Phase.$Shape|null;
          progress?: frostline.Progress.$Shape|null;
          shardDone?: frostline.ShardDone.$Shape|null;
          shardFailed?: frostline.ShardFailed.$Shape|null;
          epoch?: frostline.Epoch.$Shape|null;
          fitDone?: frostline.FitDone.$Shape|null;
          failed?: frostline.Failed.$Shape|null;
          note?: frostline.Note.$Shape|null;
          state?: frostline.State.$Shape|null;
          fitReturned?: frostline.FitReturned.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ kind?: undefined; phase?: null; progress?: null; shardDone?: null; shardFailed?: null; epoch?: null; fitDone?: null; failed?: null; note?: null; state?: null; fitReturned?: null }|{ kind?: "phase"; phase: frostline.Phase.$Shape; progress?: null; shardDone?: null; shardFailed?: null; epoch?: null; fitDone?: null; failed?: null; note?: null; state?: null; fitReturned?: null }|{ kind?: "progress"; phase?: null; progress: frostline.Progress.$Shape; shardDone?: null; shardFailed?: null; epoch?: null; fitDone?: null; failed?: null; note?: null; state?: null; fitReturned?: null }|{ kind?: "shardDone"; phase?: null; progress?: null; shardDone: frostline.ShardDone.$Shape; shardFailed?: null; epoch?: null; fitDone?: null; failed?: null; note?: null; state?: null; fitReturned?: null }|{ kind?: "shardFailed"; phase?: null; progress?: null; shardDone?: null; shardFailed: frostline.ShardFailed.$Shape; epoch?: null; fitDone?: null; failed?: null; note?: null; state?: null; fitReturned?: null }|{ kind?: "epoch"; phase?: null; progress?: null; shardDone?: null; shardFailed?: null; epoch: frostline.Epoch.$Shape; fitDone?: null; failed?: null; note?: null; state?: null; fitReturned?: null }|{ kind?: "fitDone"; phase?: null; progress?: null; shardDone?: null; shardFailed?: null; epoch?: null; fitDone: frostline.FitDone.$Shape; failed?: null; note?: null; state?: null; fitReturned?: null }|{ kind?: "failed"; phase?: null; progress?: null; shardDone?: null; shardFailed?: null; epoch?: null; fitDone?: null; failed: frostline.Failed.$Shape; note?: null; state?: null; fitReturned?: null }|{ kind?: "note"; phase?: null; progress?: null; shardDone?: null; shardFailed?: null; epoch?: null; fitDone?: null; failed?: null; note: frostline.Note.$Shape; state?: null; fitReturned?: null }|{ kind?: "state"; phase?: null; progress?: null; shardDone?: null; shardFailed?: null; epoch?: null; fitDone?: null; failed?: null; note?: null; state: frostline.State.$Shape; fitReturned?: null }|{ kind?: "fitReturned"; phase?: null; progress?: null; shardDone?: null; shardFailed?: null; epoch?: null; fitDone?: null; failed?: null; note?: null; state?: null; fitReturned: frostline.FitReturned.$Shape })
        );
    }

    /**
     * Properties of a Phase.
     * @deprecated Use frostline.Phase.$Properties instead.
     */
    interface IPhase extends frostline.Phase.$Properties {
    }

    /** Represents a Phase. */
    class Phase {

        /**
         * Constructs a new Phase.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.Phase.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Phase name. */
        name: string;

        /** Phase total. */
        total: number;

        /** Phase unit. */
        unit: string;

        /**
         * Creates a new Phase instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Phase instance
         */
        static create(properties: frostline.Phase.$Shape): frostline.Phase & frostline.Phase.$Shape;
        static create(properties?: frostline.Phase.$Properties): frostline.Phase;

        /**
         * Encodes the specified Phase message. Does not implicitly {@link frostline.Phase.verify|verify} messages.
         * @param message Phase message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.Phase.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Phase message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.Phase & frostline.Phase.$Shape} Phase
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.Phase & frostline.Phase.$Shape;

        /**
         * Verifies a Phase message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Phase message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Phase
         */
        static fromObject(object: { [k: string]: any }): frostline.Phase;

        /**
         * Creates a plain object from a Phase message. Also converts values to other types if specified.
         * @param message Phase
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.Phase, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Phase to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Phase
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Phase {

        /** Properties of a Phase. */
        interface $Properties {

            /** Phase name */
            name?: (string|null);

            /** Phase total */
            total?: (number|null);

            /** Phase unit */
            unit?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Phase. */
        type $Shape = frostline.Phase.$Properties;
    }

    /**
     * Properties of a Progress.
     * @deprecated Use frostline.Progress.$Properties instead.
     */
    interface IProgress extends frostline.Progress.$Properties {
    }

    /** Represents a Progress. */
    class Progress {

        /**
         * Constructs a new Progress.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.Progress.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Progress phase. */
        phase: string;

        /** Progress done. */
        done: number;

        /** Progress total. */
        total: number;

        /** Progress shard. */
        shard: number;

        /** Progress worker. */
        worker: string;

        /** Progress skips. */
        skips: number;

        /**
         * Creates a new Progress instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Progress instance
         */
        static create(properties: frostline.Progress.$Shape): frostline.Progress & frostline.Progress.$Shape;
        static create(properties?: frostline.Progress.$Properties): frostline.Progress;

        /**
         * Encodes the specified Progress message. Does not implicitly {@link frostline.Progress.verify|verify} messages.
         * @param message Progress message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.Progress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Progress message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.Progress & frostline.Progress.$Shape} Progress
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.Progress & frostline.Progress.$Shape;

        /**
         * Verifies a Progress message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Progress message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Progress
         */
        static fromObject(object: { [k: string]: any }): frostline.Progress;

        /**
         * Creates a plain object from a Progress message. Also converts values to other types if specified.
         * @param message Progress
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.Progress, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Progress to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Progress
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Progress {

        /** Properties of a Progress. */
        interface $Properties {

            /** Progress phase */
            phase?: (string|null);

            /** Progress done */
            done?: (number|null);

            /** Progress total */
            total?: (number|null);

            /** Progress shard */
            shard?: (number|null);

            /** Progress worker */
            worker?: (string|null);

            /** Progress skips */
            skips?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Progress. */
        type $Shape = frostline.Progress.$Properties;
    }

    /**
     * Properties of a ShardDone.
     * @deprecated Use frostline.ShardDone.$Properties instead.
     */
    interface IShardDone extends frostline.ShardDone.$Properties {
    }

    /** Represents a ShardDone. */
    class ShardDone {

        /**
         * Constructs a new ShardDone.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.ShardDone.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ShardDone number. */
        number: number;

        /** ShardDone key. */
        key: string;

        /** ShardDone rows. */
        rows: number;

        /** ShardDone skips. */
        skips: number;

        /** ShardDone worker. */
        worker: string;

        /** ShardDone seconds. */
        seconds: { [k: string]: number };

        /**
         * Creates a new ShardDone instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ShardDone instance
         */
        static create(properties: frostline.ShardDone.$Shape): frostline.ShardDone & frostline.ShardDone.$Shape;
        static create(properties?: frostline.ShardDone.$Properties): frostline.ShardDone;

        /**
         * Encodes the specified ShardDone message. Does not implicitly {@link frostline.ShardDone.verify|verify} messages.
         * @param message ShardDone message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.ShardDone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ShardDone message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.ShardDone & frostline.ShardDone.$Shape} ShardDone
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.ShardDone & frostline.ShardDone.$Shape;

        /**
         * Verifies a ShardDone message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ShardDone message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ShardDone
         */
        static fromObject(object: { [k: string]: any }): frostline.ShardDone;

        /**
         * Creates a plain object from a ShardDone message. Also converts values to other types if specified.
         * @param message ShardDone
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.ShardDone, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ShardDone to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ShardDone
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ShardDone {

        /** Properties of a ShardDone. */
        interface $Properties {

            /** ShardDone number */
            number?: (number|null);

            /** ShardDone key */
            key?: (string|null);

            /** ShardDone rows */
            rows?: (number|null);

            /** ShardDone skips */
            skips?: (number|null);

            /** ShardDone worker */
            worker?: (string|null);

            /** ShardDone seconds */
            seconds?: ({ [k: string]: number }|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ShardDone. */
        type $Shape = frostline.ShardDone.$Properties;
    }

    /**
     * Properties of a ShardFailed.
     * @deprecated Use frostline.ShardFailed.$Properties instead.
     */
    interface IShardFailed extends frostline.ShardFailed.$Properties {
    }

    /** Represents a ShardFailed. */
    class ShardFailed {

        /**
         * Constructs a new ShardFailed.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.ShardFailed.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ShardFailed number. */
        number: number;

        /** ShardFailed code. */
        code: string;

        /** ShardFailed message. */
        message: string;

        /** ShardFailed fix. */
        fix: string;

        /**
         * Creates a new ShardFailed instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ShardFailed instance
         */
        static create(properties: frostline.ShardFailed.$Shape): frostline.ShardFailed & frostline.ShardFailed.$Shape;
        static create(properties?: frostline.ShardFailed.$Properties): frostline.ShardFailed;

        /**
         * Encodes the specified ShardFailed message. Does not implicitly {@link frostline.ShardFailed.verify|verify} messages.
         * @param message ShardFailed message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.ShardFailed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ShardFailed message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.ShardFailed & frostline.ShardFailed.$Shape} ShardFailed
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.ShardFailed & frostline.ShardFailed.$Shape;

        /**
         * Verifies a ShardFailed message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ShardFailed message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ShardFailed
         */
        static fromObject(object: { [k: string]: any }): frostline.ShardFailed;

        /**
         * Creates a plain object from a ShardFailed message. Also converts values to other types if specified.
         * @param message ShardFailed
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.ShardFailed, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ShardFailed to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ShardFailed
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ShardFailed {

        /** Properties of a ShardFailed. */
        interface $Properties {

            /** ShardFailed number */
            number?: (number|null);

            /** ShardFailed code */
            code?: (string|null);

            /** ShardFailed message */
            message?: (string|null);

            /** ShardFailed fix */
            fix?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ShardFailed. */
        type $Shape = frostline.ShardFailed.$Properties;
    }

    /**
     * Properties of an Epoch.
     * @deprecated Use frostline.Epoch.$Properties instead.
     */
    interface IEpoch extends frostline.Epoch.$Properties {
    }

    /** Represents an Epoch. */
    class Epoch {

        /**
         * Constructs a new Epoch.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.Epoch.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Epoch number. */
        number: number;

        /** Epoch of. */
        of: number;

        /** Epoch loss. */
        loss: number;

        /** Epoch accuracy. */
        accuracy: number;

        /** Epoch valLoss. */
        valLoss: number;

        /** Epoch valAccuracy. */
        valAccuracy: number;

        /** Epoch seconds. */
        seconds: number;

        /** Epoch learningRate. */
        learningRate: number;

        /** Epoch resumed. */
        resumed: boolean;

        /**
         * Creates a new Epoch instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Epoch instance
         */
        static create(properties: frostline.Epoch.$Shape): frostline.Epoch & frostline.Epoch.$Shape;
        static create(properties?: frostline.Epoch.$Properties): frostline.Epoch;

        /**
         * Encodes the specified Epoch message. Does not implicitly {@link frostline.Epoch.verify|verify} messages.
         * @param message Epoch message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.Epoch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Epoch message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.Epoch & frostline.Epoch.$Shape} Epoch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.Epoch & frostline.Epoch.$Shape;

        /**
         * Verifies an Epoch message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an Epoch message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Epoch
         */
        static fromObject(object: { [k: string]: any }): frostline.Epoch;

        /**
         * Creates a plain object from an Epoch message. Also converts values to other types if specified.
         * @param message Epoch
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.Epoch, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Epoch to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Epoch
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Epoch {

        /** Properties of an Epoch. */
        interface $Properties {

            /** Epoch number */
            number?: (number|null);

            /** Epoch of */
            of?: (number|null);

            /** Epoch loss */
            loss?: (number|null);

            /** Epoch accuracy */
            accuracy?: (number|null);

            /** Epoch valLoss */
            valLoss?: (number|null);

            /** Epoch valAccuracy */
            valAccuracy?: (number|null);

            /** Epoch seconds */
            seconds?: (number|null);

            /** Epoch learningRate */
            learningRate?: (number|null);

            /** Epoch resumed */
            resumed?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Epoch. */
        type $Shape = frostline.Epoch.$Properties;
    }

    /**
     * Properties of a FitDone.
     * @deprecated Use frostline.FitDone.$Properties instead.
     */
    interface IFitDone extends frostline.FitDone.$Properties {
    }

    /** Represents a FitDone. */
    class FitDone {

        /**
         * Constructs a new FitDone.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.FitDone.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FitDone key. */
        key: string;

        /**
         * Creates a new FitDone instance using the specified properties.
         * @param [properties] Properties to set
         * @returns FitDone instance
         */
        static create(properties: frostline.FitDone.$Shape): frostline.FitDone & frostline.FitDone.$Shape;
        static create(properties?: frostline.FitDone.$Properties): frostline.FitDone;

        /**
         * Encodes the specified FitDone message. Does not implicitly {@link frostline.FitDone.verify|verify} messages.
         * @param message FitDone message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.FitDone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FitDone message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.FitDone & frostline.FitDone.$Shape} FitDone
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.FitDone & frostline.FitDone.$Shape;

        /**
         * Verifies a FitDone message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a FitDone message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns FitDone
         */
        static fromObject(object: { [k: string]: any }): frostline.FitDone;

        /**
         * Creates a plain object from a FitDone message. Also converts values to other types if specified.
         * @param message FitDone
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.FitDone, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this FitDone to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for FitDone
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace FitDone {

        /** Properties of a FitDone. */
        interface $Properties {

            /** FitDone key */
            key?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FitDone. */
        type $Shape = frostline.FitDone.$Properties;
    }

    /**
     * Properties of a Failed.
     * @deprecated Use frostline.Failed.$Properties instead.
     */
    interface IFailed extends frostline.Failed.$Properties {
    }

    /** Represents a Failed. */
    class Failed {

        /**
         * Constructs a new Failed.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.Failed.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Failed code. */
        code: string;

        /** Failed message. */
        message: string;

        /** Failed fix. */
        fix: string;

        /**
         * Creates a new Failed instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Failed instance
         */
        static create(properties: frostline.Failed.$Shape): frostline.Failed & frostline.Failed.$Shape;
        static create(properties?: frostline.Failed.$Properties): frostline.Failed;

        /**
         * Encodes the specified Failed message. Does not implicitly {@link frostline.Failed.verify|verify} messages.
         * @param message Failed message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.Failed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Failed message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.Failed & frostline.Failed.$Shape} Failed
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.Failed & frostline.Failed.$Shape;

        /**
         * Verifies a Failed message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Failed message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Failed
         */
        static fromObject(object: { [k: string]: any }): frostline.Failed;

        /**
         * Creates a plain object from a Failed message. Also converts values to other types if specified.
         * @param message Failed
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.Failed, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Failed to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Failed
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Failed {

        /** Properties of a Failed. */
        interface $Properties {

            /** Failed code */
            code?: (string|null);

            /** Failed message */
            message?: (string|null);

            /** Failed fix */
            fix?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Failed. */
        type $Shape = frostline.Failed.$Properties;
    }

    /**
     * Properties of a Note.
     * @deprecated Use frostline.Note.$Properties instead.
     */
    interface INote extends frostline.Note.$Properties {
    }

    /** Represents a Note. */
    class Note {

        /**
         * Constructs a new Note.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.Note.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Note code. */
        code: string;

        /** Note message. */
        message: string;

        /**
         * Creates a new Note instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Note instance
         */
        static create(properties: frostline.Note.$Shape): frostline.Note & frostline.Note.$Shape;
        static create(properties?: frostline.Note.$Properties): frostline.Note;

        /**
         * Encodes the specified Note message. Does not implicitly {@link frostline.Note.verify|verify} messages.
         * @param message Note message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.Note.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Note message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.Note & frostline.Note.$Shape} Note
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.Note & frostline.Note.$Shape;

        /**
         * Verifies a Note message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Note message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Note
         */
        static fromObject(object: { [k: string]: any }): frostline.Note;

        /**
         * Creates a plain object from a Note message. Also converts values to other types if specified.
         * @param message Note
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.Note, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Note to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Note
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Note {

        /** Properties of a Note. */
        interface $Properties {

            /** Note code */
            code?: (string|null);

            /** Note message */
            message?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Note. */
        type $Shape = frostline.Note.$Properties;
    }

    /**
     * Properties of a State.
     * @deprecated Use frostline.State.$Properties instead.
     */
    interface IState extends frostline.State.$Properties {
    }

    /** Represents a State. */
    class State {

        /**
         * Constructs a new State.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.State.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** State state. */
        state: string;

        /** State detail. */
        detail: string;

        /**
         * Creates a new State instance using the specified properties.
         * @param [properties] Properties to set
         * @returns State instance
         */
        static create(properties: frostline.State.$Shape): frostline.State & frostline.State.$Shape;
        static create(properties?: frostline.State.$Properties): frostline.State;

        /**
         * Encodes the specified State message. Does not implicitly {@link frostline.State.verify|verify} messages.
         * @param message State message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.State.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a State message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.State & frostline.State.$Shape} State
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.State & frostline.State.$Shape;

        /**
         * Verifies a State message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a State message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns State
         */
        static fromObject(object: { [k: string]: any }): frostline.State;

        /**
         * Creates a plain object from a State message. Also converts values to other types if specified.
         * @param message State
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.State, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this State to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for State
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace State {

        /** Properties of a State. */
        interface $Properties {

            /** State state */
            state?: (string|null);

            /** State detail */
            detail?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a State. */
        type $Shape = frostline.State.$Properties;
    }

    /**
     * Properties of a FitReturned.
     * @deprecated Use frostline.FitReturned.$Properties instead.
     */
    interface IFitReturned extends frostline.FitReturned.$Properties {
    }

    /** Represents a FitReturned. */
    class FitReturned {

        /**
         * Constructs a new FitReturned.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.FitReturned.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FitReturned code. */
        code: string;

        /** FitReturned message. */
        message: string;

        /** FitReturned keys. */
        keys: string[];

        /**
         * Creates a new FitReturned instance using the specified properties.
         * @param [properties] Properties to set
         * @returns FitReturned instance
         */
        static create(properties: frostline.FitReturned.$Shape): frostline.FitReturned & frostline.FitReturned.$Shape;
        static create(properties?: frostline.FitReturned.$Properties): frostline.FitReturned;

        /**
         * Encodes the specified FitReturned message. Does not implicitly {@link frostline.FitReturned.verify|verify} messages.
         * @param message FitReturned message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.FitReturned.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FitReturned message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.FitReturned & frostline.FitReturned.$Shape} FitReturned
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.FitReturned & frostline.FitReturned.$Shape;

        /**
         * Verifies a FitReturned message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a FitReturned message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns FitReturned
         */
        static fromObject(object: { [k: string]: any }): frostline.FitReturned;

        /**
         * Creates a plain object from a FitReturned message. Also converts values to other types if specified.
         * @param message FitReturned
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.FitReturned, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this FitReturned to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for FitReturned
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace FitReturned {

        /** Properties of a FitReturned. */
        interface $Properties {

            /** FitReturned code */
            code?: (string|null);

            /** FitReturned message */
            message?: (string|null);

            /** FitReturned keys */
            keys?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FitReturned. */
        type $Shape = frostline.FitReturned.$Properties;
    }

    /**
     * Properties of a JobRequest.
     * @deprecated Use frostline.JobRequest.$Properties instead.
     */
    interface IJobRequest extends frostline.JobRequest.$Properties {
    }

    /** Represents a JobRequest. */
    class JobRequest {

        /**
         * Constructs a new JobRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.JobRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JobRequest protocol. */
        protocol: number;

        /** JobRequest job. */
        job: string;

        /**
         * Creates a new JobRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns JobRequest instance
         */
        static create(properties: frostline.JobRequest.$Shape): frostline.JobRequest & frostline.JobRequest.$Shape;
        static create(properties?: frostline.JobRequest.$Properties): frostline.JobRequest;

        /**
         * Encodes the specified JobRequest message. Does not implicitly {@link frostline.JobRequest.verify|verify} messages.
         * @param message JobRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.JobRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JobRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.JobRequest & frostline.JobRequest.$Shape} JobRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.JobRequest & frostline.JobRequest.$Shape;

        /**
         * Verifies a JobRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a JobRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns JobRequest
         */
        static fromObject(object: { [k: string]: any }): frostline.JobRequest;

        /**
         * Creates a plain object from a JobRequest message. Also converts values to other types if specified.
         * @param message JobRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.JobRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this JobRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for JobRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace JobRequest {

        /** Properties of a JobRequest. */
        interface $Properties {

            /** JobRequest protocol */
            protocol?: (number|null);

            /** JobRequest job */
            job?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JobRequest. */
        type $Shape = frostline.JobRequest.$Properties;
    }

    /**
     * Properties of a JobReply.
     * @deprecated Use frostline.JobReply.$Properties instead.
     */
    interface IJobReply extends frostline.JobReply.$Properties {
    }

    /** Represents a JobReply. */
    class JobReply {

        /**
         * Constructs a new JobReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.JobReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JobReply protocol. */
        protocol: number;

        /** JobReply state. */
        state: string;

        /** JobReply code. */
        code: string;

        /** JobReply message. */
        message: string;

        /** JobReply fix. */
        fix: string;

        /**
         * Creates a new JobReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns JobReply instance
         */
        static create(properties: frostline.JobReply.$Shape): frostline.JobReply & frostline.JobReply.$Shape;
        static create(properties?: frostline.JobReply.$Properties): frostline.JobReply;

        /**
         * Encodes the specified JobReply message. Does not implicitly {@link frostline.JobReply.verify|verify} messages.
         * @param message JobReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.JobReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JobReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.JobReply & frostline.JobReply.$Shape} JobReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.JobReply & frostline.JobReply.$Shape;

        /**
         * Verifies a JobReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a JobReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns JobReply
         */
        static fromObject(object: { [k: string]: any }): frostline.JobReply;

        /**
         * Creates a plain object from a JobReply message. Also converts values to other types if specified.
         * @param message JobReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.JobReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this JobReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for JobReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace JobReply {

        /** Properties of a JobReply. */
        interface $Properties {

            /** JobReply protocol */
            protocol?: (number|null);

            /** JobReply state */
            state?: (string|null);

            /** JobReply code */
            code?: (string|null);

            /** JobReply message */
            message?: (string|null);

            /** JobReply fix */
            fix?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JobReply. */
        type $Shape = frostline.JobReply.$Properties;
    }

    /**
     * Properties of a ServiceInfo.
     * @deprecated Use frostline.ServiceInfo.$Properties instead.
     */
    interface IServiceInfo extends frostline.ServiceInfo.$Properties {
    }

    /** Represents a ServiceInfo. */
    class ServiceInfo {

        /**
         * Constructs a new ServiceInfo.
         * @param [properties] Properties to set
         */
        constructor(properties?: frostline.ServiceInfo.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ServiceInfo protocol. */
        protocol: number;

        /** ServiceInfo service. */
        service: string;

        /** ServiceInfo worker. */
        worker: string;

        /** ServiceInfo version. */
        version: string;

        /** ServiceInfo started. */
        started: number;

        /** ServiceInfo hands. */
        hands: string[];

        /** ServiceInfo done. */
        done: number;

        /** ServiceInfo leads. */
        leads: boolean;

        /**
         * Creates a new ServiceInfo instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ServiceInfo instance
         */
        static create(properties: frostline.ServiceInfo.$Shape): frostline.ServiceInfo & frostline.ServiceInfo.$Shape;
        static create(properties?: frostline.ServiceInfo.$Properties): frostline.ServiceInfo;

        /**
         * Encodes the specified ServiceInfo message. Does not implicitly {@link frostline.ServiceInfo.verify|verify} messages.
         * @param message ServiceInfo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: frostline.ServiceInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ServiceInfo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {frostline.ServiceInfo & frostline.ServiceInfo.$Shape} ServiceInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): frostline.ServiceInfo & frostline.ServiceInfo.$Shape;

        /**
         * Verifies a ServiceInfo message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ServiceInfo message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ServiceInfo
         */
        static fromObject(object: { [k: string]: any }): frostline.ServiceInfo;

        /**
         * Creates a plain object from a ServiceInfo message. Also converts values to other types if specified.
         * @param message ServiceInfo
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: frostline.ServiceInfo, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ServiceInfo to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ServiceInfo
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ServiceInfo {

        /** Properties of a ServiceInfo. */
        interface $Properties {

            /** ServiceInfo protocol */
            protocol?: (number|null);

            /** ServiceInfo service */
            service?: (string|null);

            /** ServiceInfo worker */
            worker?: (string|null);

            /** ServiceInfo version */
            version?: (string|null);

            /** ServiceInfo started */
            started?: (number|null);

            /** ServiceInfo hands */
            hands?: (string[]|null);

            /** ServiceInfo done */
            done?: (number|null);

            /** ServiceInfo leads */
            leads?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ServiceInfo. */
        type $Shape = frostline.ServiceInfo.$Properties;
    }
}
