import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace onnx. */
export namespace onnx {

    /**
     * Properties of a Model.
     * @deprecated Use onnx.Model.$Properties instead.
     */
    interface IModel extends onnx.Model.$Properties {
    }

    /** Represents a Model. */
    class Model {

        /**
         * Constructs a new Model.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Model.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Model irVersion. */
        irVersion: (number|Long);

        /** Model producerName. */
        producerName: string;

        /** Model producerVersion. */
        producerVersion: string;

        /** Model domain. */
        domain: string;

        /** Model modelVersion. */
        modelVersion: (number|Long);

        /** Model docString. */
        docString: string;

        /** Model graph. */
        graph?: (onnx.Graph.$Properties|null);

        /** Model opsetImport. */
        opsetImport: onnx.OperatorSet.$Properties[];

        /** Model metadataProps. */
        metadataProps: onnx.StringPair.$Properties[];

        /**
         * Creates a new Model instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Model instance
         */
        static create(properties: onnx.Model.$Shape): onnx.Model & onnx.Model.$Shape;
        static create(properties?: onnx.Model.$Properties): onnx.Model;

        /**
         * Encodes the specified Model message. Does not implicitly {@link onnx.Model.verify|verify} messages.
         * @param message Model message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Model.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Model message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Model & onnx.Model.$Shape} Model
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Model & onnx.Model.$Shape;

        /**
         * Verifies a Model message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Model message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Model
         */
        static fromObject(object: { [k: string]: any }): onnx.Model;

        /**
         * Creates a plain object from a Model message. Also converts values to other types if specified.
         * @param message Model
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.Model, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Model to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Model
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Model {

        /** Properties of a Model. */
        interface $Properties {

            /** Model irVersion */
            irVersion?: (number|Long|null);

            /** Model producerName */
            producerName?: (string|null);

            /** Model producerVersion */
            producerVersion?: (string|null);

            /** Model domain */
            domain?: (string|null);

            /** Model modelVersion */
            modelVersion?: (number|Long|null);

            /** Model docString */
            docString?: (string|null);

            /** Model graph */
            graph?: (onnx.Graph.$Properties|null);

            /** Model opsetImport */
            opsetImport?: (onnx.OperatorSet.$Properties[]|null);

