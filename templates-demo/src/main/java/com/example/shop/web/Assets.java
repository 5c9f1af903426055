package com.example.shop.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.CRC32;

/** {@code /assets/*}: the stylesheet, the icon and what the footer says of the cache. Their address changes with their content, so browsers may keep them. */
final class Assets extends HttpServlet {

    /** Goes into the address of the stylesheet. */
    static final String VERSION = version(read("shop.css"), read("cached.js"));

    private static final Map<String, String> TYPES =
            Map.of(
                    "/shop.css", "text/css;charset=UTF-8",
                    "/cached.js", "text/javascript;charset=UTF-8",
                    "/icon.svg", "image/svg+xml");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getPathInfo();
        String type = name == null ? null : TYPES.get(name);
        if (type == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        byte[] content = read(name.substring(1));
        response.setContentType(type);
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    private static byte[] read(String name) {
        try (InputStream file = Assets.class.getResourceAsStream("/assets/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(byte[]... contents) {
        CRC32 sum = new CRC32();
        for (byte[] content : contents) {
            sum.update(content);
        }
        return Long.toHexString(sum.getValue());
    }
}
