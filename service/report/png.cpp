// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/png.h"

#include <png.h>

#include <cassert>

#include "models/base/error.h"

namespace celltwin::report {

namespace {

/// libpng's simplified interface: it reports errors in the image structure instead of jumping.
std::string writePng(png_image& image, const void* pixels, const void* palette) {
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string bytes(size, '\0');
    if (!png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, palette)) {
        const std::string reason = image.message;
        png_image_free(&image);
        throw ResourceError("cannot encode a PNG for the report: " + reason);
    }
    bytes.resize(size);
    return bytes;
}

png_image describeImage(int width, int height, png_uint_32 format) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = format;
    return image;
}

}  // namespace

std::string encodeIndexedPng(int width, int height, std::span<const std::uint8_t> pixels,
                             std::span<const Rgba> palette) {
    assert(pixels.size() == static_cast<std::size_t>(width) * height && palette.size() <= 256);
    static_assert(sizeof(Rgba) == 4);
    png_image image = describeImage(width, height, PNG_FORMAT_RGBA_COLORMAP);
    image.colormap_entries = static_cast<png_uint_32>(palette.size());
    return writePng(image, pixels.data(), palette.data());
}

std::string encodeRgbPng(int width, int height, std::span<const std::uint8_t> pixels) {
    assert(pixels.size() == 3 * static_cast<std::size_t>(width) * height);
    png_image image = describeImage(width, height, PNG_FORMAT_RGB);
    return writePng(image, pixels.data(), nullptr);
}

std::string encodeBase64(std::string_view bytes) {
    static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t block = 0;
        for (std::size_t k = 0; k < 3; ++k)
            block = block << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k) text += k <= count ? kAlphabet[block >> (18 - 6 * k) & 63] : '=';
    }
    return text;
}

std::string pngDataUri(std::string_view png) {
    return "data:image/png;base64," + encodeBase64(png);
}

}  // namespace celltwin::report