            /** Model metadataProps */
            metadataProps?: (onnx.StringPair.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Model. */
        type $Shape = {
          irVersion?: number|Long|null;
          producerName?: string|null;
          producerVersion?: string|null;
          domain?: string|null;
          modelVersion?: number|Long|null;
          docString?: string|null;
          graph?: onnx.Graph.$Shape|null;
          opsetImport?: onnx.OperatorSet.$Shape[]|null;
          metadataProps?: onnx.StringPair.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of an OperatorSet.
     * @deprecated Use onnx.OperatorSet.$Properties instead.
     */
    interface IOperatorSet extends onnx.OperatorSet.$Properties {
    }

    /** Represents an OperatorSet. */
    class OperatorSet {

        /**
         * Constructs a new OperatorSet.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.OperatorSet.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** OperatorSet domain. */
        domain: string;

        /** OperatorSet version. */
        version: (number|Long);

        /**
         * Creates a new OperatorSet instance using the specified properties.
         * @param [properties] Properties to set
         * @returns OperatorSet instance
         */
        static create(properties: onnx.OperatorSet.$Shape): onnx.OperatorSet & onnx.OperatorSet.$Shape;
        static create(properties?: onnx.OperatorSet.$Properties): onnx.OperatorSet;

        /**
         * Encodes the specified OperatorSet message. Does not implicitly {@link onnx.OperatorSet.verify|verify} messages.
         * @param message OperatorSet message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.OperatorSet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an OperatorSet message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.OperatorSet & onnx.OperatorSet.$Shape} OperatorSet
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.OperatorSet & onnx.OperatorSet.$Shape;

        /**
         * Verifies an OperatorSet message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an OperatorSet message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns OperatorSet
         */
        static fromObject(object: { [k: string]: any }): onnx.OperatorSet;

        /**
         * Creates a plain object from an OperatorSet message. Also converts values to other types if specified.
         * @param message OperatorSet
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.OperatorSet, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this OperatorSet to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for OperatorSet
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace OperatorSet {

        /** Properties of an OperatorSet. */
        interface $Properties {

            /** OperatorSet domain */
            domain?: (string|null);

            /** OperatorSet version */
            version?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an OperatorSet. */
        type $Shape = onnx.OperatorSet.$Properties;
    }

    /**
     * Properties of a StringPair.
     * @deprecated Use onnx.StringPair.$Properties instead.
     */
    interface IStringPair extends onnx.StringPair.$Properties {
    }

    /** Represents a StringPair. */
    class StringPair {

        /**
         * Constructs a new StringPair.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.StringPair.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StringPair key. */
        key: string;

        /** StringPair value. */
        value: string;

        /**
         * Creates a new StringPair instance using the specified properties.
         * @param [properties] Properties to set
         * @returns StringPair instance
         */
        static create(properties: onnx.StringPair.$Shape): onnx.StringPair & onnx.StringPair.$Shape;
        static create(properties?: onnx.StringPair.$Properties): onnx.StringPair;

        /**
         * Encodes the specified StringPair message. Does not implicitly {@link onnx.StringPair.verify|verify} messages.
         * @param message StringPair message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.StringPair.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StringPair message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.StringPair & onnx.StringPair.$Shape} StringPair
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.StringPair & onnx.StringPair.$Shape;

        /**
         * Verifies a StringPair message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a StringPair message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns StringPair
         */
        static fromObject(object: { [k: string]: any }): onnx.StringPair;

        /**
         * Creates a plain object from a StringPair message. Also converts values to other types if specified.
         * @param message StringPair
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.StringPair, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this StringPair to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for StringPair
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace StringPair {

        /** Properties of a StringPair. */
        interface $Properties {

            /** StringPair key */
            key?: (string|null);

            /** StringPair value */
            value?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StringPair. */
        type $Shape = onnx.StringPair.$Properties;
    }

    /**
     * Properties of a Graph.
     * @deprecated Use onnx.Graph.$Properties instead.
     */
    interface IGraph extends onnx.Graph.$Properties {
    }

    /** Represents a Graph. */
    class Graph {

        /**
         * Constructs a new Graph.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Graph.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Graph node. */
        node: onnx.Node.$Properties[];

        /** Graph name. */
        name: string;

        /** Graph initializer. */
        initializer: onnx.Tensor.$Properties[];

        /** Graph docString. */
        docString: string;

        /** Graph input. */
        input: onnx.ValueInfo.$Properties[];

        /** Graph output. */
        output: onnx.ValueInfo.$Properties[];

        /** Graph valueInfo. */
        valueInfo: onnx.ValueInfo.$Properties[];

        /**
         * Creates a new Graph instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Graph instance
         */
        static create(properties: onnx.Graph.$Shape): onnx.Graph & onnx.Graph.$Shape;
        static create(properties?: onnx.Graph.$Properties): onnx.Graph;

        /**
         * Encodes the specified Graph message. Does not implicitly {@link onnx.Graph.verify|verify} messages.
         * @param message Graph message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Graph.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Graph message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Graph & onnx.Graph.$Shape} Graph
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Graph & onnx.Graph.$Shape;

        /**
         * Verifies a Graph message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Graph message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Graph
         */
        static fromObject(object: { [k: string]: any }): onnx.Graph;

        /**
         * Creates a plain object from a Graph message. Also converts values to other types if specified.
         * @param message Graph
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.Graph, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Graph to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Graph
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Graph {

        /** Properties of a Graph. */
        interface $Properties {

            /** Graph node */
            node?: (onnx.Node.$Properties[]|null);

            /** Graph name */
            name?: (string|null);

            /** Graph initializer */
            initializer?: (onnx.Tensor.$Properties[]|null);

            /** Graph docString */
            docString?: (string|null);

            /** Graph input */
            input?: (onnx.ValueInfo.$Properties[]|null);

            /** Graph output */
            output?: (onnx.ValueInfo.$Properties[]|null);

            /** Graph valueInfo */
            valueInfo?: (onnx.ValueInfo.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Graph. */
        type $Shape = {
          node?: onnx.Node.$Shape[]|null;
          name?: string|null;
          initializer?: onnx.Tensor.$Shape[]|null;
          docString?: string|null;
          input?: onnx.ValueInfo.$Shape[]|null;
          output?: onnx.ValueInfo.$Shape[]|null;
          valueInfo?: onnx.ValueInfo.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a Node.
     * @deprecated Use onnx.Node.$Properties instead.
     */
    interface INode extends onnx.Node.$Properties {
    }

    /** Represents a Node. */
    class Node {

        /**
         * Constructs a new Node.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Node.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Node input. */
        input: string[];

        /** Node output. */
        output: string[];

        /** Node name. */
        name: string;

        /** Node opType. */
        opType: string;

        /** Node attribute. */
        attribute: onnx.Attribute.$Properties[];

        /** Node docString. */
        docString: string;

        /** Node domain. */
        domain: string;

        /**
         * Creates a new Node instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Node instance
         */
        static create(properties: onnx.Node.$Shape): onnx.Node & onnx.Node.$Shape;
        static create(properties?: onnx.Node.$Properties): onnx.Node;

        /**
         * Encodes the specified Node message. Does not implicitly {@link onnx.Node.verify|verify} messages.
         * @param message Node message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Node.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Node message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Node & onnx.Node.$Shape} Node
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Node & onnx.Node.$Shape;

        /**
         * Verifies a Node message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Node message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Node
         */
        static fromObject(object: { [k: string]: any }): onnx.Node;

        /**
         * Creates a plain object from a Node message. Also converts values to other types if specified.
         * @param message Node
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.Node, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Node to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Node
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Node {

        /** Properties of a Node. */
        interface $Properties {

            /** Node input */
            input?: (string[]|null);

            /** Node output */
            output?: (string[]|null);

            /** Node name */
            name?: (string|null);

            /** Node opType */
            opType?: (string|null);

            /** Node attribute */
            attribute?: (onnx.Attribute.$Properties[]|null);

            /** Node docString */
            docString?: (string|null);

            /** Node domain */
            domain?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Node. */
        type $Shape = {
          input?: string[]|null;
          output?: string[]|null;
          name?: string|null;
          opType?: string|null;
          attribute?: onnx.Attribute.$Shape[]|null;
          docString?: string|null;
          domain?: string|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of an Attribute.
     * @deprecated Use onnx.Attribute.$Properties instead.
     */
    interface IAttribute extends onnx.Attribute.$Properties {
    }

    /** Represents an Attribute. */
    class Attribute {

        /**
         * Constructs a new Attribute.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Attribute.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Attribute name. */
        name: string;

        /** Attribute f. */
        f: number;

        /** Attribute i. */
        i: (number|Long);

        /** Attribute s. */
        s: Uint8Array;

        /** Attribute t. */
        t?: (onnx.Tensor.$Properties|null);

        /** Attribute g. */
        g?: (onnx.Graph.$Properties|null);

        /** Attribute floats. */
        floats: number[];

        /** Attribute ints. */
        ints: (number|Long)[];

        /** Attribute strings. */
        strings: Uint8Array[];

        /** Attribute refAttrName. */
        refAttrName: string;

        /** Attribute type. */
        type: number;

        /**
         * Creates a new Attribute instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Attribute instance
         */
        static create(properties: onnx.Attribute.$Shape): onnx.Attribute & onnx.Attribute.$Shape;
        static create(properties?: onnx.Attribute.$Properties): onnx.Attribute;

        /**
         * Encodes the specified Attribute message. Does not implicitly {@link onnx.Attribute.verify|verify} messages.
         * @param message Attribute message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Attribute.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Attribute message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Attribute & onnx.Attribute.$Shape} Attribute
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Attribute & onnx.Attribute.$Shape;

        /**
         * Verifies an Attribute message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an Attribute message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Attribute
         */
        static fromObject(object: { [k: string]: any }): onnx.Attribute;

        /**
         * Creates a plain object from an Attribute message. Also converts values to other types if specified.
         * @param message Attribute
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.Attribute, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Attribute to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Attribute
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Attribute {

        /** Properties of an Attribute. */
        interface $Properties {

            /** Attribute name */
            name?: (string|null);

            /** Attribute f */
            f?: (number|null);

            /** Attribute i */
            i?: (number|Long|null);

            /** Attribute s */
            s?: (Uint8Array|null);

            /** Attribute t */
            t?: (onnx.Tensor.$Properties|null);

            /** Attribute g */
            g?: (onnx.Graph.$Properties|null);

            /** Attribute floats */
            floats?: (number[]|null);

            /** Attribute ints */
            ints?: ((number|Long)[]|null);

            /** Attribute strings */
            strings?: (Uint8Array[]|null);

            /** Attribute refAttrName */
            refAttrName?: (string|null);

            /** Attribute type */
            type?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Attribute. */
        type $Shape = {
          name?: string|null;
          f?: number|null;
          i?: number|Long|null;
          s?: Uint8Array|null;
          t?: onnx.Tensor.$Shape|null;
          g?: onnx.Graph.$Shape|null;
          floats?: number[]|null;
          ints?: (number|Long)[]|null;
          strings?: Uint8Array[]|null;
          refAttrName?: string|null;
          type?: number|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a Tensor.
     * @deprecated Use onnx.Tensor.$Properties instead.
     */
    interface ITensor extends onnx.Tensor.$Properties {
    }

    /** Represents a Tensor. */
    class Tensor {

        /**
         * Constructs a new Tensor.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Tensor.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Tensor dims. */
        dims: (number|Long)[];

        /** Tensor dataType. */
        dataType: number;

        /** Tensor floatData. */
        floatData: number[];

        /** Tensor int32Data. */
        int32Data: number[];

        /** Tensor int64Data. */
        int64Data: (number|Long)[];

        /** Tensor name. */
        name: string;

        /** Tensor rawData. */
        rawData: Uint8Array;

        /** Tensor doubleData. */
        doubleData: number[];

        /** Tensor externalData. */
        externalData: onnx.StringPair.$Properties[];

        /** Tensor dataLocation. */
        dataLocation: number;

        /**
         * Creates a new Tensor instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Tensor instance
         */
        static create(properties: onnx.Tensor.$Shape): onnx.Tensor & onnx.Tensor.$Shape;
        static create(properties?: onnx.Tensor.$Properties): onnx.Tensor;

        /**
         * Encodes the specified Tensor message. Does not implicitly {@link onnx.Tensor.verify|verify} messages.
         * @param message Tensor message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Tensor.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Tensor message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Tensor & onnx.Tensor.$Shape} Tensor
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Tensor & onnx.Tensor.$Shape;

        /**
         * Verifies a Tensor message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Tensor message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Tensor
         */
        static fromObject(object: { [k: string]: any }): onnx.Tensor;

        /**
         * Creates a plain object from a Tensor message. Also converts values to other types if specified.
         * @param message Tensor
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.Tensor, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Tensor to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Tensor
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Tensor {

        /** Properties of a Tensor. */
        interface $Properties {

            /** Tensor dims */
            dims?: ((number|Long)[]|null);

            /** Tensor dataType */
            dataType?: (number|null);

            /** Tensor floatData */
            floatData?: (number[]|null);

            /** Tensor int32Data */
            int32Data?: (number[]|null);

            /** Tensor int64Data */
            int64Data?: ((number|Long)[]|null);

            /** Tensor name */
            name?: (string|null);

            /** Tensor rawData */
            rawData?: (Uint8Array|null);

            /** Tensor doubleData */
            doubleData?: (number[]|null);

            /** Tensor externalData */
            externalData?: (onnx.StringPair.$Properties[]|null);

            /** Tensor dataLocation */
            dataLocation?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Tensor. */
        type $Shape = onnx.Tensor.$Properties;
    }

    /**
     * Properties of a ValueInfo.
     * @deprecated Use onnx.ValueInfo.$Properties instead.
     */
    interface IValueInfo extends onnx.ValueInfo.$Properties {
    }

    /** Represents a ValueInfo. */
    class ValueInfo {

        /**
         * Constructs a new ValueInfo.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.ValueInfo.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ValueInfo name. */
        name: string;

        /** ValueInfo type. */
        type?: (onnx.Type.$Properties|null);

        /**
         * Creates a new ValueInfo instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ValueInfo instance
         */
        static create(properties: onnx.ValueInfo.$Shape): onnx.ValueInfo & onnx.ValueInfo.$Shape;
        static create(properties?: onnx.ValueInfo.$Properties): onnx.ValueInfo;

        /**
         * Encodes the specified ValueInfo message. Does not implicitly {@link onnx.ValueInfo.verify|verify} messages.
         * @param message ValueInfo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.ValueInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ValueInfo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.ValueInfo & onnx.ValueInfo.$Shape} ValueInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.ValueInfo & onnx.ValueInfo.$Shape;

        /**
         * Verifies a ValueInfo message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ValueInfo message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ValueInfo
         */
        static fromObject(object: { [k: string]: any }): onnx.ValueInfo;

        /**
         * Creates a plain object from a ValueInfo message. Also converts values to other types if specified.
         * @param message ValueInfo
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.ValueInfo, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ValueInfo to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ValueInfo
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ValueInfo {

        /** Properties of a ValueInfo. */
        interface $Properties {

            /** ValueInfo name */
            name?: (string|null);

            /** ValueInfo type */
            type?: (onnx.Type.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ValueInfo. */
        type $Shape = {
          name?: string|null;
          type?: onnx.Type.$Shape|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a Type.
     * @deprecated Use onnx.Type.$Properties instead.
     */
    interface IType extends onnx.Type.$Properties {
    }

    /** Represents a Type. */
    class Type {

        /**
         * Constructs a new Type.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Type.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Type tensorType. */
        tensorType?: (onnx.TensorType.$Properties|null);

        /**
         * Creates a new Type instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Type instance
         */
        static create(properties: onnx.Type.$Shape): onnx.Type & onnx.Type.$Shape;
        static create(properties?: onnx.Type.$Properties): onnx.Type;

        /**
         * Encodes the specified Type message. Does not implicitly {@link onnx.Type.verify|verify} messages.
         * @param message Type message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Type.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Type message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Type & onnx.Type.$Shape} Type
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Type & onnx.Type.$Shape;

        /**
         * Verifies a Type message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Type message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Type
         */
        static fromObject(object: { [k: string]: any }): onnx.Type;

        /**
         * Creates a plain object from a Type message. Also converts values to other types if specified.
         * @param message Type
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.Type, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Type to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Type
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Type {

        /** Properties of a Type. */
        interface $Properties {

            /** Type tensorType */
            tensorType?: (onnx.TensorType.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Type. */
        type $Shape = {
          tensorType?: onnx.TensorType.$Shape|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a TensorType.
     * @deprecated Use onnx.TensorType.$Properties instead.
     */
    interface ITensorType extends onnx.TensorType.$Properties {
    }

    /** Represents a TensorType. */
    class TensorType {

        /**
         * Constructs a new TensorType.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.TensorType.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TensorType elemType. */
        elemType: number;

        /** TensorType shape. */
        shape?: (onnx.Shape.$Properties|null);

        /**
         * Creates a new TensorType instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TensorType instance
         */
        static create(properties: onnx.TensorType.$Shape): onnx.TensorType & onnx.TensorType.$Shape;
        static create(properties?: onnx.TensorType.$Properties): onnx.TensorType;

        /**
         * Encodes the specified TensorType message. Does not implicitly {@link onnx.TensorType.verify|verify} messages.
         * @param message TensorType message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.TensorType.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TensorType message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.TensorType & onnx.TensorType.$Shape} TensorType
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.TensorType & onnx.TensorType.$Shape;

        /**
         * Verifies a TensorType message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a TensorType message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns TensorType
         */
        static fromObject(object: { [k: string]: any }): onnx.TensorType;

        /**
         * Creates a plain object from a TensorType message. Also converts values to other types if specified.
         * @param message TensorType
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.TensorType, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this TensorType to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for TensorType
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TensorType {

        /** Properties of a TensorType. */
        interface $Properties {

            /** TensorType elemType */
            elemType?: (number|null);

            /** TensorType shape */
            shape?: (onnx.Shape.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TensorType. */
        type $Shape = {
          elemType?: number|null;
          shape?: onnx.Shape.$Shape|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a Shape.
     * @deprecated Use onnx.Shape.$Properties instead.
     */
    interface IShape extends onnx.Shape.$Properties {
    }

    /** Represents a Shape. */
    class Shape {

        /**
         * Constructs a new Shape.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Shape.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Shape dim. */
        dim: onnx.Dimension.$Properties[];

        /**
         * Creates a new Shape instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Shape instance
         */
        static create(properties: onnx.Shape.$Shape): onnx.Shape & onnx.Shape.$Shape;
        static create(properties?: onnx.Shape.$Properties): onnx.Shape;

        /**
         * Encodes the specified Shape message. Does not implicitly {@link onnx.Shape.verify|verify} messages.
         * @param message Shape message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Shape.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Shape message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Shape & onnx.Shape.$Shape} Shape
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Shape & onnx.Shape.$Shape;

        /**
         * Verifies a Shape message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Shape message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Shape
         */
        static fromObject(object: { [k: string]: any }): onnx.Shape;

        /**
         * Creates a plain object from a Shape message. Also converts values to other types if specified.
         * @param message Shape
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.Shape, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Shape to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Shape
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Shape {

        /** Properties of a Shape. */
        interface $Properties {

            /** Shape dim */
            dim?: (onnx.Dimension.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Shape. */
        type $Shape = {
          dim?: onnx.Dimension.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a Dimension.
     * @deprecated Use onnx.Dimension.$Properties instead.
     */
    interface IDimension extends onnx.Dimension.$Properties {
    }

    /** Represents a Dimension. */
    class Dimension {

        /**
         * Constructs a new Dimension.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Dimension.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Dimension dimValue. */
        dimValue?: (number|Long|null);

        /** Dimension dimParam. */
        dimParam?: (string|null);

        /** Dimension value. */
        value?: ("dimValue"|"dimParam");

        /**
         * Creates a new Dimension instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Dimension instance
         */
        static create(properties: onnx.Dimension.$Shape): onnx.Dimension & onnx.Dimension.$Shape;
        static create(properties?: onnx.Dimension.$Properties): onnx.Dimension;

        /**
         * Encodes the specified Dimension message. Does not implicitly {@link onnx.Dimension.verify|verify} messages.
         * @param message Dimension message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Dimension.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Dimension message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Dimension & onnx.Dimension.$Shape} Dimension
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Dimension & onnx.Dimension.$Shape;

        /**
         * Verifies a Dimension message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Dimension message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Dimension
         */
        static fromObject(object: { [k: string]: any }): onnx.Dimension;

        /**
         * Creates a plain object from a Dimension message. Also converts values to other types if specified.
         * @param message Dimension
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: onnx.Dimension, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Dimension to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Dimension
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Dimension {

        /** Properties of a Dimension. */
        interface $Properties {

            /** Dimension dimValue */
            dimValue?: (number|Long|null);

            /** Dimension dimParam */
            dimParam?: (string|null);

            /** Dimension value */
            value?: ("dimValue"|"dimParam");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a Dimension. */
        type $Shape = {
          dimValue?: number|Long|null;
          dimParam?: string|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ value?: undefined; dimValue?: null; dimParam?: null }|{ value?: "dimValue"; dimValue: number|Long; dimParam?: null }|{ value?: "dimParam"; dimValue?: null; dimParam: string })
        );
    }
}
