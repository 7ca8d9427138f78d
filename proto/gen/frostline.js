/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $Number = $util.global.Number, $String = $util.global.String, $Array = $util.global.Array, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $Boolean = $util.global.Boolean, $isFinite = $util.global.isFinite;

const $root = $protobuf.roots["frostline_frostline"] || ($protobuf.roots["frostline_frostline"] = {});

export const frostline = $root.frostline = (() => {

    const frostline = {};

    frostline.Sample = (function() {

        const Sample = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Sample.prototype.id = $util.newBuffer([]);
        Sample.prototype.image = $util.newBuffer([]);
        Sample.prototype.view = 0;
        Sample.prototype.origin = "";

        Sample.create = function(properties) {
            return new Sample(properties);
        };

        Sample.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id.length)
                writer.uint32(10).bytes(message.id);
            if (message.image != null && $Object.hasOwnProperty.call(message, "image") && message.image.length)
                writer.uint32(18).bytes(message.image);
            if (message.view != null && $Object.hasOwnProperty.call(message, "view") && message.view !== 0)
                writer.uint32(24).uint32(message.view);
            if (message.origin != null && $Object.hasOwnProperty.call(message, "origin") && message.origin !== "")
                writer.uint32(34).string(message.origin);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Sample.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.Sample();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.image = value;
                        else
                            delete message.image;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.view = value;
                        else
                            delete message.view;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.origin = value;
                        else
                            delete message.origin;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Sample.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                if (!(message.id && typeof message.id.length === "number" || $util.isString(message.id)))
                    return "id: buffer expected";
            if (message.image != null && $Object.hasOwnProperty.call(message, "image"))
                if (!(message.image && typeof message.image.length === "number" || $util.isString(message.image)))
                    return "image: buffer expected";
            if (message.view != null && $Object.hasOwnProperty.call(message, "view"))
                if (!$util.isInteger(message.view))
                    return "view: integer expected";
            if (message.origin != null && $Object.hasOwnProperty.call(message, "origin"))
                if (!$util.isString(message.origin))
                    return "origin: string expected";
            return null;
        };

        Sample.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.Sample)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.Sample: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.Sample();
            if (object.id != null)
                if (object.id.length)
                    if (typeof object.id === "string")
                        $util.base64.decode(object.id, message.id = $util.newBuffer($util.base64.length(object.id)), 0);
                    else if (object.id.length >= 0)
                        message.id = object.id;
            if (object.image != null)
                if (object.image.length)
                    if (typeof object.image === "string")
                        $util.base64.decode(object.image, message.image = $util.newBuffer($util.base64.length(object.image)), 0);
                    else if (object.image.length >= 0)
                        message.image = object.image;
            if (object.view != null)
                if ($Number(object.view) !== 0)
                    message.view = object.view >>> 0;
            if (object.origin != null)
                if (typeof object.origin !== "string" || object.origin.length)
                    message.origin = $String(object.origin);
            return message;
        };

        Sample.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                if (options.bytes === $String)
                    object.id = "";
                else {
                    object.id = [];
                    if (options.bytes !== $Array)
                        object.id = $util.newBuffer(object.id);
                }
                if (options.bytes === $String)
                    object.image = "";
                else {
                    object.image = [];
                    if (options.bytes !== $Array)
                        object.image = $util.newBuffer(object.image);
                }
                object.view = 0;
                object.origin = "";
            }
            if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                object.id = options.bytes === $String ? $util.base64.encode(message.id, 0, message.id.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.id) : message.id;
            if (message.image != null && $Object.hasOwnProperty.call(message, "image"))
                object.image = options.bytes === $String ? $util.base64.encode(message.image, 0, message.image.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.image) : message.image;
            if (message.view != null && $Object.hasOwnProperty.call(message, "view"))
                object.view = message.view;
            if (message.origin != null && $Object.hasOwnProperty.call(message, "origin"))
                object.origin = message.origin;
            return object;
        };

        Sample.prototype.toJSON = function() {
            return Sample.toObject(this, $protobuf.util.toJSONOptions);
        };

        Sample.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.Sample";
        };

        return Sample;
    })();

    frostline.ShardTask = (function() {

        const ShardTask = function (properties) {
            this.samples = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ShardTask.prototype.protocol = 0;
        ShardTask.prototype.job = "";
        ShardTask.prototype.number = 0;
        ShardTask.prototype.key = "";
        ShardTask.prototype.space = "";
        ShardTask.prototype.maxPixels = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        ShardTask.prototype.samples = $util.emptyArray;

        ShardTask.create = function(properties) {
            return new ShardTask(properties);
        };

        ShardTask.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                writer.uint32(8).uint32(message.protocol);
            if (message.job != null && $Object.hasOwnProperty.call(message, "job") && message.job !== "")
                writer.uint32(18).string(message.job);
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(24).uint32(message.number);
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                writer.uint32(34).string(message.key);
            if (message.space != null && $Object.hasOwnProperty.call(message, "space") && message.space !== "")
                writer.uint32(42).string(message.space);
            if (message.maxPixels != null && $Object.hasOwnProperty.call(message, "maxPixels") && (typeof message.maxPixels === "object" ? message.maxPixels.low || message.maxPixels.high : message.maxPixels !== 0))
                writer.uint32(48).uint64(message.maxPixels);
            if (message.samples != null && message.samples.length)
                for (let i = 0; i < message.samples.length; ++i)
                    $root.frostline.Sample.encode(message.samples[i], writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ShardTask.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.ShardTask();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocol = value;
                        else
                            delete message.protocol;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.job = value;
                        else
                            delete message.job;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.number = value;
                        else
                            delete message.number;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.space = value;
                        else
                            delete message.space;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.maxPixels = value;
                        else
                            delete message.maxPixels;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.samples && message.samples.length))
                            message.samples = [];
                        message.samples.push($root.frostline.Sample.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        ShardTask.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                if (!$util.isInteger(message.protocol))
                    return "protocol: integer expected";
            if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                if (!$util.isString(message.job))
                    return "job: string expected";
            if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                if (!$util.isInteger(message.number))
                    return "number: integer expected";
            if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                if (!$util.isString(message.key))
                    return "key: string expected";
            if (message.space != null && $Object.hasOwnProperty.call(message, "space"))
                if (!$util.isString(message.space))
                    return "space: string expected";
            if (message.maxPixels != null && $Object.hasOwnProperty.call(message, "maxPixels"))
                if (!$util.isInteger(message.maxPixels) && !(message.maxPixels && $util.isInteger(message.maxPixels.low) && $util.isInteger(message.maxPixels.high)))
                    return "maxPixels: integer|Long expected";
            if (message.samples != null && $Object.hasOwnProperty.call(message, "samples")) {
                if (!$Array.isArray(message.samples))
                    return "samples: array expected";
                for (let i = 0; i < message.samples.length; ++i) {
                    let error = $root.frostline.Sample.verify(message.samples[i], _depth + 1);
                    if (error)
                        return "samples." + error;
                }
            }
            return null;
        };

        ShardTask.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.ShardTask)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.ShardTask: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.ShardTask();
            if (object.protocol != null)
                if ($Number(object.protocol) !== 0)
                    message.protocol = object.protocol >>> 0;
            if (object.job != null)
                if (typeof object.job !== "string" || object.job.length)
                    message.job = $String(object.job);
            if (object.number != null)
                if ($Number(object.number) !== 0)
                    message.number = object.number >>> 0;
            if (object.key != null)
                if (typeof object.key !== "string" || object.key.length)
                    message.key = $String(object.key);
            if (object.space != null)
                if (typeof object.space !== "string" || object.space.length)
                    message.space = $String(object.space);
            if (object.maxPixels != null)
                if (typeof object.maxPixels === "object" ? object.maxPixels.low || object.maxPixels.high : $Number(object.maxPixels) !== 0)
                    if ($util.Long)
                        message.maxPixels = $util.Long.fromValue(object.maxPixels, true);
                    else if (typeof object.maxPixels === "string")
                        message.maxPixels = $parseInt(object.maxPixels, 10);
                    else if (typeof object.maxPixels === "number")
                        message.maxPixels = object.maxPixels;
                    else if (typeof object.maxPixels === "object")
                        message.maxPixels = new $util.LongBits(object.maxPixels.low >>> 0, object.maxPixels.high >>> 0).toNumber(true);
            if (object.samples) {
                if (!$Array.isArray(object.samples))
                    throw $TypeError(".frostline.ShardTask.samples: array expected");
                message.samples = $Array(object.samples.length);
                for (let i = 0; i < object.samples.length; ++i) {
                    if (!$util.isObject(object.samples[i]))
                        throw $TypeError(".frostline.ShardTask.samples: object expected");
                    message.samples[i] = $root.frostline.Sample.fromObject(object.samples[i], _depth + 1);
                }
            }
            return message;
        };

        ShardTask.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.arrays || options.defaults)
                object.samples = [];
            if (options.defaults) {
                object.protocol = 0;
                object.job = "";
                object.number = 0;
                object.key = "";
                object.space = "";
                if ($util.Long) {
                    let long = new $util.Long(0, 0, true);
                    object.maxPixels = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                } else
                    object.maxPixels = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
            }
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                object.protocol = message.protocol;
            if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                object.job = message.job;
            if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                object.number = message.number;
            if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                object.key = message.key;
            if (message.space != null && $Object.hasOwnProperty.call(message, "space"))
                object.space = message.space;
            if (message.maxPixels != null && $Object.hasOwnProperty.call(message, "maxPixels"))
                if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                    object.maxPixels = typeof message.maxPixels === "number" ? $BigInt(message.maxPixels) : $util.Long.fromBits(message.maxPixels.low >>> 0, message.maxPixels.high >>> 0, true).toBigInt();
                else if (typeof message.maxPixels === "number")
                    object.maxPixels = options.longs === $String ? $String(message.maxPixels) : message.maxPixels;
                else
                    object.maxPixels = options.longs === $String ? $util.Long.prototype.toString.call(message.maxPixels) : options.longs === $Number ? new $util.LongBits(message.maxPixels.low >>> 0, message.maxPixels.high >>> 0).toNumber(true) : message.maxPixels;
            if (message.samples && message.samples.length) {
                object.samples = $Array(message.samples.length);
                for (let j = 0; j < message.samples.length; ++j)
                    object.samples[j] = $root.frostline.Sample.toObject(message.samples[j], options, _depth + 1);
            }
            return object;
        };

        ShardTask.prototype.toJSON = function() {
            return ShardTask.toObject(this, $protobuf.util.toJSONOptions);
        };

        ShardTask.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.ShardTask";
        };

        return ShardTask;
    })();

    frostline.FitTask = (function() {

        const FitTask = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        FitTask.prototype.protocol = 0;
        FitTask.prototype.job = "";
        FitTask.prototype.plan = "";
        FitTask.prototype.fresh = false;

        FitTask.create = function(properties) {
            return new FitTask(properties);
        };

        FitTask.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                writer.uint32(8).uint32(message.protocol);
            if (message.job != null && $Object.hasOwnProperty.call(message, "job") && message.job !== "")
                writer.uint32(18).string(message.job);
            if (message.plan != null && $Object.hasOwnProperty.call(message, "plan") && message.plan !== "")
                writer.uint32(26).string(message.plan);
            if (message.fresh != null && $Object.hasOwnProperty.call(message, "fresh") && message.fresh !== false)
                writer.uint32(32).bool(message.fresh);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        FitTask.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.FitTask();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocol = value;
                        else
                            delete message.protocol;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.job = value;
                        else
                            delete message.job;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.plan = value;
                        else
                            delete message.plan;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.fresh = value;
                        else
                            delete message.fresh;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        FitTask.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                if (!$util.isInteger(message.protocol))
                    return "protocol: integer expected";
            if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                if (!$util.isString(message.job))
                    return "job: string expected";
            if (message.plan != null && $Object.hasOwnProperty.call(message, "plan"))
                if (!$util.isString(message.plan))
                    return "plan: string expected";
            if (message.fresh != null && $Object.hasOwnProperty.call(message, "fresh"))
                if (typeof message.fresh !== "boolean")
                    return "fresh: boolean expected";
            return null;
        };

        FitTask.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.FitTask)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.FitTask: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.FitTask();
            if (object.protocol != null)
                if ($Number(object.protocol) !== 0)
                    message.protocol = object.protocol >>> 0;
            if (object.job != null)
                if (typeof object.job !== "string" || object.job.length)
                    message.job = $String(object.job);
            if (object.plan != null)
                if (typeof object.plan !== "string" || object.plan.length)
                    message.plan = $String(object.plan);
            if (object.fresh != null)
                if (object.fresh)
                    message.fresh = $Boolean(object.fresh);
            return message;
        };

        FitTask.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.protocol = 0;
                object.job = "";
                object.plan = "";
                object.fresh = false;
            }
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                object.protocol = message.protocol;
            if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                object.job = message.job;
            if (message.plan != null && $Object.hasOwnProperty.call(message, "plan"))
                object.plan = message.plan;
            if (message.fresh != null && $Object.hasOwnProperty.call(message, "fresh"))
                object.fresh = message.fresh;
            return object;
        };

        FitTask.prototype.toJSON = function() {
            return FitTask.toObject(this, $protobuf.util.toJSONOptions);
        };

        FitTask.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.FitTask";
        };

        return FitTask;
    })();

    frostline.Event = (function() {

        const Event = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Event.prototype.protocol = 0;
        Event.prototype.job = "";
        Event.prototype.time = 0;
        Event.prototype.phase = null;
        Event.prototype.progress = null;
        Event.prototype.shardDone = null;
        Event.prototype.shardFailed = null;
        Event.prototype.epoch = null;
        Event.prototype.fitDone = null;
        Event.prototype.failed = null;
        Event.prototype.note = null;
        Event.prototype.state = null;
        Event.prototype.fitReturned = null;

        let $oneOfFields;

        $Object.defineProperty(Event.prototype, "kind", {
            get: $util.oneOfGetter($oneOfFields = ["phase", "progress", "shardDone", "shardFailed", "epoch", "fitDone", "failed", "note", "state", "fitReturned"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Event.create = function(properties) {
            return new Event(properties);
        };

        Event.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                writer.uint32(8).uint32(message.protocol);
            if (message.job != null && $Object.hasOwnProperty.call(message, "job") && message.job !== "")
                writer.uint32(18).string(message.job);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time") && !$Object.is(message.time, 0))
                writer.uint32(25).double(message.time);
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                $root.frostline.Phase.encode(message.phase, writer.uint32(82).fork(), _depth + 1).ldelim();
            if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                $root.frostline.Progress.encode(message.progress, writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.shardDone != null && $Object.hasOwnProperty.call(message, "shardDone"))
                $root.frostline.ShardDone.encode(message.shardDone, writer.uint32(98).fork(), _depth + 1).ldelim();
            if (message.shardFailed != null && $Object.hasOwnProperty.call(message, "shardFailed"))
                $root.frostline.ShardFailed.encode(message.shardFailed, writer.uint32(106).fork(), _depth + 1).ldelim();
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch"))
                $root.frostline.Epoch.encode(message.epoch, writer.uint32(114).fork(), _depth + 1).ldelim();
            if (message.fitDone != null && $Object.hasOwnProperty.call(message, "fitDone"))
                $root.frostline.FitDone.encode(message.fitDone, writer.uint32(122).fork(), _depth + 1).ldelim();
            if (message.failed != null && $Object.hasOwnProperty.call(message, "failed"))
                $root.frostline.Failed.encode(message.failed, writer.uint32(130).fork(), _depth + 1).ldelim();
            if (message.note != null && $Object.hasOwnProperty.call(message, "note"))
                $root.frostline.Note.encode(message.note, writer.uint32(138).fork(), _depth + 1).ldelim();
            if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                $root.frostline.State.encode(message.state, writer.uint32(146).fork(), _depth + 1).ldelim();
            if (message.fitReturned != null && $Object.hasOwnProperty.call(message, "fitReturned"))
                $root.frostline.FitReturned.encode(message.fitReturned, writer.uint32(154).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Event.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.Event();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocol = value;
                        else
                            delete message.protocol;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.job = value;
                        else
                            delete message.job;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.time = value;
                        else
                            delete message.time;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.phase = $root.frostline.Phase.decode(reader, reader.size(), $undefined, _depth + 1, message.phase);
                        message.kind = "phase";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.progress = $root.frostline.Progress.decode(reader, reader.size(), $undefined, _depth + 1, message.progress);
                        message.kind = "progress";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.shardDone = $root.frostline.ShardDone.decode(reader, reader.size(), $undefined, _depth + 1, message.shardDone);
                        message.kind = "shardDone";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.shardFailed = $root.frostline.ShardFailed.decode(reader, reader.size(), $undefined, _depth + 1, message.shardFailed);
                        message.kind = "shardFailed";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.epoch = $root.frostline.Epoch.decode(reader, reader.size(), $undefined, _depth + 1, message.epoch);
                        message.kind = "epoch";
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        message.fitDone = $root.frostline.FitDone.decode(reader, reader.size(), $undefined, _depth + 1, message.fitDone);
                        message.kind = "fitDone";
                        continue;
                    }
                case 16: {
                        if (wireType !== 2)
                            break;
                        message.failed = $root.frostline.Failed.decode(reader, reader.size(), $undefined, _depth + 1, message.failed);
                        message.kind = "failed";
                        continue;
                    }
                case 17: {
                        if (wireType !== 2)
                            break;
                        message.note = $root.frostline.Note.decode(reader, reader.size(), $undefined, _depth + 1, message.note);
                        message.kind = "note";
                        continue;
                    }
                case 18: {
                        if (wireType !== 2)
                            break;
                        message.state = $root.frostline.State.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                        message.kind = "state";
                        continue;
                    }
                case 19: {
                        if (wireType !== 2)
                            break;
                        message.fitReturned = $root.frostline.FitReturned.decode(reader, reader.size(), $undefined, _depth + 1, message.fitReturned);
                        message.kind = "fitReturned";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Event.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            let properties = {};
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                if (!$util.isInteger(message.protocol))
                    return "protocol: integer expected";
            if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                if (!$util.isString(message.job))
                    return "job: string expected";
            if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                if (typeof message.time !== "number")
                    return "time: number expected";
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase")) {
                properties.kind = 1;
                {
                    let error = $root.frostline.Phase.verify(message.phase, _depth + 1);
                    if (error)
                        return "phase." + error;
                }
            }
            if (message.progress != null && $Object.hasOwnProperty.call(message, "progress")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.Progress.verify(message.progress, _depth + 1);
                    if (error)
                        return "progress." + error;
                }
            }
            if (message.shardDone != null && $Object.hasOwnProperty.call(message, "shardDone")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.ShardDone.verify(message.shardDone, _depth + 1);
                    if (error)
                        return "shardDone." + error;
                }
            }
            if (message.shardFailed != null && $Object.hasOwnProperty.call(message, "shardFailed")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.ShardFailed.verify(message.shardFailed, _depth + 1);
                    if (error)
                        return "shardFailed." + error;
                }
            }
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.Epoch.verify(message.epoch, _depth + 1);
                    if (error)
                        return "epoch." + error;
                }
            }
            if (message.fitDone != null && $Object.hasOwnProperty.call(message, "fitDone")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.FitDone.verify(message.fitDone, _depth + 1);
                    if (error)
                        return "fitDone." + error;
                }
            }
            if (message.failed != null && $Object.hasOwnProperty.call(message, "failed")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.Failed.verify(message.failed, _depth + 1);
                    if (error)
                        return "failed." + error;
                }
            }
            if (message.note != null && $Object.hasOwnProperty.call(message, "note")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.Note.verify(message.note, _depth + 1);
                    if (error)
                        return "note." + error;
                }
            }
            if (message.state != null && $Object.hasOwnProperty.call(message, "state")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.State.verify(message.state, _depth + 1);
                    if (error)
                        return "state." + error;
                }
            }
            if (message.fitReturned != null && $Object.hasOwnProperty.call(message, "fitReturned")) {
                if (properties.kind === 1)
                    return "kind: multiple values";
                properties.kind = 1;
                {
                    let error = $root.frostline.FitReturned.verify(message.fitReturned, _depth + 1);
                    if (error)
                        return "fitReturned." + error;
                }
            }
            return null;
        };

        Event.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.Event)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.Event: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.Event();
            if (object.protocol != null)
                if ($Number(object.protocol) !== 0)
                    message.protocol = object.protocol >>> 0;
            if (object.job != null)
                if (typeof object.job !== "string" || object.job.length)
                    message.job = $String(object.job);
            if (object.time != null)
                if (!$Object.is($Number(object.time), 0))
                    message.time = $Number(object.time);
            if (object.phase != null) {
                if (!$util.isObject(object.phase))
                    throw $TypeError(".frostline.Event.phase: object expected");
                message.phase = $root.frostline.Phase.fromObject(object.phase, _depth + 1);
            }
            if (object.progress != null) {
                if (!$util.isObject(object.progress))
                    throw $TypeError(".frostline.Event.progress: object expected");
                message.progress = $root.frostline.Progress.fromObject(object.progress, _depth + 1);
            }
            if (object.shardDone != null) {
                if (!$util.isObject(object.shardDone))
                    throw $TypeError(".frostline.Event.shardDone: object expected");
                message.shardDone = $root.frostline.ShardDone.fromObject(object.shardDone, _depth + 1);
            }
            if (object.shardFailed != null) {
                if (!$util.isObject(object.shardFailed))
                    throw $TypeError(".frostline.Event.shardFailed: object expected");
                message.shardFailed = $root.frostline.ShardFailed.fromObject(object.shardFailed, _depth + 1);
            }
            if (object.epoch != null) {
                if (!$util.isObject(object.epoch))
                    throw $TypeError(".frostline.Event.epoch: object expected");
                message.epoch = $root.frostline.Epoch.fromObject(object.epoch, _depth + 1);
            }
            if (object.fitDone != null) {
                if (!$util.isObject(object.fitDone))
                    throw $TypeError(".frostline.Event.fitDone: object expected");
                message.fitDone = $root.frostline.FitDone.fromObject(object.fitDone, _depth + 1);
            }
            if (object.failed != null) {
                if (!$util.isObject(object.failed))
                    throw $TypeError(".frostline.Event.failed: object expected");
                message.failed = $root.frostline.Failed.fromObject(object.failed, _depth + 1);
            }
            if (object.note != null) {
                if (!$util.isObject(object.note))
                    throw $TypeError(".frostline.Event.note: object expected");
                message.note = $root.frostline.Note.fromObject(object.note, _depth + 1);
            }
            if (object.state != null) {
                if (!$util.isObject(object.state))
                    throw $TypeError(".frostline.Event.state: object expected");
                message.state = $root.frostline.State.fromObject(object.state, _depth + 1);
            }
            if (object.fitReturned != null) {
                if (!$util.isObject(object.fitReturned))
                    throw $TypeError(".frostline.Event.fitReturned: object expected");
                message.fitReturned = $root.frostline.FitReturned.fromObject(object.fitReturned, _depth + 1);
            }
            return message;
        };

        Event.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.protocol = 0;
                object.job = "";
                object.time = 0;
            }
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                object.protocol = message.protocol;
            if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                object.job = message.job;
            if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                object.time = options.json && !$isFinite(message.time) ? $String(message.time) : message.time;
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase")) {
                object.phase = $root.frostline.Phase.toObject(message.phase, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "phase";
            }
            if (message.progress != null && $Object.hasOwnProperty.call(message, "progress")) {
                object.progress = $root.frostline.Progress.toObject(message.progress, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "progress";
            }
            if (message.shardDone != null && $Object.hasOwnProperty.call(message, "shardDone")) {
                object.shardDone = $root.frostline.ShardDone.toObject(message.shardDone, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "shardDone";
            }
            if (message.shardFailed != null && $Object.hasOwnProperty.call(message, "shardFailed")) {
                object.shardFailed = $root.frostline.ShardFailed.toObject(message.shardFailed, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "shardFailed";
            }
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch")) {
                object.epoch = $root.frostline.Epoch.toObject(message.epoch, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "epoch";
            }
            if (message.fitDone != null && $Object.hasOwnProperty.call(message, "fitDone")) {
                object.fitDone = $root.frostline.FitDone.toObject(message.fitDone, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "fitDone";
            }
            if (message.failed != null && $Object.hasOwnProperty.call(message, "failed")) {
                object.failed = $root.frostline.Failed.toObject(message.failed, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "failed";
            }
            if (message.note != null && $Object.hasOwnProperty.call(message, "note")) {
                object.note = $root.frostline.Note.toObject(message.note, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "note";
            }
            if (message.state != null && $Object.hasOwnProperty.call(message, "state")) {
                object.state = $root.frostline.State.toObject(message.state, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "state";
            }
            if (message.fitReturned != null && $Object.hasOwnProperty.call(message, "fitReturned")) {
                object.fitReturned = $root.frostline.FitReturned.toObject(message.fitReturned, options, _depth + 1);
                if (options.oneofs)
                    object.kind = "fitReturned";
            }
            return object;
        };

        Event.prototype.toJSON = function() {
            return Event.toObject(this, $protobuf.util.toJSONOptions);
        };

        Event.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.Event";
        };

        return Event;
    })();

    frostline.Phase = (function() {

        const Phase = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Phase.prototype.name = "";
        Phase.prototype.total = 0;
        Phase.prototype.unit = "";

        Phase.create = function(properties) {
            return new Phase(properties);
        };

        Phase.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(10).string(message.name);
            if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                writer.uint32(16).uint32(message.total);
            if (message.unit != null && $Object.hasOwnProperty.call(message, "unit") && message.unit !== "")
                writer.uint32(26).string(message.unit);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Phase.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.Phase();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.total = value;
                        else
                            delete message.total;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.unit = value;
                        else
                            delete message.unit;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Phase.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                if (!$util.isString(message.name))
                    return "name: string expected";
            if (message.total != null && $Object.hasOwnProperty.call(message, "total"))
                if (!$util.isInteger(message.total))
                    return "total: integer expected";
            if (message.unit != null && $Object.hasOwnProperty.call(message, "unit"))
                if (!$util.isString(message.unit))
                    return "unit: string expected";
            return null;
        };

        Phase.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.Phase)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.Phase: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.Phase();
            if (object.name != null)
                if (typeof object.name !== "string" || object.name.length)
                    message.name = $String(object.name);
            if (object.total != null)
                if ($Number(object.total) !== 0)
                    message.total = object.total >>> 0;
            if (object.unit != null)
                if (typeof object.unit !== "string" || object.unit.length)
                    message.unit = $String(object.unit);
            return message;
        };

        Phase.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.name = "";
                object.total = 0;
                object.unit = "";
            }
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                object.name = message.name;
            if (message.total != null && $Object.hasOwnProperty.call(message, "total"))
                object.total = message.total;
            if (message.unit != null && $Object.hasOwnProperty.call(message, "unit"))
                object.unit = message.unit;
            return object;
        };

        Phase.prototype.toJSON = function() {
            return Phase.toObject(this, $protobuf.util.toJSONOptions);
        };

        Phase.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.Phase";
        };

        return Phase;
    })();

    frostline.Progress = (function() {

        const Progress = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Progress.prototype.phase = "";
        Progress.prototype.done = 0;
        Progress.prototype.total = 0;
        Progress.prototype.shard = 0;
        Progress.prototype.worker = "";
        Progress.prototype.skips = 0;

        Progress.create = function(properties) {
            return new Progress(properties);
        };

        Progress.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== "")
                writer.uint32(10).string(message.phase);
            if (message.done != null && $Object.hasOwnProperty.call(message, "done") && message.done !== 0)
                writer.uint32(16).uint32(message.done);
            if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                writer.uint32(24).uint32(message.total);
            if (message.shard != null && $Object.hasOwnProperty.call(message, "shard") && message.shard !== 0)
                writer.uint32(32).uint32(message.shard);
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker") && message.worker !== "")
                writer.uint32(42).string(message.worker);
            if (message.skips != null && $Object.hasOwnProperty.call(message, "skips") && message.skips !== 0)
                writer.uint32(48).uint32(message.skips);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Progress.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.Progress();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.phase = value;
                        else
                            delete message.phase;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.done = value;
                        else
                            delete message.done;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.total = value;
                        else
                            delete message.total;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.shard = value;
                        else
                            delete message.shard;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.worker = value;
                        else
                            delete message.worker;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.skips = value;
                        else
                            delete message.skips;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Progress.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                if (!$util.isString(message.phase))
                    return "phase: string expected";
            if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                if (!$util.isInteger(message.done))
                    return "done: integer expected";
            if (message.total != null && $Object.hasOwnProperty.call(message, "total"))
                if (!$util.isInteger(message.total))
                    return "total: integer expected";
            if (message.shard != null && $Object.hasOwnProperty.call(message, "shard"))
                if (!$util.isInteger(message.shard))
                    return "shard: integer expected";
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker"))
                if (!$util.isString(message.worker))
                    return "worker: string expected";
            if (message.skips != null && $Object.hasOwnProperty.call(message, "skips"))
                if (!$util.isInteger(message.skips))
                    return "skips: integer expected";
            return null;
        };

        Progress.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.Progress)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.Progress: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.Progress();
            if (object.phase != null)
                if (typeof object.phase !== "string" || object.phase.length)
                    message.phase = $String(object.phase);
            if (object.done != null)
                if ($Number(object.done) !== 0)
                    message.done = object.done >>> 0;
            if (object.total != null)
                if ($Number(object.total) !== 0)
                    message.total = object.total >>> 0;
            if (object.shard != null)
                if ($Number(object.shard) !== 0)
                    message.shard = object.shard >>> 0;
            if (object.worker != null)
                if (typeof object.worker !== "string" || object.worker.length)
                    message.worker = $String(object.worker);
            if (object.skips != null)
                if ($Number(object.skips) !== 0)
                    message.skips = object.skips >>> 0;
            return message;
        };

        Progress.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.phase = "";
                object.done = 0;
                object.total = 0;
                object.shard = 0;
                object.worker = "";
                object.skips = 0;
            }
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                object.phase = message.phase;
            if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                object.done = message.done;
            if (message.total != null && $Object.hasOwnProperty.call(message, "total"))
                object.total = message.total;
            if (message.shard != null && $Object.hasOwnProperty.call(message, "shard"))
                object.shard = message.shard;
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker"))
                object.worker = message.worker;
            if (message.skips != null && $Object.hasOwnProperty.call(message, "skips"))
                object.skips = message.skips;
            return object;
        };

        Progress.prototype.toJSON = function() {
            return Progress.toObject(this, $protobuf.util.toJSONOptions);
        };

        Progress.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.Progress";
        };

        return Progress;
    })();

    frostline.ShardDone = (function() {

        const ShardDone = function (properties) {
            this.seconds = {};
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ShardDone.prototype.number = 0;
        ShardDone.prototype.key = "";
        ShardDone.prototype.rows = 0;
        ShardDone.prototype.skips = 0;
        ShardDone.prototype.worker = "";
        ShardDone.prototype.seconds = $util.emptyObject;

        ShardDone.create = function(properties) {
            return new ShardDone(properties);
        };

        ShardDone.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(8).uint32(message.number);
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                writer.uint32(18).string(message.key);
            if (message.rows != null && $Object.hasOwnProperty.call(message, "rows") && message.rows !== 0)
                writer.uint32(24).uint32(message.rows);
            if (message.skips != null && $Object.hasOwnProperty.call(message, "skips") && message.skips !== 0)
                writer.uint32(32).uint32(message.skips);
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker") && message.worker !== "")
                writer.uint32(42).string(message.worker);
            if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds"))
                for (let keys = $Object.keys(message.seconds), i = 0; i < keys.length; ++i)
                    writer.uint32(50).fork().uint32(10).string(keys[i]).uint32(17).double(message.seconds[keys[i]]).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ShardDone.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, key, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.ShardDone();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.number = value;
                        else
                            delete message.number;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.rows = value;
                        else
                            delete message.rows;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.skips = value;
                        else
                            delete message.skips;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.worker = value;
                        else
                            delete message.worker;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (message.seconds === $util.emptyObject)
                            message.seconds = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = 0;
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 1)
                                    break;
                                value = reader.double();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.seconds, key);
                        message.seconds[key] = value;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        ShardDone.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                if (!$util.isInteger(message.number))
                    return "number: integer expected";
            if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                if (!$util.isString(message.key))
                    return "key: string expected";
            if (message.rows != null && $Object.hasOwnProperty.call(message, "rows"))
                if (!$util.isInteger(message.rows))
                    return "rows: integer expected";
            if (message.skips != null && $Object.hasOwnProperty.call(message, "skips"))
                if (!$util.isInteger(message.skips))
                    return "skips: integer expected";
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker"))
                if (!$util.isString(message.worker))
                    return "worker: string expected";
            if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds")) {
                if (!$util.isObject(message.seconds))
                    return "seconds: object expected";
                let key = $Object.keys(message.seconds);
                for (let i = 0; i < key.length; ++i)
                    if (typeof message.seconds[key[i]] !== "number")
                        return "seconds: number{k:string} expected";
            }
            return null;
        };

        ShardDone.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.ShardDone)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.ShardDone: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.ShardDone();
            if (object.number != null)
                if ($Number(object.number) !== 0)
                    message.number = object.number >>> 0;
            if (object.key != null)
                if (typeof object.key !== "string" || object.key.length)
                    message.key = $String(object.key);
            if (object.rows != null)
                if ($Number(object.rows) !== 0)
                    message.rows = object.rows >>> 0;
            if (object.skips != null)
                if ($Number(object.skips) !== 0)
                    message.skips = object.skips >>> 0;
            if (object.worker != null)
                if (typeof object.worker !== "string" || object.worker.length)
                    message.worker = $String(object.worker);
            if (object.seconds) {
                if (!$util.isObject(object.seconds))
                    throw $TypeError(".frostline.ShardDone.seconds: object expected");
                message.seconds = {};
                for (let keys = $Object.keys(object.seconds), i = 0; i < keys.length; ++i) {
                    if (keys[i] === "__proto__")
                        $util.makeProp(message.seconds, keys[i]);
                    message.seconds[keys[i]] = $Number(object.seconds[keys[i]]);
                }
            }
            return message;
        };

        ShardDone.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.objects || options.defaults)
                object.seconds = {};
            if (options.defaults) {
                object.number = 0;
                object.key = "";
                object.rows = 0;
                object.skips = 0;
                object.worker = "";
            }
            if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                object.number = message.number;
            if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                object.key = message.key;
            if (message.rows != null && $Object.hasOwnProperty.call(message, "rows"))
                object.rows = message.rows;
            if (message.skips != null && $Object.hasOwnProperty.call(message, "skips"))
                object.skips = message.skips;
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker"))
                object.worker = message.worker;
            let keys2;
            if (message.seconds && (keys2 = $Object.keys(message.seconds)).length) {
                object.seconds = {};
                for (let j = 0; j < keys2.length; ++j) {
                    if (keys2[j] === "__proto__")
                        $util.makeProp(object.seconds, keys2[j]);
                    object.seconds[keys2[j]] = options.json && !$isFinite(message.seconds[keys2[j]]) ? $String(message.seconds[keys2[j]]) : message.seconds[keys2[j]];
                }
            }
            return object;
        };

        ShardDone.prototype.toJSON = function() {
            return ShardDone.toObject(this, $protobuf.util.toJSONOptions);
        };

        ShardDone.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.ShardDone";
        };

        return ShardDone;
    })();

    frostline.ShardFailed = (function() {

        const ShardFailed = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ShardFailed.prototype.number = 0;
        ShardFailed.prototype.code = "";
        ShardFailed.prototype.message = "";
        ShardFailed.prototype.fix = "";

        ShardFailed.create = function(properties) {
            return new ShardFailed(properties);
        };

        ShardFailed.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(8).uint32(message.number);
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                writer.uint32(18).string(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(26).string(message.message);
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix") && message.fix !== "")
                writer.uint32(34).string(message.fix);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ShardFailed.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.ShardFailed();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.number = value;
                        else
                            delete message.number;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.fix = value;
                        else
                            delete message.fix;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        ShardFailed.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                if (!$util.isInteger(message.number))
                    return "number: integer expected";
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                if (!$util.isString(message.code))
                    return "code: string expected";
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                if (!$util.isString(message.message))
                    return "message: string expected";
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix"))
                if (!$util.isString(message.fix))
                    return "fix: string expected";
            return null;
        };

        ShardFailed.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.ShardFailed)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.ShardFailed: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.ShardFailed();
            if (object.number != null)
                if ($Number(object.number) !== 0)
                    message.number = object.number >>> 0;
            if (object.code != null)
                if (typeof object.code !== "string" || object.code.length)
                    message.code = $String(object.code);
            if (object.message != null)
                if (typeof object.message !== "string" || object.message.length)
                    message.message = $String(object.message);
            if (object.fix != null)
                if (typeof object.fix !== "string" || object.fix.length)
                    message.fix = $String(object.fix);
            return message;
        };

        ShardFailed.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.number = 0;
                object.code = "";
                object.message = "";
                object.fix = "";
            }
            if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                object.number = message.number;
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                object.code = message.code;
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                object.message = message.message;
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix"))
                object.fix = message.fix;
            return object;
        };

        ShardFailed.prototype.toJSON = function() {
            return ShardFailed.toObject(this, $protobuf.util.toJSONOptions);
        };

        ShardFailed.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.ShardFailed";
        };

        return ShardFailed;
    })();

    frostline.Epoch = (function() {

        const Epoch = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Epoch.prototype.number = 0;
        Epoch.prototype.of = 0;
        Epoch.prototype.loss = 0;
        Epoch.prototype.accuracy = 0;
        Epoch.prototype.valLoss = 0;
        Epoch.prototype.valAccuracy = 0;
        Epoch.prototype.seconds = 0;
        Epoch.prototype.learningRate = 0;
        Epoch.prototype.resumed = false;

        Epoch.create = function(properties) {
            return new Epoch(properties);
        };

        Epoch.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(8).uint32(message.number);
            if (message.of != null && $Object.hasOwnProperty.call(message, "of") && message.of !== 0)
                writer.uint32(16).uint32(message.of);
            if (message.loss != null && $Object.hasOwnProperty.call(message, "loss") && !$Object.is(message.loss, 0))
                writer.uint32(25).double(message.loss);
            if (message.accuracy != null && $Object.hasOwnProperty.call(message, "accuracy") && !$Object.is(message.accuracy, 0))
                writer.uint32(33).double(message.accuracy);
            if (message.valLoss != null && $Object.hasOwnProperty.call(message, "valLoss") && !$Object.is(message.valLoss, 0))
                writer.uint32(41).double(message.valLoss);
            if (message.valAccuracy != null && $Object.hasOwnProperty.call(message, "valAccuracy") && !$Object.is(message.valAccuracy, 0))
                writer.uint32(49).double(message.valAccuracy);
            if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds") && !$Object.is(message.seconds, 0))
                writer.uint32(57).double(message.seconds);
            if (message.learningRate != null && $Object.hasOwnProperty.call(message, "learningRate") && !$Object.is(message.learningRate, 0))
                writer.uint32(65).double(message.learningRate);
            if (message.resumed != null && $Object.hasOwnProperty.call(message, "resumed") && message.resumed !== false)
                writer.uint32(72).bool(message.resumed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Epoch.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.Epoch();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.number = value;
                        else
                            delete message.number;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.of = value;
                        else
                            delete message.of;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.loss = value;
                        else
                            delete message.loss;
                        continue;
                    }
                case 4: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.accuracy = value;
                        else
                            delete message.accuracy;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.valLoss = value;
                        else
                            delete message.valLoss;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.valAccuracy = value;
                        else
                            delete message.valAccuracy;
                        continue;
                    }
                case 7: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.seconds = value;
                        else
                            delete message.seconds;
                        continue;
                    }
                case 8: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.learningRate = value;
                        else
                            delete message.learningRate;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.resumed = value;
                        else
                            delete message.resumed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Epoch.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                if (!$util.isInteger(message.number))
                    return "number: integer expected";
            if (message.of != null && $Object.hasOwnProperty.call(message, "of"))
                if (!$util.isInteger(message.of))
                    return "of: integer expected";
            if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                if (typeof message.loss !== "number")
                    return "loss: number expected";
            if (message.accuracy != null && $Object.hasOwnProperty.call(message, "accuracy"))
                if (typeof message.accuracy !== "number")
                    return "accuracy: number expected";
            if (message.valLoss != null && $Object.hasOwnProperty.call(message, "valLoss"))
                if (typeof message.valLoss !== "number")
                    return "valLoss: number expected";
            if (message.valAccuracy != null && $Object.hasOwnProperty.call(message, "valAccuracy"))
                if (typeof message.valAccuracy !== "number")
                    return "valAccuracy: number expected";
            if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds"))
                if (typeof message.seconds !== "number")
                    return "seconds: number expected";
            if (message.learningRate != null && $Object.hasOwnProperty.call(message, "learningRate"))
                if (typeof message.learningRate !== "number")
                    return "learningRate: number expected";
            if (message.resumed != null && $Object.hasOwnProperty.call(message, "resumed"))
                if (typeof message.resumed !== "boolean")
                    return "resumed: boolean expected";
            return null;
        };

        Epoch.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.Epoch)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.Epoch: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.Epoch();
            if (object.number != null)
                if ($Number(object.number) !== 0)
                    message.number = object.number >>> 0;
            if (object.of != null)
                if ($Number(object.of) !== 0)
                    message.of = object.of >>> 0;
            if (object.loss != null)
                if (!$Object.is($Number(object.loss), 0))
                    message.loss = $Number(object.loss);
            if (object.accuracy != null)
                if (!$Object.is($Number(object.accuracy), 0))
                    message.accuracy = $Number(object.accuracy);
            if (object.valLoss != null)
                if (!$Object.is($Number(object.valLoss), 0))
                    message.valLoss = $Number(object.valLoss);
            if (object.valAccuracy != null)
                if (!$Object.is($Number(object.valAccuracy), 0))
                    message.valAccuracy = $Number(object.valAccuracy);
            if (object.seconds != null)
                if (!$Object.is($Number(object.seconds), 0))
                    message.seconds = $Number(object.seconds);
            if (object.learningRate != null)
                if (!$Object.is($Number(object.learningRate), 0))
                    message.learningRate = $Number(object.learningRate);
            if (object.resumed != null)
                if (object.resumed)
                    message.resumed = $Boolean(object.resumed);
            return message;
        };

        Epoch.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.number = 0;
                object.of = 0;
                object.loss = 0;
                object.accuracy = 0;
                object.valLoss = 0;
                object.valAccuracy = 0;
                object.seconds = 0;
                object.learningRate = 0;
                object.resumed = false;
            }
            if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                object.number = message.number;
            if (message.of != null && $Object.hasOwnProperty.call(message, "of"))
                object.of = message.of;
            if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                object.loss = options.json && !$isFinite(message.loss) ? $String(message.loss) : message.loss;
            if (message.accuracy != null && $Object.hasOwnProperty.call(message, "accuracy"))
                object.accuracy = options.json && !$isFinite(message.accuracy) ? $String(message.accuracy) : message.accuracy;
            if (message.valLoss != null && $Object.hasOwnProperty.call(message, "valLoss"))
                object.valLoss = options.json && !$isFinite(message.valLoss) ? $String(message.valLoss) : message.valLoss;
            if (message.valAccuracy != null && $Object.hasOwnProperty.call(message, "valAccuracy"))
                object.valAccuracy = options.json && !$isFinite(message.valAccuracy) ? $String(message.valAccuracy) : message.valAccuracy;
            if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds"))
                object.seconds = options.json && !$isFinite(message.seconds) ? $String(message.seconds) : message.seconds;
            if (message.learningRate != null && $Object.hasOwnProperty.call(message, "learningRate"))
                object.learningRate = options.json && !$isFinite(message.learningRate) ? $String(message.learningRate) : message.learningRate;
            if (message.resumed != null && $Object.hasOwnProperty.call(message, "resumed"))
                object.resumed = message.resumed;
            return object;
        };

        Epoch.prototype.toJSON = function() {
            return Epoch.toObject(this, $protobuf.util.toJSONOptions);
        };

        Epoch.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.Epoch";
        };

        return Epoch;
    })();

    frostline.FitDone = (function() {

        const FitDone = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        FitDone.prototype.key = "";

        FitDone.create = function(properties) {
            return new FitDone(properties);
        };

        FitDone.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                writer.uint32(10).string(message.key);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        FitDone.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.FitDone();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        FitDone.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                if (!$util.isString(message.key))
                    return "key: string expected";
            return null;
        };

        FitDone.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.FitDone)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.FitDone: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.FitDone();
            if (object.key != null)
                if (typeof object.key !== "string" || object.key.length)
                    message.key = $String(object.key);
            return message;
        };

        FitDone.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults)
                object.key = "";
            if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                object.key = message.key;
            return object;
        };

        FitDone.prototype.toJSON = function() {
            return FitDone.toObject(this, $protobuf.util.toJSONOptions);
        };

        FitDone.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.FitDone";
        };

        return FitDone;
    })();

    frostline.Failed = (function() {

        const Failed = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Failed.prototype.code = "";
        Failed.prototype.message = "";
        Failed.prototype.fix = "";

        Failed.create = function(properties) {
            return new Failed(properties);
        };

        Failed.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                writer.uint32(10).string(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(18).string(message.message);
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix") && message.fix !== "")
                writer.uint32(26).string(message.fix);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Failed.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.Failed();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.fix = value;
                        else
                            delete message.fix;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Failed.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                if (!$util.isString(message.code))
                    return "code: string expected";
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                if (!$util.isString(message.message))
                    return "message: string expected";
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix"))
                if (!$util.isString(message.fix))
                    return "fix: string expected";
            return null;
        };

        Failed.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.Failed)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.Failed: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.Failed();
            if (object.code != null)
                if (typeof object.code !== "string" || object.code.length)
                    message.code = $String(object.code);
            if (object.message != null)
                if (typeof object.message !== "string" || object.message.length)
                    message.message = $String(object.message);
            if (object.fix != null)
                if (typeof object.fix !== "string" || object.fix.length)
                    message.fix = $String(object.fix);
            return message;
        };

        Failed.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.code = "";
                object.message = "";
                object.fix = "";
            }
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                object.code = message.code;
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                object.message = message.message;
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix"))
                object.fix = message.fix;
            return object;
        };

        Failed.prototype.toJSON = function() {
            return Failed.toObject(this, $protobuf.util.toJSONOptions);
        };

        Failed.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.Failed";
        };

        return Failed;
    })();

    frostline.Note = (function() {

        const Note = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Note.prototype.code = "";
        Note.prototype.message = "";

        Note.create = function(properties) {
            return new Note(properties);
        };

        Note.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                writer.uint32(10).string(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(18).string(message.message);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Note.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.Note();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Note.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                if (!$util.isString(message.code))
                    return "code: string expected";
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                if (!$util.isString(message.message))
                    return "message: string expected";
            return null;
        };

        Note.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.Note)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.Note: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.Note();
            if (object.code != null)
                if (typeof object.code !== "string" || object.code.length)
                    message.code = $String(object.code);
            if (object.message != null)
                if (typeof object.message !== "string" || object.message.length)
                    message.message = $String(object.message);
            return message;
        };

        Note.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.code = "";
                object.message = "";
            }
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                object.code = message.code;
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                object.message = message.message;
            return object;
        };

        Note.prototype.toJSON = function() {
            return Note.toObject(this, $protobuf.util.toJSONOptions);
        };

        Note.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.Note";
        };

        return Note;
    })();

    frostline.State = (function() {

        const State = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        State.prototype.state = "";
        State.prototype.detail = "";

        State.create = function(properties) {
            return new State(properties);
        };

        State.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                writer.uint32(10).string(message.state);
            if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                writer.uint32(18).string(message.detail);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        State.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.State();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.state = value;
                        else
                            delete message.state;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.detail = value;
                        else
                            delete message.detail;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        State.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                if (!$util.isString(message.state))
                    return "state: string expected";
            if (message.detail != null && $Object.hasOwnProperty.call(message, "detail"))
                if (!$util.isString(message.detail))
                    return "detail: string expected";
            return null;
        };

        State.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.State)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.State: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.State();
            if (object.state != null)
                if (typeof object.state !== "string" || object.state.length)
                    message.state = $String(object.state);
            if (object.detail != null)
                if (typeof object.detail !== "string" || object.detail.length)
                    message.detail = $String(object.detail);
            return message;
        };

        State.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.state = "";
                object.detail = "";
            }
            if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                object.state = message.state;
            if (message.detail != null && $Object.hasOwnProperty.call(message, "detail"))
                object.detail = message.detail;
            return object;
        };

        State.prototype.toJSON = function() {
            return State.toObject(this, $protobuf.util.toJSONOptions);
        };

        State.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.State";
        };

        return State;
    })();

    frostline.FitReturned = (function() {

        const FitReturned = function (properties) {
            this.keys = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        FitReturned.prototype.code = "";
        FitReturned.prototype.message = "";
        FitReturned.prototype.keys = $util.emptyArray;

        FitReturned.create = function(properties) {
            return new FitReturned(properties);
        };

        FitReturned.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                writer.uint32(10).string(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(18).string(message.message);
            if (message.keys != null && message.keys.length)
                for (let i = 0; i < message.keys.length; ++i)
                    writer.uint32(26).string(message.keys[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        FitReturned.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.FitReturned();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.keys && message.keys.length))
                            message.keys = [];
                        message.keys.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        FitReturned.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                if (!$util.isString(message.code))
                    return "code: string expected";
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                if (!$util.isString(message.message))
                    return "message: string expected";
            if (message.keys != null && $Object.hasOwnProperty.call(message, "keys")) {
                if (!$Array.isArray(message.keys))
                    return "keys: array expected";
                for (let i = 0; i < message.keys.length; ++i)
                    if (!$util.isString(message.keys[i]))
                        return "keys: string[] expected";
            }
            return null;
        };

        FitReturned.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.FitReturned)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.FitReturned: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.FitReturned();
            if (object.code != null)
                if (typeof object.code !== "string" || object.code.length)
                    message.code = $String(object.code);
            if (object.message != null)
                if (typeof object.message !== "string" || object.message.length)
                    message.message = $String(object.message);
            if (object.keys) {
                if (!$Array.isArray(object.keys))
                    throw $TypeError(".frostline.FitReturned.keys: array expected");
                message.keys = $Array(object.keys.length);
                for (let i = 0; i < object.keys.length; ++i)
                    message.keys[i] = $String(object.keys[i]);
            }
            return message;
        };

        FitReturned.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.arrays || options.defaults)
                object.keys = [];
            if (options.defaults) {
                object.code = "";
                object.message = "";
            }
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                object.code = message.code;
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                object.message = message.message;
            if (message.keys && message.keys.length) {
                object.keys = $Array(message.keys.length);
                for (let j = 0; j < message.keys.length; ++j)
                    object.keys[j] = message.keys[j];
            }
            return object;
        };

        FitReturned.prototype.toJSON = function() {
            return FitReturned.toObject(this, $protobuf.util.toJSONOptions);
        };

        FitReturned.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.FitReturned";
        };

        return FitReturned;
    })();

    frostline.JobRequest = (function() {

        const JobRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        JobRequest.prototype.protocol = 0;
        JobRequest.prototype.job = "";

        JobRequest.create = function(properties) {
            return new JobRequest(properties);
        };

        JobRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                writer.uint32(8).uint32(message.protocol);
            if (message.job != null && $Object.hasOwnProperty.call(message, "job") && message.job !== "")
                writer.uint32(18).string(message.job);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        JobRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.JobRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocol = value;
                        else
                            delete message.protocol;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.job = value;
                        else
                            delete message.job;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        JobRequest.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                if (!$util.isInteger(message.protocol))
                    return "protocol: integer expected";
            if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                if (!$util.isString(message.job))
                    return "job: string expected";
            return null;
        };

        JobRequest.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.JobRequest)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.JobRequest: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.JobRequest();
            if (object.protocol != null)
                if ($Number(object.protocol) !== 0)
                    message.protocol = object.protocol >>> 0;
            if (object.job != null)
                if (typeof object.job !== "string" || object.job.length)
                    message.job = $String(object.job);
            return message;
        };

        JobRequest.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.protocol = 0;
                object.job = "";
            }
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                object.protocol = message.protocol;
            if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                object.job = message.job;
            return object;
        };

        JobRequest.prototype.toJSON = function() {
            return JobRequest.toObject(this, $protobuf.util.toJSONOptions);
        };

        JobRequest.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.JobRequest";
        };

        return JobRequest;
    })();

    frostline.JobReply = (function() {

        const JobReply = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        JobReply.prototype.protocol = 0;
        JobReply.prototype.state = "";
        JobReply.prototype.code = "";
        JobReply.prototype.message = "";
        JobReply.prototype.fix = "";

        JobReply.create = function(properties) {
            return new JobReply(properties);
        };

        JobReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                writer.uint32(8).uint32(message.protocol);
            if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                writer.uint32(18).string(message.state);
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                writer.uint32(26).string(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(34).string(message.message);
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix") && message.fix !== "")
                writer.uint32(42).string(message.fix);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        JobReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.JobReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocol = value;
                        else
                            delete message.protocol;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.state = value;
                        else
                            delete message.state;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.fix = value;
                        else
                            delete message.fix;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        JobReply.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                if (!$util.isInteger(message.protocol))
                    return "protocol: integer expected";
            if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                if (!$util.isString(message.state))
                    return "state: string expected";
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                if (!$util.isString(message.code))
                    return "code: string expected";
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                if (!$util.isString(message.message))
                    return "message: string expected";
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix"))
                if (!$util.isString(message.fix))
                    return "fix: string expected";
            return null;
        };

        JobReply.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.JobReply)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.JobReply: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.JobReply();
            if (object.protocol != null)
                if ($Number(object.protocol) !== 0)
                    message.protocol = object.protocol >>> 0;
            if (object.state != null)
                if (typeof object.state !== "string" || object.state.length)
                    message.state = $String(object.state);
            if (object.code != null)
                if (typeof object.code !== "string" || object.code.length)
                    message.code = $String(object.code);
            if (object.message != null)
                if (typeof object.message !== "string" || object.message.length)
                    message.message = $String(object.message);
            if (object.fix != null)
                if (typeof object.fix !== "string" || object.fix.length)
                    message.fix = $String(object.fix);
            return message;
        };

        JobReply.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.defaults) {
                object.protocol = 0;
                object.state = "";
                object.code = "";
                object.message = "";
                object.fix = "";
            }
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                object.protocol = message.protocol;
            if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                object.state = message.state;
            if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                object.code = message.code;
            if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                object.message = message.message;
            if (message.fix != null && $Object.hasOwnProperty.call(message, "fix"))
                object.fix = message.fix;
            return object;
        };

        JobReply.prototype.toJSON = function() {
            return JobReply.toObject(this, $protobuf.util.toJSONOptions);
        };

        JobReply.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.JobReply";
        };

        return JobReply;
    })();

    frostline.ServiceInfo = (function() {

        const ServiceInfo = function (properties) {
            this.hands = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ServiceInfo.prototype.protocol = 0;
        ServiceInfo.prototype.service = "";
        ServiceInfo.prototype.worker = "";
        ServiceInfo.prototype.version = "";
        ServiceInfo.prototype.started = 0;
        ServiceInfo.prototype.hands = $util.emptyArray;
        ServiceInfo.prototype.done = 0;
        ServiceInfo.prototype.leads = false;

        ServiceInfo.create = function(properties) {
            return new ServiceInfo(properties);
        };

        ServiceInfo.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                writer.uint32(8).uint32(message.protocol);
            if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                writer.uint32(18).string(message.service);
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker") && message.worker !== "")
                writer.uint32(26).string(message.worker);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                writer.uint32(34).string(message.version);
            if (message.started != null && $Object.hasOwnProperty.call(message, "started") && !$Object.is(message.started, 0))
                writer.uint32(41).double(message.started);
            if (message.hands != null && message.hands.length)
                for (let i = 0; i < message.hands.length; ++i)
                    writer.uint32(50).string(message.hands[i]);
            if (message.done != null && $Object.hasOwnProperty.call(message, "done") && message.done !== 0)
                writer.uint32(56).uint32(message.done);
            if (message.leads != null && $Object.hasOwnProperty.call(message, "leads") && message.leads !== false)
                writer.uint32(64).bool(message.leads);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ServiceInfo.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.frostline.ServiceInfo();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocol = value;
                        else
                            delete message.protocol;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.service = value;
                        else
                            delete message.service;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.worker = value;
                        else
                            delete message.worker;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 5: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.started = value;
                        else
                            delete message.started;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.hands && message.hands.length))
                            message.hands = [];
                        message.hands.push(reader.stringVerify());
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.done = value;
                        else
                            delete message.done;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.leads = value;
                        else
                            delete message.leads;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        ServiceInfo.verify = function (message, _depth) {
            if (typeof message !== "object" || message === null)
                return "object expected";
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                return "max depth exceeded";
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                if (!$util.isInteger(message.protocol))
                    return "protocol: integer expected";
            if (message.service != null && $Object.hasOwnProperty.call(message, "service"))
                if (!$util.isString(message.service))
                    return "service: string expected";
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker"))
                if (!$util.isString(message.worker))
                    return "worker: string expected";
            if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                if (!$util.isString(message.version))
                    return "version: string expected";
            if (message.started != null && $Object.hasOwnProperty.call(message, "started"))
                if (typeof message.started !== "number")
                    return "started: number expected";
            if (message.hands != null && $Object.hasOwnProperty.call(message, "hands")) {
                if (!$Array.isArray(message.hands))
                    return "hands: array expected";
                for (let i = 0; i < message.hands.length; ++i)
                    if (!$util.isString(message.hands[i]))
                        return "hands: string[] expected";
            }
            if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                if (!$util.isInteger(message.done))
                    return "done: integer expected";
            if (message.leads != null && $Object.hasOwnProperty.call(message, "leads"))
                if (typeof message.leads !== "boolean")
                    return "leads: boolean expected";
            return null;
        };

        ServiceInfo.fromObject = function (object, _depth) {
            if (object instanceof $root.frostline.ServiceInfo)
                return object;
            if (!$util.isObject(object))
                throw $TypeError(".frostline.ServiceInfo: object expected");
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let message = new $root.frostline.ServiceInfo();
            if (object.protocol != null)
                if ($Number(object.protocol) !== 0)
                    message.protocol = object.protocol >>> 0;
            if (object.service != null)
                if (typeof object.service !== "string" || object.service.length)
                    message.service = $String(object.service);
            if (object.worker != null)
                if (typeof object.worker !== "string" || object.worker.length)
                    message.worker = $String(object.worker);
            if (object.version != null)
                if (typeof object.version !== "string" || object.version.length)
                    message.version = $String(object.version);
            if (object.started != null)
                if (!$Object.is($Number(object.started), 0))
                    message.started = $Number(object.started);
            if (object.hands) {
                if (!$Array.isArray(object.hands))
                    throw $TypeError(".frostline.ServiceInfo.hands: array expected");
                message.hands = $Array(object.hands.length);
                for (let i = 0; i < object.hands.length; ++i)
                    message.hands[i] = $String(object.hands[i]);
            }
            if (object.done != null)
                if ($Number(object.done) !== 0)
                    message.done = object.done >>> 0;
            if (object.leads != null)
                if (object.leads)
                    message.leads = $Boolean(object.leads);
            return message;
        };

        ServiceInfo.toObject = function (message, options, _depth) {
            if (!options)
                options = {};
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            let object = {};
            if (options.arrays || options.defaults)
                object.hands = [];
            if (options.defaults) {
                object.protocol = 0;
                object.service = "";
                object.worker = "";
                object.version = "";
                object.started = 0;
                object.done = 0;
                object.leads = false;
            }
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                object.protocol = message.protocol;
            if (message.service != null && $Object.hasOwnProperty.call(message, "service"))
                object.service = message.service;
            if (message.worker != null && $Object.hasOwnProperty.call(message, "worker"))
                object.worker = message.worker;
            if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                object.version = message.version;
            if (message.started != null && $Object.hasOwnProperty.call(message, "started"))
                object.started = options.json && !$isFinite(message.started) ? $String(message.started) : message.started;
            if (message.hands && message.hands.length) {
                object.hands = $Array(message.hands.length);
                for (let j = 0; j < message.hands.length; ++j)
                    object.hands[j] = message.hands[j];
            }
            if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                object.done = message.done;
            if (message.leads != null && $Object.hasOwnProperty.call(message, "leads"))
                object.leads = message.leads;
            return object;
        };

        ServiceInfo.prototype.toJSON = function() {
            return ServiceInfo.toObject(this, $protobuf.util.toJSONOptions);
        };

        ServiceInfo.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/frostline.ServiceInfo";
        };

        return ServiceInfo;
    })();

    return frostline;
})();

export {
  $root as default
};
