"""The catalogue's networks as Keras builds them, in either of its dialects: `K` is keras (3) or tf_keras (2)."""


def vgg16(K, size):
    return K.applications.VGG16(include_top=False, weights=None, input_shape=(*size, 3))


def vgg19(K, size):
    return K.applications.VGG19(include_top=False, weights=None, input_shape=(*size, 3))


def resnet50(K, size):
    return K.applications.ResNet50(include_top=False, weights=None, input_shape=(*size, 3))


def mobilenet(K, size, alpha=1.0):
    return K.applications.MobileNet(include_top=False, weights=None, input_shape=(*size, 3), alpha=alpha)


def mobilenet_v2(K, size, alpha=1.0):
    return K.applications.MobileNetV2(include_top=False, weights=None, input_shape=(*size, 3), alpha=alpha)


def squeezenet(K, size):
    """SqueezeNet 1.1 as published for Keras 1 and 2 (rcmalli/keras-squeezenet); Keras 3 allows no / in a layer's name, so there it is another sign."""
    L = K.layers
    slash = "/" if K.__name__ == "tf_keras" else "_"

    def fire(x, n, squeeze, expand):
        name = lambda part: f"fire{n}{slash}{part}"
        x = L.Conv2D(squeeze, 1, padding="valid", name=name("squeeze1x1"))(x)
        x = L.Activation("relu", name=name("relu_squeeze1x1"))(x)
        left = L.Activation("relu", name=name("relu_expand1x1"))(L.Conv2D(expand, 1, padding="valid", name=name("expand1x1"))(x))
        right = L.Activation("relu", name=name("relu_expand3x3"))(L.Conv2D(expand, 3, padding="same", name=name("expand3x3"))(x))
        return L.Concatenate(axis=-1, name=name("concat"))([left, right])

    image = K.Input((*size, 3), name="image")
    x = L.Activation("relu", name="relu_conv1")(L.Conv2D(64, 3, strides=2, padding="valid", name="conv1")(image))
    x = L.MaxPooling2D(3, 2, name="pool1")(x)
    x = fire(fire(x, 2, 16, 64), 3, 16, 64)
    x = L.MaxPooling2D(3, 2, name="pool3")(x)
    x = fire(fire(x, 4, 32, 128), 5, 32, 128)
    x = L.MaxPooling2D(3, 2, name="pool5")(x)
    x = fire(fire(x, 6, 48, 192), 7, 48, 192)
    x = fire(fire(x, 8, 64, 256), 9, 64, 256)
    return K.Model(image, x, name="squeezenet")


def resnet50_old(K, size):
    """ResNet50 as Keras 2.0 to 2.2 built it (keras-applications 1.0.4): other names, another epsilon, no padding before the pool."""
    L = K.layers

    def normalised(x, filters, kernel, at, stride=1):
        padding = "same" if kernel == 3 else "valid"
        x = L.Conv2D(filters, kernel, strides=stride, padding=padding, name=f"res{at}")(x)
        return L.BatchNormalization(axis=3, epsilon=1e-3, name=f"bn{at}")(x)

    def block(x, stage, letter, filters, stride):
        at = lambda branch: f"{stage}{letter}_branch{branch}"
        y = L.Activation("relu")(normalised(x, filters, 1, at("2a"), stride))
        y = L.Activation("relu")(normalised(y, filters, 3, at("2b")))
        y = normalised(y, 4 * filters, 1, at("2c"))
        shortcut = normalised(x, 4 * filters, 1, at("1"), stride) if letter == "a" else x
        return L.Activation("relu")(L.Add()([y, shortcut]))

    image = K.Input((*size, 3), name="image")
    x = L.ZeroPadding2D(3, name="conv1_pad")(image)
    x = L.BatchNormalization(axis=3, epsilon=1e-3, name="bn_conv1")(L.Conv2D(64, 7, strides=2, padding="valid", name="conv1")(x))
    x = L.MaxPooling2D(3, strides=2)(L.Activation("relu")(x))
    for stage, filters, letters in ((2, 64, "abc"), (3, 128, "abcd"), (4, 256, "abcdef"), (5, 512, "abc")):
        for letter in letters:
            x = block(x, stage, letter, filters, 2 if letter == "a" and stage > 2 else 1)
    return K.Model(image, x, name="resnet50")
